//! Findings for programs. The format is versioned: within a version, members are added but never change or go.

use std::collections::HashSet;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Edit, Finding, Fix, Label, Severity};
use crate::lint::{FileKind, FileReport, Report, Suppressed};
use crate::rules;
use crate::source::{LineIndex, Span};

/// The version of the format.
const VERSION: u32 = 1;

/// All that a run found.
#[derive(Serialize, JsonSchema)]
pub struct JsonReport<'r> {
    /// The version of this format: 1.
    version: u32,
    /// The version of scrapelint.
    scrapelint: &'static str,
    /// The files, in the order of their paths.
    files: Vec<JsonFile<'r>>,
    /// Files that could not be read or written.
    failures: Vec<JsonFailure<'r>>,
    /// How much was found.
    summary: JsonSummary,
}

/// A file, and what was found in it.
#[derive(Serialize, JsonSchema)]
struct JsonFile<'r> {
    /// Its path as given or found; `-` or the given name for standard input.
    path: &'r str,
    /// What it was taken for: `prometheus`, `scrape-config-file`, `job-list`, `file-sd`, `rule-file`,
    /// `relabel-test`, `settings`, `baseline`, `foreign`, `template` or `unknown`.
    kind: &'static str,
    /// Why it was not judged, if it was not.
    skipped: Option<&'r str>,
    /// What Prometheus 3.14 would print on refusing the file, without the prefix that names it; absent where it would
    /// not, and where the file is for an older version.
    prometheus_error: Option<&'r str>,
    /// The findings, in the order of their places.
    findings: Vec<JsonFinding<'r>>,
    /// How many more there are that are held back.
    suppressed: JsonSuppressed,
}

/// Findings that are held back: they are not listed, and do not count.
#[derive(Serialize, JsonSchema)]
struct JsonSuppressed {
    /// By comments in the file.
    by_comment: usize,
    /// By a baseline.
    by_baseline: usize,
}

impl JsonSuppressed {
    fn of(report: &Report) -> Self {
        let sum =
            |count: fn(&Suppressed) -> usize| report.files.iter().map(|file| count(&file.suppressed)).sum();
        Self { by_comment: sum(|it| it.by_comment), by_baseline: sum(|it| it.by_baseline) }
    }
}

/// A file with which something could not be done.
#[derive(Serialize, JsonSchema)]
struct JsonFailure<'r> {
    /// Its path.
    path: &'r str,
    /// What could not be done, and why.
    reason: &'r str,
}

/// How much was found.
#[derive(Serialize, JsonSchema)]
struct JsonSummary {
    /// Findings of severity `error`.
    errors: usize,
    /// Findings of severity `warning`.
    warnings: usize,
    /// Findings of severity `info`.
    infos: usize,
    /// Findings that are held back.
    suppressed: JsonSuppressed,
}

/// One reported problem.
#[derive(Serialize, JsonSchema)]
struct JsonFinding<'r> {
    /// The rule's name; `scrapelint explain RULE` shows its page.
    rule: &'static str,
    /// The rule's category.
    category: &'static str,
    /// `error`, `warning` or `info`.
    severity: &'static str,
    /// `high`, `medium` or `low`.
    confidence: &'static str,
    /// What is wrong, in one line that stands alone.
    message: &'r str,
    /// The place at fault.
    place: JsonPlace,
    /// What is to be said at the place: the value there, and where it comes from. May be empty.
    label: &'r str,
    /// Other places that matter.
    related: Vec<JsonLabel<'r>>,
    /// What Prometheus does.
    note: Option<&'r str>,
    /// What to write instead.
    help: Option<&'r str>,
    /// The job concerned, if one is.
    job: Option<&'r str>,
    /// Repairs, the recommended one first.
    fixes: Vec<JsonFix<'r>>,
}

/// A place with a word about it.
#[derive(Serialize, JsonSchema)]
struct JsonLabel<'r> {
    /// The place.
    place: JsonPlace,
    /// What is to be said there.
    label: &'r str,
}

/// From where up to, not including, where.
#[derive(Serialize, JsonSchema)]
struct JsonPlace {
    /// The first character.
    start: JsonPosition,
    /// The character behind the last.
    end: JsonPosition,
}

/// A position in a file.
#[derive(Serialize, JsonSchema)]
struct JsonPosition {
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
    /// The byte of the file's text (as UTF-8), from 0.
    offset: u32,
}

/// A repair.
#[derive(Serialize, JsonSchema)]
struct JsonFix<'r> {
    /// What it does, as an order.
    title: &'r str,
    /// `safe`, `unsafe` or `display-only`.
    safety: &'static str,
    /// Replacements, in ascending order, not overlapping. Absent where they would carry a secret.
    edits: Option<Vec<JsonEdit<'r>>>,
}

