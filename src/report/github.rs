//! Findings as workflow commands, which GitHub shows beside the lines of a change.

use std::io;

use super::model::{JsonFailure, JsonFinding, JsonReport};
use super::places::seen_from;
use super::words::harmless;
use crate::lint::Report;
use crate::settings::Root;

/// Writes `::error file=PATH,line=LINE,…,title=RULE::TEXT` for each finding. Nothing that a file says can become a command
/// of its own.
///
/// # Errors
/// What `out` fails with.
pub fn write_github(report: &Report, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let model = JsonReport::from(report);
    for file in &model.files {
        let path = property(&seen_from(root, file.path));
        file.findings.iter().try_for_each(|finding| write_finding(&path, finding, out))?;
    }
    for JsonFailure { path, reason } in &model.failures {
        let (file, text) = (property(&seen_from(root, path)), data(&format!("{path}: {reason}")));
        writeln!(out, "::error file={file},title=scrapelint::{text}")?;
    }
    Ok(())
}

fn write_finding(path: &str, finding: &JsonFinding<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let command = match finding.severity {
        "info" => "notice",
        severity => severity,
    };
    let (start, end) = (&finding.place.start, &finding.place.end);
    write!(out, "::{command} file={path},line={},endLine={}", start.line, end.line)?;
    // Columns count only within one line.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    writeln!(out, ",title={}::{}", property(finding.rule), data(&finding.text()))
}

/// Text behind the last `::`.
fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
