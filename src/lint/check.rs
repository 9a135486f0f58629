//! One file from text to report.

use super::helpful::keep_helpful;
use super::kind::kind_of;
use super::load::{Decoding, Mending, refusal_finding, syntax_finding};
use super::offer::offer;
use super::report::is_refusal;
use super::run::run_rules;
use super::scrub::{scrub_error, scrub_finding};
use super::select::FileSelection;
use super::settings::settings_findings;
use super::suppress::{Circumstances, Date, suppress};
use super::targets::target_file_findings;
use super::{FileKind, FileReport, Inherited, Selection, Suppressed};
use crate::cardinality::Packs;
use crate::config::{
    Config, GlobalConfig, Loaded, Mode, Refusal, accepts, load, load_job_list, load_jobs, secrets,
};
use crate::finding::Finding;
use crate::rules::{Cx, Dumps, Evidence, Files, Found, NoFiles, is_placeholder};
use crate::settings::TargetVersion;
use crate::source::{NotText, Source, Span};
use crate::yaml::{DecodeError, Document, ErrorKind, Spanned, SyntaxError, go_quote, parse};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which rules run.
    pub selection: Selection,
    /// How Prometheus is started.
    pub mode: Mode,
    /// What the files are, where it is not to be found out.
    pub kind: Option<FileKind>,
    /// Today's date, for comments that count until some day; without it, they count forever.
    pub today: Option<Date>,
    /// The version of Prometheus that the configurations are for.
    pub target_version: TargetVersion,
    /// What targets of jobs have answered.
    pub dumps: Dumps,
    /// What the user knows of labels, metrics and exporters.
    pub packs: Packs,
}

/// Checks one file: Prometheus's own checks, then the rules.
///
/// ```
/// use scrapelint::lint::{Options, check};
/// use scrapelint::source::Source;
/// let source = Source::new("prometheus.yml", "scrape_configs:\n- job_nam: node\n");
/// let report = check(source, &Options::default());
/// assert!(report.findings.iter().any(|finding| finding.rule == "unknown-key"));
/// assert!(report.prometheus_error.unwrap().contains("field job_nam not found"));
/// ```
pub fn check(source: Source, options: &Options) -> FileReport {
    check_among(source, options, &NoFiles)
}

/// As [`check`], with `files` to tell what lies around the file.
pub fn check_among(source: Source, options: &Options, files: &dyn Files) -> FileReport {
    check_source(source, options, files).report
}

/// A file's report, and its configuration as far as it could be decoded.
pub(super) struct Checked {
    pub(super) report: FileReport,
    pub(super) config: Option<Config>,
}

pub(super) fn check_source(source: Source, options: &Options, files: &dyn Files) -> Checked {
    check_with(source, options, files, None)
}

/// Checks a file that `scrape_config_files` names, with what its jobs inherit.
pub(super) fn check_inheriting(
    source: Source,
    options: &Options,
    files: &dyn Files,
    inherited: &Inherited,
) -> Checked {
    let options = Options { kind: Some(FileKind::ScrapeConfigFile), ..options.clone() };
    check_with(source, &options, files, Some(inherited))
}

fn check_with(
    source: Source,
    options: &Options,
    files: &dyn Files,
    inherited: Option<&Inherited>,
) -> Checked {
    let (document, syntax) = parse(&source.text);
    let syntax = source.not_text.as_ref().map(not_text_error).or(syntax);
    let kind = options.kind.unwrap_or_else(|| kind_of(&document, &source.path, syntax.is_some()));
    let secrets = secrets(&document);
    let selection = options.selection.of_file(&source.path);
    let task = Task {
        document: &document,
        path: &source.path,
        kind,
        options,
        selection: &selection,
        files,
        inherited,
        secrets: &secrets,
    };
    let mut judged = judge(&task, syntax);
    selection.apply(&mut judged.findings);
    let by_comment = hold_back(&task, &mut judged);
    for finding in &mut judged.findings {
        scrub_finding(&source.text, &secrets, finding);
    }
    if let Some(error) = &mut judged.prometheus_error {
        let places = judged.findings.iter().map(|finding| finding.primary.span);
        scrub_error(&source.text, &secrets, places, error);
    }
    let Judged { findings, kind, prometheus_error, skipped, incomplete, config } = judged;
    let report = FileReport {
        source,
        kind,
        findings,
        prometheus_error,
        secrets,
        skipped,
        suppressed: Suppressed { by_comment, by_baseline: 0 },
        incomplete,
    };
    Checked { report, config }
}

