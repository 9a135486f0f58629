//! Findings as JUnit XML: each a test, which failed if the run fails for it.

use std::io;

use crate::lint::Report;
use crate::report::model::{JsonFile, JsonReport};
use crate::report::places::seen_from;
use crate::report::xml::{attribute, escaped};
use crate::settings::Root;

/// Writes one `testsuite` for each file. A finding that the run fails for is a test that failed, any other one that passed
/// with a word; a file about which there is nothing to say is a test that passed. What could not be read is an error.
///
/// # Errors
/// What `out` fails with.
pub fn write_junit_findings(report: &Report, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let model = JsonReport::from(report);
    let judged: Vec<&JsonFile<'_>> = model.files.iter().filter(|file| file.skipped.is_none()).collect();
    let tests: usize = judged.iter().map(|file| file.findings.len().max(1)).sum();
    let failures: usize = judged.iter().copied().map(failures).sum();
    let errors = model.failures.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="scrapelint check" tests="{}" failures="{failures}" errors="{errors}">"#,
        tests + errors
    )?;
    for file in judged {
        write_file(file, root, out)?;
    }
    for failure in &model.failures {
        let (path, reason) = (attribute(&seen_from(root, failure.path)), failure.reason);
        writeln!(out, r#"  <testsuite name="{path}" tests="1" failures="0" errors="1">"#)?;
        writeln!(out, r#"    <testcase name="the file" classname="{path}" file="{path}">"#)?;
        writeln!(out, r#"      <error message="{}"/>"#, attribute(reason))?;
        writeln!(out, "    </testcase>\n  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn write_file(file: &JsonFile<'_>, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let path = attribute(&seen_from(root, file.path));
    let failed = failures(file);
    let tests = file.findings.len().max(1);
    writeln!(out, r#"  <testsuite name="{path}" tests="{tests}" failures="{failed}" errors="0">"#)?;
    if file.findings.is_empty() {
        writeln!(out, r#"    <testcase name="no findings" classname="{path}" file="{path}"/>"#)?;
    }
    for finding in &file.findings {
        let (rule, start) = (finding.rule, &finding.place.start);
        let (line, column) = (start.line, start.column);
        let text = finding.text();
        writeln!(
            out,
            r#"    <testcase name="{rule} at {line}:{column}" classname="{path}" file="{path}" line="{line}">"#
        )?;
        if finding.fails {
            let (severity, message) = (finding.severity, attribute(finding.message));
            let text = escaped(&text);
            writeln!(out, r#"      <failure type="{severity}" message="{message}">{text}</failure>"#)?;
        } else {
            writeln!(out, "      <system-out>{}</system-out>", escaped(&text))?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// JUnit has no degrees: a test fails, or it does not.
fn failures(file: &JsonFile<'_>) -> usize {
    file.findings.iter().filter(|finding| finding.fails).count()
}
