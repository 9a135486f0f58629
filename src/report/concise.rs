//! One line for each finding, for editors, `grep` and small screens.

use std::io;

use super::words::{harmless, summary};
use crate::lint::{Report, Unreadable};
use crate::source::LineIndex;

/// Writes `PATH:LINE:COLUMN: SEVERITY[RULE] headline; help` for each finding, with a summary behind them.
///
/// # Errors
/// What `out` fails with.
pub fn write_concise(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    for file in &report.files {
        let path = harmless(&file.source.path);
        if let Some(reason) = &file.skipped {
            writeln!(out, "{path}: skipped: {reason}")?;
        }
        if file.findings.is_empty() {
            continue;
        }
        let index = LineIndex::new(&file.source.text);
        for finding in &file.findings {
            let place = index.position(&file.source.text, finding.primary.span.start as usize);
            let (severity, rule) = (finding.severity.as_str(), finding.rule);
            write!(out, "{path}:{}:{}: {severity}[{rule}] {}", place.line, place.column, one_line(&finding.message))?;
            match &finding.help {
                Some(help) => writeln!(out, "; {}", one_line(help))?,
                None => writeln!(out)?,
            }
        }
    }
    for Unreadable { path, reason } in &report.unreadable {
        writeln!(out, "{}: could not be read: {}", harmless(path), one_line(reason))?;
    }
    writeln!(out, "{}", summary(report))
}

fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}
