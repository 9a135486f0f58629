//! Findings for programs that read line by line.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::model::{JsonFailure, JsonFinding, JsonReport, JsonSummary, JsonSuppressed};
use crate::lint::Report;

/// One line.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum JsonLine<'r> {
    /// A file; its findings follow.
    File {
        /// Its path as given or found.
        path: &'r str,
        /// What it was taken for.
        kind: &'static str,
        /// Why it was not judged, if it was not.
        skipped: Option<&'r str>,
        /// What Prometheus 3.14 would print on refusing the file.
        prometheus_error: Option<&'r str>,
        /// How many more findings there are that are held back.
        suppressed: JsonSuppressed,
    },
    /// A finding.
    Finding {
        /// The file's path.
        path: &'r str,
        /// The finding, as in the JSON document.
        #[serde(flatten)]
        finding: Box<JsonFinding<'r>>,
    },
    /// A file with which something could not be done.
    Failure(JsonFailure<'r>),
    /// How much was found: the last line.
    Summary {
        /// The version of this format: 1.
        version: u32,
        /// The version of scrapelint.
        scrapelint: &'static str,
        /// How much was found.
        #[serde(flatten)]
        summary: JsonSummary,
    },
}

/// The JSON Schema of one line.
pub fn json_line_schema() -> serde_json::Value {
    schemars::schema_for!(JsonLine<'_>).to_value()
}

/// Writes each file, each finding and each failure as a JSON object on a line of its own, and the summary last.
///
/// # Errors
/// What `out` fails with.
pub fn write_json_lines(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let JsonReport { version, scrapelint, files, failures, summary } = JsonReport::from(report);
    let mut line = |line: JsonLine<'_>| {
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)
    };
    for file in files {
        let (path, kind, suppressed) = (file.path, file.kind, file.suppressed);
        let (skipped, prometheus_error) = (file.skipped, file.prometheus_error);
        line(JsonLine::File { path, kind, skipped, prometheus_error, suppressed })?;
        let mut findings = file.findings.into_iter().map(Box::new);
        findings.try_for_each(|finding| line(JsonLine::Finding { path, finding }))?;
    }
    failures.into_iter().try_for_each(|failure| line(JsonLine::Failure(failure)))?;
    line(JsonLine::Summary { version, scrapelint, summary })
}
