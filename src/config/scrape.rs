//! `scrape_configs` (config/config.go).

use super::global::{GlobalConfig, name_scheme, nonzero};
use super::http::go_type;
use super::http_check::check_http;
use super::naming::{
    ESCAPING_SCHEMES, EscapingScheme, ScrapeProtocol, ValidationScheme, check_protocol, check_protocols,
};
use super::relabel::{NameScheme, RelabelConfig, check_relabel};
use super::sd::{check_discoveries, check_static_targets, with_service_discovery};
use super::value::{Text, Uint, map_type};
use super::{Duration, Origin, Refusal, Refusals, Size};
use crate::source::Span;
use crate::yaml::{Field, Given, Spanned, go_quote};

with_service_discovery! {
    /// One job: how its targets are found, relabeled and scraped.
    #[schemars(extend("required" = ["job_name"]))]
    pub struct ScrapeConfig {
        /// The job's name, set as label `job`. Required, and unique.
        pub job_name: Field<Text>,
        /// How often targets are scraped. Inherited from `global`.
        pub scrape_interval: Field<Duration>,
        /// How long a scrape may take; not longer than the interval. Inherited from `global`.
        pub scrape_timeout: Field<Duration>,
        /// The formats asked for, the most wanted first. Inherited from `global`.
        #[schemars(extend("x-since" = "2.49"))]
        pub scrape_protocols: Field<Vec<Spanned<ScrapeProtocol>>>,
        /// The format assumed when a target does not name the one it sends.
        #[schemars(extend("x-since" = "3.0", "anyOf" = [{ "$ref": "#/$defs/ScrapeProtocol" }, { "enum": ["", null] }]))]
        pub fallback_scrape_protocol: Field<ScrapeProtocol>,
        /// Whether native histograms are scraped. Inherited from `global`.
        #[schemars(extend("x-since" = "3.8"))]
        pub scrape_native_histograms: Field<bool>,
        /// Whether classic histograms are scraped even where native ones are exposed. Inherited from `global`.
        #[schemars(extend("x-since" = "3.0"))]
        pub always_scrape_classic_histograms: Field<bool>,
        /// Whether classic histograms are stored as native ones with custom buckets. Inherited from `global`.
        #[schemars(extend("x-since" = "3.0"))]
        pub convert_classic_histograms_to_nhcb: Field<bool>,
        /// Whether timeout, limits and body size are stored with each scrape. Inherited from `global`.
        #[schemars(extend("x-since" = "3.10"))]
        pub extra_scrape_metrics: Field<bool>,
        /// Whether labels of the scraped text win over those of the target.
        #[schemars(extend("default" = false))]
        pub honor_labels: Field<bool>,
        /// Whether timestamps of the scraped text are used.
        #[schemars(extend("x-since" = "2.9", "default" = true))]
        pub honor_timestamps: Field<bool>,
        /// Whether series with timestamps of their own are marked stale when they vanish.
        #[schemars(extend("x-since" = "2.48", "default" = false))]
        pub track_timestamps_staleness: Field<bool>,
        /// Query parameters of the request.
        pub params: Field<Params>,
        /// The path of the request.
        #[schemars(extend("default" = "/metrics"))]
        pub metrics_path: Field<Text>,
        /// `http` or `https`.
        #[schemars(extend("default" = "http", "examples" = ["http", "https"]))]
        pub scheme: Field<Text>,
        /// Whether a compressed response is asked for.
        #[schemars(extend("x-since" = "2.49", "default" = true))]
        pub enable_compression: Field<bool>,
        /// A file to which failed scrapes are logged. Inherited from `global`.
        #[schemars(extend("x-since" = "2.55"))]
        pub scrape_failure_log_file: Field<Text>,
        /// The largest response that is read, uncompressed. Inherited from `global`.
        #[schemars(extend("x-since" = "2.28"))]
        pub body_size_limit: Field<Size>,
        /// The most samples one scrape may give after relabeling. Inherited from `global`.
        pub sample_limit: Field<Uint>,
        /// The most targets the job may have. Inherited from `global`.
        #[schemars(extend("x-since" = "2.21"))]
        pub target_limit: Field<Uint>,
        /// The most labels one sample may have. Inherited from `global`.
        #[schemars(extend("x-since" = "2.27"))]
        pub label_limit: Field<Uint>,
        /// The longest a label name may be. Inherited from `global`.
        #[schemars(extend("x-since" = "2.27"))]
        pub label_name_length_limit: Field<Uint>,
        /// The longest a label value may be. Inherited from `global`.
        #[schemars(extend("x-since" = "2.27"))]
        pub label_value_length_limit: Field<Uint>,
        /// The most buckets a native histogram may have before buckets are merged; 0 for no limit.
        #[schemars(extend("x-since" = "2.45", "default" = 0))]
        pub native_histogram_bucket_limit: Field<Uint>,
        /// The smallest factor between the buckets of a native histogram; 0 for any.
        #[schemars(extend("x-since" = "2.50", "default" = 0))]
        pub native_histogram_min_bucket_factor: Field<f64>,
        /// How many dropped targets are kept in memory to be shown. Inherited from `global`.
        #[schemars(extend("x-since" = "2.47"))]
        pub keep_dropped_targets: Field<Uint>,
        /// Which characters metric and label names may have. Inherited from `global`.
        #[schemars(extend("x-since" = "2.55"))]
        pub metric_name_validation_scheme: Field<ValidationScheme>,
        /// How other characters are escaped when a target cannot deliver them.
        #[schemars(extend("x-since" = "3.4"))]
        pub metric_name_escaping_scheme: Field<EscapingScheme>,
        /// Steps that choose targets and set their labels, before the scrape.
        pub relabel_configs: Field<Vec<Spanned<RelabelConfig>>>,
        /// Steps that choose samples and set their labels, after the scrape.
        pub metric_relabel_configs: Field<Vec<Spanned<RelabelConfig>>>,
    }
}

