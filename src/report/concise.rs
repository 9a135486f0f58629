//! One line for each finding, for editors, `grep` and small screens.

use std::io;

use super::words::{harmless, named};
use crate::lint::{FileError, Report};
use crate::source::LineIndex;

/// Writes `PATH:LINE:COLUMN: SEVERITY[RULE] headline; help` for each finding.
///
/// # Errors
/// What `out` fails with.
pub fn write_concise(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    for file in &report.files {
        let path = named(&file.source.path);
        if file.findings.is_empty() {
            continue;
        }
        let index = LineIndex::new(&file.source.text);
        for finding in &file.findings {
            let place = index.position(&file.source.text, finding.primary.span.start as usize);
            let (severity, rule) = (finding.severity.as_str(), finding.rule);
            write!(
                out,
                "{path}:{}:{}: {severity}[{rule}] {}",
                place.line,
                place.column,
                one_line(&finding.message)
            )?;
            match &finding.help {
                Some(help) => writeln!(out, "; {}", one_line(help))?,
                None => writeln!(out)?,
            }
        }
    }
    for FileError { path, reason } in &report.failures {
        writeln!(out, "{}: {}", named(path), one_line(reason))?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}