/// One replacement: the text at the place goes, the new text comes.
#[derive(Serialize, JsonSchema)]
struct JsonEdit<'r> {
    /// What is replaced.
    place: JsonPlace,
    /// What takes its place.
    text: &'r str,
}

/// The JSON Schema of the format.
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(JsonReport<'_>).to_value()
}

/// Writes all findings as one JSON document.
///
/// # Errors
/// What `out` fails with.
pub fn write_json(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &JsonReport::from(report))?;
    writeln!(out)
}

impl<'r> From<&'r Report> for JsonReport<'r> {
    fn from(report: &'r Report) -> Self {
        let count = |severity| {
            let findings = report.files.iter().flat_map(|file| &file.findings);
            findings.filter(|finding| finding.severity == severity).count()
        };
        Self {
            version: VERSION,
            scrapelint: env!("CARGO_PKG_VERSION"),
            files: report.files.iter().map(file).collect(),
            failures: report
                .failures
                .iter()
                .map(|file| JsonFailure { path: &file.path, reason: &file.reason })
                .collect(),
            summary: JsonSummary {
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                infos: count(Severity::Info),
                suppressed: JsonSuppressed::of(report),
            },
        }
    }
}

fn file(file: &FileReport) -> JsonFile<'_> {
    let text = file.source.text.as_str();
    let written = file.secrets.iter().map(|secret| text[secret.range()].trim_matches(['"', '\'']));
    let places =
        Places { text, index: LineIndex::new(text), secrets: &file.secrets, written: written.collect() };
    JsonFile {
        path: &file.source.path,
        kind: kind(file.kind),
        skipped: file.skipped.as_deref(),
        prometheus_error: file.prometheus_error.as_deref(),
        findings: file.findings.iter().map(|finding| places.finding(finding)).collect(),
        suppressed: JsonSuppressed {
            by_comment: file.suppressed.by_comment,
            by_baseline: file.suppressed.by_baseline,
        },
    }
}

fn kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Prometheus => "prometheus",
        FileKind::ScrapeConfigFile => "scrape-config-file",
        FileKind::JobList => "job-list",
        FileKind::FileSd => "file-sd",
        FileKind::RuleFile => "rule-file",
        FileKind::RelabelTest => "relabel-test",
        FileKind::Settings => "settings",
        FileKind::Baseline => "baseline",
        FileKind::Foreign(_) => "foreign",
        FileKind::Template(_) => "template",
        FileKind::Unknown => "unknown",
    }
}

struct Places<'r> {
    text: &'r str,
    index: LineIndex,
    secrets: &'r [Span],
    /// What the secrets are.
    written: HashSet<&'r str>,
}

impl<'r> Places<'r> {
    fn finding(&self, finding: &'r Finding) -> JsonFinding<'r> {
        JsonFinding {
            rule: finding.rule,
            category: rules::find(finding.rule).map_or("", |rule| rule.category),
            severity: finding.severity.as_str(),
            confidence: finding.confidence.as_str(),
            message: &finding.message,
            place: self.place(finding.primary.span),
            label: &finding.primary.text,
            related: finding.related.iter().map(|label| self.label(label)).collect(),
            note: finding.note.as_deref(),
            help: finding.help.as_deref(),
            job: finding.job.as_deref(),
            fixes: finding.fixes.iter().map(|fix| self.fix(fix)).collect(),
        }
    }

    fn label(&self, label: &'r Label) -> JsonLabel<'r> {
        JsonLabel { place: self.place(label.span), label: &label.text }
    }

    fn fix(&self, fix: &'r Fix) -> JsonFix<'r> {
        let carries_secret = fix.edits.iter().any(|edit| self.carries_secret(edit));
        let edits = fix.edits.iter().map(|edit| JsonEdit { place: self.place(edit.span), text: &edit.text });
        JsonFix {
            title: &fix.title,
            safety: fix.safety.as_str(),
            edits: (!carries_secret).then(|| edits.collect()),
        }
    }

    fn carries_secret(&self, edit: &Edit) -> bool {
        let after = self.secrets.partition_point(|secret| secret.end <= edit.span.start);
        let removes = self.secrets.get(after).is_some_and(|secret| secret.start < edit.span.end);
        let is_end = |c: char| c.is_whitespace() || "\"',{}[]".contains(c);
        removes || edit.text.split(is_end).any(|word| !word.is_empty() && self.written.contains(word))
    }

    fn place(&self, span: Span) -> JsonPlace {
        JsonPlace { start: self.position(span.start), end: self.position(span.end) }
    }

    fn position(&self, offset: u32) -> JsonPosition {
        let place = self.index.position(self.text, offset as usize);
        JsonPosition { line: place.line, column: place.column, offset }
    }
}
