//! What became of a test, to be shown.

use std::collections::BTreeSet;

use super::shown::label_line;
use crate::relabel::Labels;
use crate::source::Span;

/// What became of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// The test's name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What is not as expected; nothing if the test passed.
    pub mismatches: Vec<Mismatch>,
    /// Labels that the configuration gives to targets: there may be secrets among them, not to be shown.
    pub configured: Vec<Labels>,
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where the expectation stands.
    pub span: Span,
    /// What is not as expected, in one sentence.
    pub message: String,
    /// Labels line by line, where they were compared.
    pub diff: Vec<DiffLine>,
    /// Why it is so, a sentence each.
    pub why: Vec<String>,
}

/// A line of a comparison of labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine {
    /// As expected.
    Same(String),
    /// Expected, and not there.
    Expected(String),
    /// There, and not expected.
    Got(String),
}

impl TestResult {
    /// Whether all was as expected.
    pub fn passed(&self) -> bool {
        self.mismatches.is_empty()
    }
}

/// Two label sets, label by label.
pub(super) fn diff(wanted: &Labels, got: &Labels) -> Vec<DiffLine> {
    let names: BTreeSet<&str> = wanted.iter().chain(got.iter()).map(|(name, _)| name).collect();
    let mut lines = Vec::new();
    for name in names {
        match (wanted.get(name), got.get(name)) {
            (wanted, got) if wanted == got => lines.push(DiffLine::Same(label_line(name, got))),
            ("", got) => lines.push(DiffLine::Got(label_line(name, got))),
            (wanted, "") => lines.push(DiffLine::Expected(label_line(name, wanted))),
            (wanted, got) => {
                lines.push(DiffLine::Expected(label_line(name, wanted)));
                lines.push(DiffLine::Got(label_line(name, got)));
            }
        }
    }
    lines
}
