//! `global` and `runtime` (config/config.go).

use schemars::JsonSchema;
use serde::Deserialize;

use super::http::go_type;
use super::naming::{EscapingScheme, ScrapeProtocol, ValidationScheme, check_protocols};
use super::relabel::NameScheme;
use super::value::{Int, Text, Uint, is_legacy_label_name};
use super::{Duration, Refusal, Refusals, Size};
use crate::yaml::{Field, Map, Spanned, go_quote};

/// Settings that scrape configs inherit, and a few of the whole server.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct GlobalConfig {
    /// How often targets are scraped.
    #[schemars(extend("default" = "1m"))]
    pub scrape_interval: Field<Duration>,
    /// How long a scrape may take. Without it, 10s or the interval, whichever is shorter.
    #[schemars(extend("default" = "10s"))]
    pub scrape_timeout: Field<Duration>,
    /// The formats asked for, the most wanted first.
    #[schemars(extend("x-since" = "2.49"))]
    pub scrape_protocols: Field<Vec<Spanned<ScrapeProtocol>>>,
    /// How often rules are evaluated.
    #[schemars(extend("default" = "1m"))]
    pub evaluation_interval: Field<Duration>,
    /// How far back rules are evaluated.
    #[schemars(extend("x-since" = "2.53", "default" = "0s"))]
    pub rule_query_offset: Field<Duration>,
    /// A file to which queries are logged.
    #[schemars(extend("x-since" = "2.16"))]
    pub query_log_file: Field<Text>,
    /// A file to which failed scrapes are logged.
    #[schemars(extend("x-since" = "2.55"))]
    pub scrape_failure_log_file: Field<Text>,
    /// Labels added to everything that leaves this server: remote write, federation, alerts.
    pub external_labels: Field<Map<Text, Text>>,
    /// The largest response that is read, uncompressed; 0 for no limit.
    #[schemars(extend("x-since" = "2.45", "default" = 0))]
    pub body_size_limit: Field<Size>,
    /// The most samples one scrape may give after relabeling; 0 for no limit.
    #[schemars(extend("x-since" = "2.45", "default" = 0))]
    pub sample_limit: Field<Uint>,
    /// The most targets one job may have; 0 for no limit.
    #[schemars(extend("x-since" = "2.45", "default" = 0))]
    pub target_limit: Field<Uint>,
    /// The most labels one sample may have; 0 for no limit.
    #[schemars(extend("x-since" = "2.45", "default" = 0))]
    pub label_limit: Field<Uint>,
    /// The longest a label name may be; 0 for no limit.
    #[schemars(extend("x-since" = "2.45", "default" = 0))]
    pub label_name_length_limit: Field<Uint>,
    /// The longest a label value may be; 0 for no limit.
    #[schemars(extend("x-since" = "2.45", "default" = 0))]
    pub label_value_length_limit: Field<Uint>,
    /// How many dropped targets of a job are kept in memory to be shown; 0 for all.
    #[schemars(extend("x-since" = "2.47", "default" = 0))]
    pub keep_dropped_targets: Field<Uint>,
    /// Which characters metric and label names may have.
    #[schemars(extend("x-since" = "2.55", "default" = "utf8"))]
    pub metric_name_validation_scheme: Field<ValidationScheme>,
    /// How other characters are escaped when a target cannot deliver them.
    #[schemars(extend("x-since" = "3.4"))]
    pub metric_name_escaping_scheme: Field<EscapingScheme>,
    /// Whether native histograms are scraped.
    #[schemars(extend("x-since" = "3.8", "default" = false))]
    pub scrape_native_histograms: Field<bool>,
    /// Whether classic histograms are stored as native ones with custom buckets.
    #[schemars(extend("x-since" = "3.4", "default" = false))]
    pub convert_classic_histograms_to_nhcb: Field<bool>,
    /// Whether classic histograms are scraped even where native ones are exposed.
    #[schemars(extend("x-since" = "3.5", "default" = false))]
    pub always_scrape_classic_histograms: Field<bool>,
    /// Whether timeout, limits and body size are stored with each scrape.
    #[schemars(extend("x-since" = "3.10", "default" = false))]
    pub extra_scrape_metrics: Field<bool>,
}

