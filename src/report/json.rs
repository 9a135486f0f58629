//! Findings for programs, as one JSON document.

use std::io;

use super::model::JsonReport;
use crate::lint::Report;

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
