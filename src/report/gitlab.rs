//! Findings as GitLab's merge requests show them: a Code Quality report.

use std::io;

use serde::Serialize;

use super::model::JsonReport;
use super::places::seen_from;
use crate::lint::Report;
use crate::settings::Root;

/// One entry of the report.
#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The check of what could not be read or written: GitLab knows nothing but issues.
const FAILURE: &str = "failure";

/// Writes all findings as one list.
///
/// # Errors
/// What `out` fails with.
pub fn write_gitlab(report: &Report, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let model = JsonReport::from(report);
    let mut issues = Vec::new();
    for file in &model.files {
        let path = seen_from(root, file.path);
        issues.extend(file.findings.iter().map(|finding| Issue {
            description: finding.text(),
            check_name: finding.rule,
            fingerprint: format!("{path}:{}", finding.fingerprint),
            severity: severity(finding.severity),
            location: location(&path, finding.place.start.line, finding.place.end.line),
        }));
    }
    issues.extend(model.failures.iter().map(|failure| {
        let path = seen_from(root, failure.path);
        Issue {
            description: failure.reason.to_owned(),
            check_name: FAILURE,
            fingerprint: format!("{path}:{FAILURE}"),
            severity: "blocker",
            location: location(&path, 1, 1),
        }
    }));
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn location(path: &str, begin: usize, end: usize) -> Location {
    Location { path: path.to_owned(), lines: Lines { begin, end } }
}

fn severity(severity: &str) -> &'static str {
    match severity {
        "error" => "critical",
        "warning" => "major",
        _ => "info",
    }
}