/// Takes away what comments hold back, and adds what is to be said of such comments. Gives how much was taken away.
fn hold_back(task: &Task<'_>, judged: &mut Judged) -> usize {
    if judged.skipped.is_some() || judged.kind == FileKind::Settings {
        return 0;
    }
    let circumstances = Circumstances {
        document: task.document,
        selection: task.selection,
        today: task.options.today,
        is_whole: judged.config.is_some() && !judged.findings.iter().any(is_refusal) && !judged.incomplete,
    };
    let (count, said) = suppress(&circumstances, &mut judged.findings);
    let mut said = offer(task.document, said);
    task.selection.apply(&mut said);
    judged.findings.append(&mut said);
    in_order(&mut judged.findings);
    count
}

fn in_order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (a.primary.span, a.rule, &a.message).cmp(&(b.primary.span, b.rule, &b.message)));
}

/// One file to be judged.
struct Task<'a> {
    document: &'a Document<'a>,
    path: &'a str,
    kind: FileKind,
    options: &'a Options,
    selection: &'a FileSelection<'a>,
    files: &'a dyn Files,
    inherited: Option<&'a Inherited>,
    secrets: &'a [Span],
}

fn not_text_error(not_text: &NotText) -> SyntaxError {
    SyntaxError {
        span: not_text.span,
        problem: not_text.problem.to_owned(),
        prometheus: Some(format!("yaml: {}", not_text.problem)),
    }
}

struct Judged {
    findings: Vec<Finding>,
    kind: FileKind,
    prometheus_error: Option<String>,
    skipped: Option<String>,
    incomplete: bool,
    config: Option<Config>,
}

impl Judged {
    fn new(kind: FileKind) -> Self {
        Self {
            findings: Vec::new(),
            kind,
            prometheus_error: None,
            skipped: None,
            incomplete: false,
            config: None,
        }
    }

    fn skip(kind: FileKind, reason: impl Into<String>) -> Self {
        Self { skipped: Some(reason.into()), ..Self::new(kind) }
    }
}

/// A file that is no configuration.
fn judge_other(task: &Task<'_>, syntax: Option<SyntaxError>) -> Judged {
    let (document, kind) = (task.document, task.kind);
    match kind {
        FileKind::FileSd => {
            let findings = target_file_findings(document, task.path, syntax, task.secrets);
            Judged { findings, ..Judged::new(kind) }
        }
        FileKind::RuleFile => {
            Judged::skip(kind, "a Prometheus rule file; `promtool check rules` judges those")
        }
        FileKind::Settings => {
            let findings = settings_findings(document, syntax.as_ref());
            Judged { incomplete: !findings.is_empty(), findings, ..Judged::new(kind) }
        }
        FileKind::Baseline => Judged::skip(kind, "a baseline of scrapelint"),
        FileKind::RelabelTest => Judged::skip(kind, "tests of relabel rules; `scrapelint test` runs them"),
        FileKind::Foreign(tool) => Judged::skip(kind, format!("a file of {tool}, not of Prometheus")),
        FileKind::Template(dialect) => {
            Judged::skip(kind, format!("a {dialect} template; render it and check the result"))
        }
        FileKind::Prometheus | FileKind::ScrapeConfigFile | FileKind::JobList | FileKind::Unknown => {
            Judged::skip(kind, "not recognised as Prometheus configuration")
        }
    }
}

/// Loads a configuration as the version that it is for does. Nothing for other files.
fn load_as(task: &Task<'_>, document: &Document<'_>) -> Option<Loaded> {
    let mut loaded = match task.kind {
        FileKind::Prometheus => load(document, task.options.mode),
        FileKind::ScrapeConfigFile => match task.inherited {
            Some(inherited) => load_jobs(document, &inherited.global),
            None => load_jobs(document, &GlobalConfig::default()),
        },
        FileKind::JobList => load_job_list(document),
        _ => return None,
    };
    let version = task.options.target_version.version();
    loaded.errors.retain(|error| !accepts(version, document, error));
    Some(loaded)
}

/// How much Prometheus has against a text, if it is read as the file at hand.
fn objections(task: &Task<'_>, text: &str) -> usize {
    let (document, _) = parse(text);
    load_as(task, &document).map_or(0, |loaded| loaded.errors.len() + told(&loaded).count())
}

