//! Whether what was written is as good as it should be.

use crate::finding::{Finding, Severity};
use crate::lint::FileReport;

/// Warnings and errors of a text with a new job that the text did not have before.
pub fn new_findings<'r>(before: Option<&FileReport>, after: &'r FileReport) -> Vec<&'r Finding> {
    let mut known: Vec<(&str, &str)> = before
        .into_iter()
        .flat_map(|report| &report.findings)
        .map(|finding| (finding.rule, finding.message.as_str()))
        .collect();
    let mut new: Vec<&Finding> =
        after.findings.iter().filter(|it| it.severity >= Severity::Warning).collect();
    new.retain(|finding| {
        let at =
            known.iter().position(|&(rule, message)| (rule, message) == (finding.rule, &finding.message));
        at.map(|at| known.swap_remove(at)).is_none()
    });
    new
}