map_type! {
    /// Query parameters: name to values.
    Params(Text => Vec<Spanned<Text>>) as "url.Values";
}

go_type! { ScrapeConfig: "config.ScrapeConfig", list "[]*config.ScrapeConfig"; }

impl ScrapeConfig {
    /// The job's name, for messages.
    pub fn name(&self) -> &str {
        self.job_name.text()
    }

    /// The interval in force.
    pub fn interval(&self, global: &GlobalConfig) -> Duration {
        nonzero(self.scrape_interval.or(Duration::ZERO)).unwrap_or_else(|| global.interval())
    }

    /// The timeout in force: its own, or the inherited one cut to the interval.
    pub fn timeout(&self, global: &GlobalConfig) -> Duration {
        nonzero(self.scrape_timeout.or(Duration::ZERO))
            .unwrap_or_else(|| global.timeout().min(self.interval(global)))
    }

    /// Which names are valid in its relabeling.
    pub fn name_scheme(&self, global: &GlobalConfig) -> NameScheme {
        name_scheme(&self.metric_name_validation_scheme).unwrap_or_else(|| global.name_scheme())
    }
}

/// `ScrapeConfig.UnmarshalYAML`, made when the job is decoded.
pub(super) fn check_decoded(at: &Spanned<ScrapeConfig>, refusals: &mut Refusals) {
    let Some(job) = at.value() else { return };
    check_discoveries(at, job.discoveries(), refusals);
    if job.job_name.is_blank() {
        let refusal =
            Refusal::new("missing-key", job.job_name.span().unwrap_or(at.span), "job_name is empty");
        refusals.add(at, refusal.help("give the job a `job_name`, unique in this file"));
    }
    check_http(at, &job.http(), refusals);
    if job.relabel_configs.items().is_empty() {
        check_static_targets(at, &job.static_configs, refusals);
    }
    let null_rule = |rules: &Field<Vec<Spanned<RelabelConfig>>>, text: &str, refusals: &mut Refusals| {
        for rule in rules.items().iter().filter(|rule| rule.is_null()) {
            refusals.say(at, "empty-section", Some(rule.span), text);
        }
    };
    null_rule(&job.relabel_configs, "empty or null target relabeling rule in scrape config", refusals);
    null_rule(&job.metric_relabel_configs, "empty or null metric relabeling rule in scrape config", refusals);
}

