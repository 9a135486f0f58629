//! Findings as Checkstyle XML, which many programs read.

use std::io;

use super::model::JsonReport;
use super::places::seen_from;
use super::xml::attribute;
use crate::lint::Report;
use crate::settings::Root;

/// Writes one `file` for each file with findings, and an `error` within it for each finding.
///
/// # Errors
/// What `out` fails with.
pub fn write_checkstyle(report: &Report, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let model = JsonReport::from(report);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for file in model.files.iter().filter(|file| !file.findings.is_empty()) {
        writeln!(out, r#"  <file name="{}">"#, attribute(&seen_from(root, file.path)))?;
        for finding in &file.findings {
            let (line, column) = (finding.place.start.line, finding.place.start.column);
            let (severity, message) = (finding.severity, attribute(&finding.text()));
            let source = format!("scrapelint.{}.{}", finding.category, finding.rule);
            writeln!(
                out,
                r#"    <error line="{line}" column="{column}" severity="{severity}" message="{message}" source="{source}"/>"#
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    for failure in &model.failures {
        let (path, reason) = (attribute(&seen_from(root, failure.path)), attribute(failure.reason));
        writeln!(out, r#"  <file name="{path}">"#)?;
        writeln!(
            out,
            r#"    <error line="1" severity="error" message="{reason}" source="scrapelint.failure"/>"#
        )?;
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
