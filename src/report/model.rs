//! What a run found, as programs read it: the one model behind all formats for them.
//!
//! It is versioned: within a version, members are added but never change or go.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Edit, Finding, Fix, Label, Severity};
use crate::lint::{FileKind, FileReport, Report, Suppressed, fingerprints};
use crate::rules;
use crate::source::{LineIndex, Span};

/// The version of the format.
const VERSION: u32 = 1;

/// All that a run found.
#[derive(Serialize, JsonSchema)]
pub struct JsonReport<'r> {
    /// The version of this format: 1.
    pub(super) version: u32,
    /// The version of scrapelint.
    pub(super) scrapelint: &'static str,
    /// The files, in the order of their paths.
    pub(super) files: Vec<JsonFile<'r>>,
    /// Files that could not be read or written.
    pub(super) failures: Vec<JsonFailure<'r>>,
    /// How much was found.
    pub(super) summary: JsonSummary,
}

/// A file, and what was found in it.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonFile<'r> {
    /// Its path as given or found; `-` or the given name for standard input.
    pub(super) path: &'r str,
    /// What it was taken for: `prometheus`, `scrape-config-file`, `job-list`, `file-sd`, `rule-file`,
    /// `relabel-test`, `settings`, `baseline`, `foreign`, `template` or `unknown`.
    pub(super) kind: &'static str,
    /// Why it was not judged, if it was not.
    pub(super) skipped: Option<&'r str>,
    /// What Prometheus 3.14 would print on refusing the file, without the prefix that names it; absent where it would
    /// not, and where the file is for an older version.
    pub(super) prometheus_error: Option<&'r str>,
    /// The findings, in the order of their places.
    pub(super) findings: Vec<JsonFinding<'r>>,
    /// How many more there are that are held back.
    pub(super) suppressed: JsonSuppressed,
}

/// Findings that are held back: they are not listed, and do not count.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonSuppressed {
    /// By comments in the file.
    pub(super) by_comment: usize,
    /// By a baseline.
    pub(super) by_baseline: usize,
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
pub(super) struct JsonFailure<'r> {
    /// Its path.
    pub(super) path: &'r str,
    /// What could not be done, and why.
    pub(super) reason: &'r str,
}

/// How much was found.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonSummary {
    /// Findings of severity `error`.
    pub(super) errors: usize,
    /// Findings of severity `warning`.
    pub(super) warnings: usize,
    /// Findings of severity `info`.
    pub(super) infos: usize,
    /// Findings that are held back.
    pub(super) suppressed: JsonSuppressed,
}

/// One reported problem.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonFinding<'r> {
    /// The rule's name; `scrapelint explain RULE` shows its page.
    pub(super) rule: &'static str,
    /// The rule's category.
    pub(super) category: &'static str,
    /// `error`, `warning` or `info`.
    pub(super) severity: &'static str,
    /// `high`, `medium` or `low`.
    pub(super) confidence: &'static str,
    /// What is wrong, in one line that stands alone.
    pub(super) message: &'r str,
    /// The place at fault.
    pub(super) place: JsonPlace,
    /// What is to be said at the place: the value there, and where it comes from. May be empty.
    pub(super) label: &'r str,
    /// Other places that matter.
    pub(super) related: Vec<JsonLabel<'r>>,
    /// What Prometheus does.
    pub(super) note: Option<&'r str>,
    /// What to write instead.
    pub(super) help: Option<&'r str>,
    /// The job concerned, if one is.
    pub(super) job: Option<&'r str>,
    /// Repairs, the recommended one first.
    pub(super) fixes: Vec<JsonFix<'r>>,
    /// Tells the finding from the others of its file, and stays the same while other things in the file change: made of
    /// the rule, the job, and the keys and the value that it is about.
    pub(super) fingerprint: String,
    /// Whether the run fails for it, for formats that have no severities.
    #[serde(skip)]
    pub(super) fails: bool,
}

/// A place with a word about it.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonLabel<'r> {
    /// The place.
    pub(super) place: JsonPlace,
    /// What is to be said there.
    pub(super) label: &'r str,
}

/// From where up to, not including, where.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonPlace {
    /// The first character.
    pub(super) start: JsonPosition,
    /// The character behind the last.
    pub(super) end: JsonPosition,
}

/// A position in a file.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonPosition {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column in characters, from 1.
    pub(super) column: usize,
    /// The byte of the file's text (as UTF-8), from 0.
    pub(super) offset: u32,
}

/// A repair.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonFix<'r> {
    /// What it does, as an order.
    pub(super) title: &'r str,
    /// `safe`, `unsafe` or `display-only`.
    pub(super) safety: &'static str,
    /// Replacements, in ascending order, not overlapping. Absent where they would carry a secret.
    pub(super) edits: Option<Vec<JsonEdit<'r>>>,
}

/// One replacement: the text at the place goes, the new text comes.
#[derive(Serialize, JsonSchema)]
pub(super) struct JsonEdit<'r> {
    /// What is replaced.
    pub(super) place: JsonPlace,
    /// What takes its place.
    pub(super) text: &'r str,
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
            files: report.files.iter().map(|it| file(it, report.fail_on(&it.source.path))).collect(),
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

fn file(file: &FileReport, fail_on: Severity) -> JsonFile<'_> {
    let text = file.source.text.as_str();
    let written = file.secrets.iter().map(|secret| text[secret.range()].trim_matches(['"', '\'']));
    let (index, secrets) = (LineIndex::new(text), &*file.secrets);
    let places = Places { text, index, secrets, written: written.collect(), fail_on };
    JsonFile {
        path: &file.source.path,
        kind: kind(file.kind),
        skipped: file.skipped.as_deref(),
        prometheus_error: file.prometheus_error.as_deref(),
        findings: file
            .findings
            .iter()
            .zip(fingerprints(file))
            .map(|(it, word)| places.finding(it, word))
            .collect(),
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
    fail_on: Severity,
}

impl<'r> Places<'r> {
    fn finding(&self, finding: &'r Finding, fingerprint: String) -> JsonFinding<'r> {
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
            fingerprint,
            fails: finding.severity >= self.fail_on,
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

impl JsonFinding<'_> {
    /// All that is said, for formats that have one text: the headline, then what else there is on lines of its own.
    pub(super) fn text(&self) -> String {
        let parts = [
            ("", Some(self.label).filter(|label| !label.is_empty())),
            ("note: ", self.note),
            ("help: ", self.help),
        ];
        let parts = parts.into_iter().filter_map(|(kind, words)| Some(format!("\n{kind}{}", words?)));
        self.message.to_owned() + &parts.collect::<String>()
    }
}