/// Checks that Prometheus makes once the whole file is decoded; noted one after the other in `out`.
///
/// `ScrapeConfig.Validate`
pub(super) fn check_valid(at: &Spanned<ScrapeConfig>, global: &GlobalConfig, out: &mut dyn FnMut(Refusal)) {
    let job = match &at.given {
        Given::Value(job) => job,
        Given::Null => {
            return out(Refusal::new("empty-section", at.span, "empty or null scrape config section")
                .help("remove the empty `-`"));
        }
        Given::Invalid => return,
    };
    let name = go_quote(job.name());
    let here = |span: Option<Span>| span.unwrap_or(at.span);
    check_timing(at, job, global, out);
    if let Some(protocols) = job.scrape_protocols.value() {
        let words: Vec<&str> =
            protocols.iter().map(|protocol| protocol.value().map_or("", |word| word)).collect();
        if let Err((place, text)) = check_protocols(&words) {
            let span = place.map(|at| protocols[at].span).or(job.scrape_protocols.span());
            let text = format!("{text} for scrape config with job name {name}");
            out(Refusal::new("invalid-scrape-protocols", here(span), text));
        }
    }
    let fallback = job.fallback_scrape_protocol.text();
    if !fallback.is_empty()
        && let Err(text) = check_protocol(fallback)
    {
        let text = format!("invalid fallback_scrape_protocol for scrape config with job name {name}: {text}");
        out(Refusal::new("invalid-scrape-protocols", here(job.fallback_scrape_protocol.span()), text));
    }
    check_escaping(at, job, global, out);
    let scheme = job.name_scheme(global);
    for rule in job.relabel_configs.items().iter().chain(job.metric_relabel_configs.items()) {
        if let Some(refusal) = check_relabel(rule, scheme) {
            out(refusal);
        }
    }
}

fn check_timing(
    at: &Spanned<ScrapeConfig>,
    job: &ScrapeConfig,
    global: &GlobalConfig,
    out: &mut dyn FnMut(Refusal),
) {
    let interval = job.interval(global);
    let timeout = job.scrape_timeout.or(Duration::ZERO);
    if timeout <= interval {
        return;
    }
    let text = format!(
        "scrape timeout greater than scrape interval for scrape config with job name {}",
        go_quote(job.name())
    );
    let (origin, place) = match job.effective_interval(global).origin {
        Origin::Job(span) => ("this job's interval", Some(span)),
        Origin::Global(span) => ("the interval inherited from `global`", Some(span)),
        Origin::MainFile => ("the interval that the main file's `global` sets", None),
        Origin::Default | Origin::Clamped => ("Prometheus's default interval", None),
    };
    let refusal =
        Refusal::new("timeout-exceeds-interval", job.scrape_timeout.span().unwrap_or(at.span), text)
            .headline(format!("scrape_timeout {timeout} is longer than the scrape interval {interval}"))
            .label(format!("longer than {origin}, {interval}"))
            .help(format!("set `scrape_timeout` to {interval} or less, or lengthen `scrape_interval`"))
            .related(place, format!("{interval} is set here"));
    out(refusal);
}

fn check_escaping(
    at: &Spanned<ScrapeConfig>,
    job: &ScrapeConfig,
    global: &GlobalConfig,
    out: &mut dyn FnMut(Refusal),
) {
    let words = "must be one of 'allow-utf-8', 'underscores', 'dots', or 'values'";
    let unknown =
        |field: &Field<EscapingScheme>| !field.text().is_empty() && !ESCAPING_SCHEMES.contains(&field.text());
    let own = &job.metric_name_escaping_scheme;
    let inherited = &global.metric_name_escaping_scheme;
    let here = |field: &Field<EscapingScheme>| field.span().unwrap_or(at.span);
    if unknown(inherited) {
        let text = format!(
            "unknown global name escaping method specified, {words}, got {}",
            go_quote(inherited.text())
        );
        return out(Refusal::new("unknown-choice", here(inherited), text));
    }
    if unknown(own) {
        let text = format!(
            "unknown scrape config name escaping method specified, {words}, got {}",
            go_quote(own.text())
        );
        return out(Refusal::new("unknown-choice", here(own), text));
    }
    let own_scheme = name_scheme(&job.metric_name_validation_scheme);
    let scheme = own_scheme.unwrap_or_else(|| global.name_scheme());
    let (escaping, from) = match (own.text(), own_scheme, inherited.text()) {
        ("", None, word) if !word.is_empty() => (word, here(inherited)),
        ("", ..) => return, // inferred from the scheme, so it fits
        (word, ..) => (word, here(own)),
    };
    if escaping == "allow-utf-8" && scheme == NameScheme::Legacy {
        let text = "utf8 metric names requested but validation scheme is not set to UTF8";
        let refusal = Refusal::new("conflicting-keys", from, text).related(
            job.metric_name_validation_scheme.span().or(global.metric_name_validation_scheme.span()),
            "legacy names are asked for here",
        );
        out(refusal);
    }
}
