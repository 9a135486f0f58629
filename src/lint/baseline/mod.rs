//! A baseline: the findings that are known and held back, so that only new ones are told.
//!
//! An entry says file, rule, job and subject, never a line, so that it stays right when other things in the file change.

mod file;
mod fingerprint;
mod subject;

use std::collections::{BTreeMap, HashMap};

use self::file::{BaselineFile, Entry};
use self::subject::subjects;
use super::select::is_certain;
use super::{FileKind, FileReport, Suppressed};
use crate::finding::Finding;
use crate::rules::{Rule, find};
use crate::source::{Source, Span};
use crate::yaml::{Document, Value, parse};

pub use file::json_schema as baseline_schema;
pub use fingerprint::fingerprints;

/// The rule of entries that hold nothing back; it has a page.
const STALE: &str = "stale-baseline-entry";

/// What is held back, and where that is written.
#[derive(Clone, Debug)]
pub struct Baseline {
    source: Source,
    entries: Vec<Entry>,
}

/// A file of the run, with its path as a baseline writes it.
pub struct InBaseline<'r> {
    /// The path relative to the folder of the baseline.
    pub path: String,
    /// What was found in it.
    pub report: &'r mut FileReport,
}

/// What tells the entries of a baseline apart.
type Key = (String, String, String, String);

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// What is wrong with it, in one line.
    pub fn read(source: Source) -> Result<Self, String> {
        let file: BaselineFile = serde_json::from_str(&source.text).map_err(|error| error.to_string())?;
        file.check()?;
        Ok(Self { source, entries: file.entries })
    }

    /// Takes away the findings that are held back: of equal ones, as many as the baseline counts. Gives what is to be said
    /// of entries that hold back less than they count, if anything is; `is_judged` tells whether a rule looked at a file, so
    /// that an entry without a finding is of no use.
    pub fn hold_back(
        &self,
        files: Vec<InBaseline<'_>>,
        is_judged: impl Fn(&str, &Rule) -> bool,
    ) -> Option<FileReport> {
        let mut left: HashMap<Key, usize> = HashMap::new();
        for entry in &self.entries {
            *left.entry(entry.key()).or_default() += entry.count;
        }
        for InBaseline { path, report } in files {
            let keys = keys(&path, report);
            let mut keys = keys.into_iter();
            let before = report.findings.len();
            report.findings.retain(|_| {
                let Some(left) = keys.next().flatten().and_then(|key| left.get_mut(&key)) else {
                    return true;
                };
                let is_held_back = *left > 0;
                *left = left.saturating_sub(1);
                !is_held_back
            });
            report.suppressed.by_baseline += before - report.findings.len();
        }
        let stale = self.stale(&left, is_judged);
        (!stale.is_empty()).then(|| FileReport {
            source: self.source.clone(),
            kind: FileKind::Baseline,
            findings: stale,
            prometheus_error: None,
            secrets: Vec::new(),
            skipped: None,
            suppressed: Suppressed::default(),
            incomplete: false,
        })
    }

    fn stale(&self, left: &HashMap<Key, usize>, is_judged: impl Fn(&str, &Rule) -> bool) -> Vec<Finding> {
        let (document, _) = parse(&self.source.text);
        let places = places(&document);
        let is_stale = |(_, entry): &(usize, &Entry)| {
            let is_left = left.get(&entry.key()).is_some_and(|&left| left > 0);
            is_left && find(&entry.rule).is_none_or(|rule| is_judged(&entry.path, rule))
        };
        let stale = self.entries.iter().enumerate().filter(is_stale);
        stale
            .filter_map(|(at, entry)| {
                let rule = find(STALE)?;
                let left = left.get(&entry.key()).copied().unwrap_or_default();
                let message = match entry.count {
                    count if left >= count => "the baseline holds back what is not found any more".to_owned(),
                    count => format!("the baseline holds back {count} findings, {} are found", count - left),
                };
                let place = places.get(at).copied().unwrap_or_default();
                Some(
                    Finding::new(rule.name, rule.severity, place, message)
                        .with_help("write the baseline anew with `--write-baseline`"),
                )
            })
            .collect()
    }

    /// The text of a baseline that holds back what was found in these files. Entries of `old` stay where `is_judged` says
    /// that the rule did not look at the file in this run.
    pub fn text(
        files: Vec<InBaseline<'_>>,
        old: Option<&Self>,
        is_judged: impl Fn(&str, &Rule) -> bool,
    ) -> String {
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for InBaseline { path, report } in files {
            for key in keys(&path, report).into_iter().flatten() {
                *counts.entry(key).or_default() += 1;
            }
        }
        let old = old.map_or(&[][..], |old| &old.entries);
        for entry in old {
            if find(&entry.rule).is_some_and(|rule| !is_judged(&entry.path, rule)) {
                counts.insert(entry.key(), entry.count);
            }
        }
        BaselineFile::new(counts.into_iter().map(|(key, count)| Entry::new(key, count)).collect()).to_text()
    }
}

/// The key of each finding; nothing for those that cannot be held back.
fn keys(path: &str, report: &FileReport) -> Vec<Option<Key>> {
    let can_be = |finding: &Finding| find(finding.rule).is_some_and(|rule| !is_certain(rule));
    if !report.findings.iter().any(can_be) {
        return Vec::new();
    }
    let subjects = subjects(report);
    let findings = report.findings.iter().zip(subjects);
    findings
        .map(|(finding, subject)| {
            let job = finding.job.clone().unwrap_or_default();
            can_be(finding).then(|| (path.to_owned(), finding.rule.to_owned(), job, subject))
        })
        .collect()
}

/// Where the entries of a baseline stand.
fn places(document: &Document<'_>) -> Vec<Span> {
    let entries = document.root().and_then(|root| document.entry(root, "entries"));
    match entries.map(|(_, entries)| document.value(entries)) {
        Some(Value::Sequence(items)) => items.iter().map(|&item| document.span(item)).collect(),
        _ => Vec::new(),
    }
}
