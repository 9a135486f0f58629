//! What a run found, file by file. Rendering is `report/`'s business.

use std::collections::HashMap;

use super::FileError;
use crate::finding::{Finding, Severity};
use crate::rules::find;
use crate::settings::FailOn;
use crate::source::{Source, Span};

/// What a file is, decided before it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A whole Prometheus configuration.
    Prometheus,
    /// A file named by `scrape_config_files`: the single key `scrape_configs`.
    ScrapeConfigFile,
    /// A bare list of scrape configs, as Helm values and `additionalScrapeConfigs` hold them.
    JobList,
    /// A list of target groups, as `file_sd_configs` reads them.
    FileSd,
    /// A Prometheus rule file; not ours to judge.
    RuleFile,
    /// Settings of scrapelint.
    Settings,
    /// What a baseline holds back.
    Baseline,
    /// Tests of relabel rules, which `scrapelint test` runs.
    RelabelTest,
    /// A file of another tool, by name: `promtail`, `OpenTelemetry Collector`, ….
    Foreign(&'static str),
    /// A template that is no YAML before it is rendered, by dialect: `Helm`, `Jinja`, ….
    Template(&'static str),
    /// Nothing that is known here.
    Unknown,
}

/// Findings that are held back: not in the report, and not counted for its outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suppressed {
    /// By comments in the file.
    pub by_comment: usize,
    /// By a baseline.
    pub by_baseline: usize,
}

/// One file, and all that was found in it.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The text that the findings' spans point into.
    pub source: Source,
    /// What the file was taken for.
    pub kind: FileKind,
    /// Findings, sorted by place, then rule.
    pub findings: Vec<Finding>,
    /// The text that Prometheus 3.14 would print on refusing this file, without the prefix `parsing YAML file PATH: `.
    /// Nothing where the file is for an older version.
    pub prometheus_error: Option<String>,
    /// Where secrets stand: values that must never be shown. Sorted, not overlapping.
    pub secrets: Vec<Span>,
    /// Why the file was not judged, in one sentence, if it was not.
    pub skipped: Option<String>,
    /// How many findings are held back.
    pub suppressed: Suppressed,
    /// Whether the tool could not do all of its work on this file (a limit was exceeded, a rule failed): exit code 2.
    pub incomplete: bool,
}

/// All files of a run, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The files.
    pub files: Vec<FileReport>,
    /// Files with which something could not be done: exit code 2.
    pub failures: Vec<FileError>,
    /// The severity from which findings make the run fail, by the path of their file; a warning where nothing is said.
    pub fail_on: HashMap<String, Severity>,
}

impl FileKind {
    /// What it is, where it is no configuration with jobs.
    pub fn other(self) -> Option<String> {
        Some(match self {
            Self::Prometheus | Self::ScrapeConfigFile | Self::JobList => return None,
            Self::FileSd => "a file of targets".to_owned(),
            Self::RuleFile => "a file of rules".to_owned(),
            Self::RelabelTest => "a file of relabel tests".to_owned(),
            Self::Settings | Self::Baseline => "a file of scrapelint".to_owned(),
            Self::Foreign(tool) => format!("a file of {tool}"),
            Self::Template(dialect) => format!("a {dialect} template"),
            Self::Unknown => "something else".to_owned(),
        })
    }
}

impl FileReport {
    /// How many objections Prometheus has.
    pub fn refusals(&self) -> usize {
        self.refused().count()
    }

    /// What Prometheus objects to.
    pub fn refused(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| is_refusal(finding))
    }
}

/// Whether Prometheus does not start because of a finding.
pub(super) fn is_refusal(finding: &Finding) -> bool {
    find(finding.rule).is_some_and(|rule| rule.category == "load")
}

impl Report {
    /// The severity from which findings of a file make the run fail.
    pub fn fail_on(&self, path: &str) -> Severity {
        self.fail_on.get(path).copied().unwrap_or(FailOn::default().0)
    }

    /// Whether everything asked for was done.
    pub fn is_complete(&self) -> bool {
        self.failures.is_empty() && self.files.iter().all(|file| !file.incomplete)
    }
}
