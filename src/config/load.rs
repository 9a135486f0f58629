//! The checks Prometheus makes when it loads a file, in its order (config/config.go, `Load` and `LoadFile`), all of them
//! instead of the first.

use std::collections::HashMap;

use super::global::{GlobalConfig, check_global};
use super::http_check::check_nested;
use super::relabel::check_relabel;
use super::remote::{check_read, check_write};
use super::root::{Config, ScrapeConfigs};
use super::scrape::{self, ScrapeConfig};
use super::server::{check_otlp, check_storage, check_tracing, check_translation};
use super::value::Text;
use super::{Refusal, Refusals, alerting, auth};
use crate::source::Span;
use crate::yaml::{DecodeError, Document, Field, Spanned, decode, go_quote};

/// How Prometheus is started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As a server.
    #[default]
    Server,
    /// With `--agent`.
    Agent,
}

/// A configuration and everything Prometheus has against it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The configuration, as far as it could be decoded.
    pub config: Config,
    /// What does not decode.
    pub errors: Vec<DecodeError>,
    /// What decodes and is refused.
    pub refusals: Vec<Refusal>,
}

impl Loaded {
    /// Whether Prometheus takes the file.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty() && self.refusals.is_empty()
    }

    /// The text Prometheus prints, without the prefix `parsing YAML file PATH: `: the first objection of those that make
    /// it stop, else the list of all type errors, else the first objection to the whole.
    pub fn prometheus_error(&self, document: &Document<'_>) -> Option<String> {
        prometheus_error(document, &self.errors, &self.refusals)
    }
}

/// Decodes and checks a prometheus.yml.
pub fn load(document: &Document<'_>, mode: Mode) -> Loaded {
    let Some(decoded) = decode::<Spanned<Config>>(document) else { return Loaded::default() };
    let clean = decoded.value.clean;
    let config = decoded.value.into_value().unwrap_or_default();
    let mut refusals = Refusals::default();
    check_sections(&config, &mut refusals);
    check_whole(&config, mode, &mut |refusal| refusals.add_last(clean, refusal));
    Loaded { config, errors: decoded.errors, refusals: refusals.into_list() }
}

/// Decodes and checks a file named by `scrape_config_files`, whose jobs inherit from the main file's `global`.
///
/// Job names that another file has are the caller's to find.
pub fn load_jobs(document: &Document<'_>, global: &GlobalConfig) -> Loaded {
    let Some(decoded) = decode::<Spanned<ScrapeConfigs>>(document) else { return Loaded::default() };
    let clean = decoded.value.clean;
    let jobs = decoded.value.into_value().unwrap_or_default().scrape_configs;
    jobs_loaded(jobs, clean, decoded.errors, global)
}

/// Decodes and checks a bare list of scrape configs, as Helm values and `additionalScrapeConfigs` hold them.
pub fn load_job_list(document: &Document<'_>) -> Loaded {
    let Some(decoded) = decode::<Field<Vec<Spanned<ScrapeConfig>>>>(document) else {
        return Loaded::default();
    };
    let clean = decoded.value.spanned().is_some_and(|list| list.clean);
    jobs_loaded(decoded.value, clean, decoded.errors, &GlobalConfig::default())
}

fn jobs_loaded(
    jobs: Field<Vec<Spanned<ScrapeConfig>>>,
    clean: bool,
    errors: Vec<DecodeError>,
    global: &GlobalConfig,
) -> Loaded {
    let mut refusals = Refusals::default();
    for job in jobs.items() {
        check_job(job, &mut refusals);
    }
    check_jobs(jobs.items(), global, &mut |refusal| refusals.add_last(clean, refusal));
    let config = Config { scrape_configs: jobs, ..Config::default() };
    Loaded { config, errors, refusals: refusals.into_list() }
}

/// What Prometheus prints of these objections; see [`Loaded::prometheus_error`].
pub fn prometheus_error(
    document: &Document<'_>,
    errors: &[DecodeError],
    refusals: &[Refusal],
) -> Option<String> {
    let stops =
        errors.iter().filter(|error| !error.kind.is_type_error()).map(|error| (error.order, &error.text));
    let reached = || refusals.iter().filter(|refusal| refusal.reached);
    let decoded = reached().filter(|refusal| refusal.order != u32::MAX);
    let stops = stops.chain(decoded.map(|refusal| (refusal.order, &refusal.text)));
    // min_by_key gives the first of equals: within one section the order of the checks.
    if let Some((_, text)) = stops.min_by_key(|(order, _)| *order) {
        return Some(text.clone());
    }
    let mut types = errors.iter().peekable();
    if types.peek().is_some() {
        let lines = document.go_lines();
        let list =
            types.map(|error| format!("\n  line {}: {}", lines.line(error.line_of as usize) + 1, error.text));
        return Some(format!("yaml: unmarshal errors:{}", list.collect::<String>()));
    }
    reached().next().map(|refusal| refusal.text.clone())
}

/// The checks made while decoding, section by section.
fn check_sections(config: &Config, refusals: &mut Refusals) {
    if let Some(global) = config.global.spanned() {
        check_global(global, refusals);
    }
    if let Some(alerting) = config.alerting.spanned() {
        for manager in alerting.value().into_iter().flat_map(|alerting| alerting.alertmanagers.values()) {
            check_nested(&manager.http(), refusals);
            auth::check_sigv4(&manager.sigv4, refusals);
        }
        alerting::check_decoded(alerting, refusals);
    }
    for job in config.scrape_configs.items() {
        check_job(job, refusals);
    }
    check_storage(&config.storage, refusals);
    check_tracing(&config.tracing, refusals);
    for write in config.remote_write.items() {
        check_write(write, refusals);
    }
    for read in config.remote_read.items() {
        check_read(read, refusals);
    }
    check_otlp(&config.otlp, refusals);
}