/// Settings of the Go runtime.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct RuntimeConfig {
    /// The garbage collector's target percentage (GOGC).
    #[schemars(extend("x-since" = "2.53", "default" = 75))]
    pub gogc: Field<Int>,
}

go_type! {
    GlobalConfig: "config.plain";
    RuntimeConfig: "config.RuntimeConfig";
}

/// Used where neither the job nor `global` sets an interval.
pub const DEFAULT_INTERVAL: Duration = Duration::from_secs(60);
/// Used where neither the job nor `global` sets a timeout, unless the interval is shorter.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

impl GlobalConfig {
    /// The interval that jobs inherit.
    pub fn interval(&self) -> Duration {
        nonzero(self.scrape_interval.or(Duration::ZERO)).unwrap_or(DEFAULT_INTERVAL)
    }

    /// The timeout that jobs inherit, before a job's own interval shortens it.
    pub fn timeout(&self) -> Duration {
        nonzero(self.scrape_timeout.or(Duration::ZERO)).unwrap_or(DEFAULT_TIMEOUT.min(self.interval()))
    }

    /// The same for the jobs of another file: its values count there, their places do not.
    pub(crate) fn for_other_file(mut self) -> Self {
        self.scrape_interval.move_elsewhere();
        self.scrape_timeout.move_elsewhere();
        self.scrape_protocols.move_elsewhere();
        self.metric_name_validation_scheme.move_elsewhere();
        self.metric_name_escaping_scheme.move_elsewhere();
        self
    }

    /// Which names are valid where a job does not say.
    pub fn name_scheme(&self) -> NameScheme {
        name_scheme(&self.metric_name_validation_scheme).unwrap_or_default()
    }
}

/// Zero stands for "not set".
pub(super) fn nonzero(duration: Duration) -> Option<Duration> {
    (!duration.is_zero()).then_some(duration)
}

/// The scheme a key names, if it names one.
pub(super) fn name_scheme(field: &Field<ValidationScheme>) -> Option<NameScheme> {
    match field.text() {
        "legacy" => Some(NameScheme::Legacy),
        "utf8" => Some(NameScheme::Utf8),
        _ => None,
    }
}

/// `GlobalConfig.UnmarshalYAML`
pub(super) fn check_global(at: &Spanned<GlobalConfig>, refusals: &mut Refusals) {
    let Some(global) = at.value() else { return };
    if global.name_scheme() == NameScheme::Legacy {
        let mut labels: Vec<_> =
            global.external_labels.value().into_iter().flat_map(|labels| labels.entries()).collect();
        labels.sort_by_key(|(name, _)| name.value().map(|name| name.0.clone()));
        for (name, _) in labels {
            check_external_label(at, name, is_legacy_label_name, refusals);
        }
    } else {
        for (name, _) in global.external_labels.value().into_iter().flat_map(|labels| labels.entries()) {
            check_external_label(at, name, |name| !name.is_empty(), refusals);
        }
    }
    if global.scrape_timeout.or(Duration::ZERO) > global.interval() {
        let text = "global scrape timeout greater than scrape interval";
        let interval = global.interval();
        let refusal =
            Refusal::new("timeout-exceeds-interval", global.scrape_timeout.span().unwrap_or(at.span), text)
                .label(format!("longer than the interval of {interval}"))
                .help(format!("set `scrape_timeout` to {interval} or less, or lengthen `scrape_interval`"))
                .related(global.scrape_interval.span(), "the interval is set here");
        refusals.add(at, refusal);
    }
    if let Some(protocols) = global.scrape_protocols.value() {
        let words: Vec<&str> =
            protocols.iter().map(|protocol| protocol.value().map_or("", |word| word)).collect();
        if let Err((place, text)) = check_protocols(&words) {
            let span = place.map(|at| protocols[at].span).or(global.scrape_protocols.span());
            refusals.say(at, "invalid-scrape-protocols", span, format!("{text} for global config"));
        }
    }
}

fn check_external_label(
    at: &Spanned<GlobalConfig>,
    name: &Spanned<Text>,
    is_valid: impl Fn(&str) -> bool,
    refusals: &mut Refusals,
) {
    let text = name.value().map_or("", |name| name);
    if !is_valid(text) {
        let message = format!("{} is not a valid label name", go_quote(text));
        refusals.say(at, "invalid-label-name", Some(name.span), message);
    }
}