fn judge(task: &Task<'_>, syntax: Option<SyntaxError>) -> Judged {
    let (document, kind) = (task.document, task.kind);
    let no_global = GlobalConfig::default();
    let global = task.inherited.map_or(&no_global, |inherited| &inherited.global);
    let Some(mut loaded) = load_as(task, document) else { return judge_other(task, syntax) };
    if let Some(error) = &syntax {
        // What was read before the error is not judged further: it may have lost the keys that would make it right.
        return Judged {
            findings: vec![syntax_finding(error)],
            prometheus_error: error.prometheus.clone().filter(|_| !task.options.target_version.is_older()),
            incomplete: error.prometheus.is_none(),
            ..Judged::new(kind)
        };
    }
    if let Some(skipped) = rendered_later(document, &loaded) {
        return Judged::skip(FileKind::Template("placeholder"), skipped);
    }
    if let Some(inherited) = task.inherited {
        refuse_taken_names(&mut loaded, inherited);
    }
    let target_version = task.options.target_version;
    // Older versions may word it in another way, or find something else first.
    let prometheus_error = if target_version.is_older() { None } else { loaded.prometheus_error(document) };
    let mut findings = offer(document, decode_findings(task, &loaded.errors));
    let refused = told(&loaded).cloned().map(refusal_finding);
    findings.extend(refused);
    let before = findings.len();
    keep_helpful(document.text(), &mut findings, before, |text| objections(task, text));
    let config = loaded.config;
    let global = config.global.value().unwrap_or(global);
    let evidence = Evidence::new(&task.options.dumps, &task.options.packs, &config, global, target_version);
    let cx = |rule| Cx {
        document,
        config: &config,
        global,
        whole: kind == FileKind::Prometheus,
        files: task.files,
        target_version,
        options: task.selection.options(rule),
        evidence: &evidence,
        rule,
        found: Vec::new(),
    };
    let (found, incomplete) = run_rules(cx, task.selection);
    findings.extend(offer(document, found));
    name_jobs(&config, &mut findings);
    in_order(&mut findings);
    findings.dedup();
    Judged { findings, prometheus_error, incomplete, config: Some(config), ..Judged::new(kind) }
}

fn decode_findings(task: &Task<'_>, errors: &[DecodeError]) -> Vec<Found> {
    if errors.is_empty() {
        return Vec::new();
    }
    let decoding = Decoding::new(task.document, task.secrets);
    let mut mending = Mending::new(&decoding);
    let found = |error| Found {
        finding: decoding.finding(error),
        repairs: mending.repair(error).into_iter().collect(),
    };
    errors.iter().map(found).collect()
}

/// The refusals to tell: not those that come of a misspelt key, which is told.
fn told(loaded: &Loaded) -> impl Iterator<Item = &Refusal> {
    let misspelt = misspelt_keys(&loaded.errors);
    loaded.refusals.iter().filter(move |refusal| !is_misspelt(refusal, &misspelt))
}

/// The places of keys that are not known.
fn misspelt_keys(errors: &[DecodeError]) -> Vec<Span> {
    let unknown = errors.iter().filter(|error| matches!(error.kind, ErrorKind::UnknownKey { .. }));
    let mut places: Vec<Span> = unknown.map(|error| error.span).collect();
    places.sort_unstable();
    places
}

/// Whether a key is said to be missing from a section that begins with one that is not known: very likely the same. Were
/// it not, the next run would tell: Prometheus does not get to this check while there are unknown keys.
fn is_misspelt(refusal: &Refusal, misspelt: &[Span]) -> bool {
    refusal.rule == "missing-key"
        && !refusal.reached
        && misspelt.binary_search_by_key(&refusal.span.start, |span| span.start).is_ok()
}

/// Refuses job names that the main file or a file read before has (config/config.go, `GetScrapeConfigs`).
fn refuse_taken_names(loaded: &mut Loaded, inherited: &Inherited) {
    for at in loaded.config.scrape_configs.items() {
        let Some(job) = at.value() else { continue };
        let Some(file) = inherited.taken.get(job.name()) else { continue };
        let name = go_quote(job.name());
        let text = format!("found multiple scrape configs with job name {name}, first found in {file}");
        let refusal = Refusal::new("duplicate-job", job.job_name.span().unwrap_or(at.span), text)
            .headline(format!("job name {name} is used twice"))
            .label(format!("used before in the {file}"))
            .help("rename one of the jobs, or put their targets into one");
        loaded.refusals.push(Refusal { order: u32::MAX, reached: loaded.errors.is_empty(), ..refusal });
    }
}

/// Whether values that Prometheus refuses are placeholders, so that the file is a template although it is YAML.
fn rendered_later(document: &Document<'_>, loaded: &Loaded) -> Option<String> {
    let text = document.text();
    let places = loaded
        .errors
        .iter()
        .map(|error| error.span)
        .chain(loaded.refusals.iter().map(|refusal| refusal.span));
    let mut values = places.filter(|span| span.len() < 200).map(|span| &text[span.range()]);
    values.find(|value| is_placeholder(value)).map(|value| {
        format!("a template with placeholders such as `{}`; render it and check the result", value.trim())
    })
}

/// Says which job a finding is in that does not.
fn name_jobs(config: &Config, findings: &mut [Finding]) {
    let jobs = config.scrape_configs.items();
    for finding in findings.iter_mut().filter(|finding| finding.job.is_none()) {
        let after = jobs.partition_point(|job| job.span.start <= finding.primary.span.start);
        let job =
            after.checked_sub(1).map(|at| &jobs[at]).filter(|job| job.span.contains(finding.primary.span));
        finding.job = job
            .and_then(Spanned::value)
            .map(|job| job.name())
            .filter(|name| !name.is_empty())
            .map(str::to_owned);
    }
}