fn check_job(at: &Spanned<ScrapeConfig>, refusals: &mut Refusals) {
    if let Some(job) = at.value() {
        check_nested(&job.http(), refusals);
    }
    scrape::check_decoded(at, refusals);
}

/// The checks made once the whole file is decoded.
fn check_whole(config: &Config, mode: Mode, out: &mut dyn FnMut(Refusal)) {
    let no_global = GlobalConfig::default();
    let global = config.global.value().unwrap_or(&no_global);
    check_patterns(&config.rule_files, "invalid rule file path", out);
    check_patterns(&config.scrape_config_files, "invalid scrape config file path", out);
    check_jobs(config.scrape_configs.items(), global, out);
    let scheme = global.name_scheme();
    if let Some(alerting) = config.alerting.value() {
        alerting::check_valid(alerting, scheme, out);
    }
    let mut names = HashMap::new();
    for write in config.remote_write.items() {
        let name = write.value().map(|write| &write.name);
        check_remote(write, name, "write", &mut names, out);
        for rule in write.value().into_iter().flat_map(|write| write.write_relabel_configs.items()) {
            check_relabel(rule, scheme).into_iter().for_each(&mut *out);
        }
    }
    let mut names = HashMap::new();
    for read in config.remote_read.items() {
        check_remote(read, read.value().map(|read| &read.name), "read", &mut names, out);
    }
    if let Some(otlp) = config.otlp.value() {
        check_translation(otlp, scheme, out);
    }
    if mode == Mode::Agent {
        check_agent(config, out);
    }
}

/// `^[^*]*(\*[^/]*)?$`: only the last part of a path may hold a `*`.
fn check_patterns(field: &Field<Vec<Spanned<Text>>>, problem: &str, out: &mut dyn FnMut(Refusal)) {
    for item in field.items() {
        let pattern = item.value().map_or("", |text| text);
        let is_valid = pattern.find('*').is_none_or(|at| !pattern[at..].contains(['/', '\n']));
        if !is_valid {
            let refusal =
                Refusal::new("invalid-file-pattern", item.span, format!("{problem} {}", go_quote(pattern)));
            out(refusal.help("a `*` may stand in the last part of the path only"));
        }
    }
}

/// `ScrapeConfig.Validate` of each job, and their names.
fn check_jobs(jobs: &[Spanned<ScrapeConfig>], global: &GlobalConfig, out: &mut dyn FnMut(Refusal)) {
    let mut names: HashMap<&str, Span> = HashMap::new();
    for at in jobs {
        scrape::check_valid(at, global, out);
        let Some(job) = at.value().filter(|job| !job.job_name.is_blank()) else { continue };
        let span = job.job_name.span().unwrap_or(at.span);
        if job.job_name.value().is_none() {
            continue;
        }
        if let Some(first) = names.get(job.name()) {
            let name = go_quote(job.name());
            let text = format!("found multiple scrape configs with job name {name}");
            let refusal = Refusal::new("duplicate-job", span, text)
                .headline(format!("job name {name} is used twice"))
                .label("used again here")
                .related(Some(*first), "first used here")
                .help("rename one of the jobs, or put their targets into one");
            out(refusal);
        } else {
            names.insert(job.name(), span);
        }
    }
}

fn check_remote<'c, T>(
    at: &Spanned<T>,
    name: Option<&'c Field<Text>>,
    direction: &str,
    names: &mut HashMap<&'c str, Span>,
    out: &mut dyn FnMut(Refusal),
) {
    if at.is_null() {
        out(Refusal::new(
            "empty-section",
            at.span,
            format!("empty or null remote {direction} config section"),
        ));
    }
    let Some(name) = name.filter(|name| !name.is_blank()) else { return };
    let (Some(text), Some(span)) = (name.value(), name.span()) else { return };
    if let Some(first) = names.get(text.as_ref()) {
        let message = format!("found multiple remote {direction} configs with job name {}", go_quote(text));
        out(Refusal::new("duplicate-name", span, message).related(Some(*first), "first used here"));
    } else {
        names.insert(text, span);
    }
}

/// `LoadFile` in agent mode.
fn check_agent(config: &Config, out: &mut dyn FnMut(Refusal)) {
    let alerting = config.alerting.value().is_some_and(|alerting| {
        !alerting.alertmanagers.items().is_empty() || !alerting.alert_relabel_configs.items().is_empty()
    });
    let fields = [
        ("alerting", config.alerting.span().filter(|_| alerting)),
        ("rule_files", config.rule_files.span().filter(|_| !config.rule_files.items().is_empty())),
        ("remote_read", config.remote_read.span().filter(|_| !config.remote_read.items().is_empty())),
    ];
    for (field, span) in fields {
        if let Some(span) = span {
            let refusal = Refusal::new(
                "forbidden-in-agent-mode",
                span,
                format!("field {field} is not allowed in agent mode"),
            );
            out(refusal.help("remove it, or run Prometheus as a server"));
        }
    }
}
