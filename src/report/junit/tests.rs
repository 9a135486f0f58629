//! Results of relabel tests as JUnit XML, which CI systems show.

use std::fmt::Write as _;
use std::io;

use crate::lint::FileError;
use crate::reltest::{DiffLine, Mismatch};
use crate::report::tests::{SuiteResult, TestRun, shown};
use crate::report::xml::{attribute, escaped};
use crate::source::LineIndex;

/// Writes one `testsuite` for each file. A file that could not be run is a suite with an error.
///
/// # Errors
/// What `out` fails with.
pub fn write_junit(run: TestRun<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let results = || run.suites.iter().flat_map(|suite| &suite.results);
    let errors = run.broken.len() + run.failures.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="scrapelint test" tests="{}" failures="{}" errors="{errors}">"#,
        results().count() + errors,
        results().filter(|result| !result.passed()).count(),
    )?;
    for suite in run.suites {
        write_suite(suite, out)?;
    }
    for report in run.broken {
        let index = LineIndex::new(&report.source.text);
        let words = report.findings.iter().map(|finding| {
            let line = index.line(finding.primary.span.start as usize) + 1;
            let label = &finding.primary.text;
            let label = if label.is_empty() { String::new() } else { format!(" ({label})") };
            format!("line {line}: {}{label}\n", finding.message)
        });
        write_error(&report.source.path, &words.collect::<String>(), out)?;
    }
    for FileError { path, reason } in run.failures {
        write_error(path, reason, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn write_suite(suite: &SuiteResult, out: &mut dyn io::Write) -> io::Result<()> {
    let path = attribute(&suite.source.path);
    let failed = suite.results.iter().filter(|result| !result.passed()).count();
    let count = suite.results.len();
    writeln!(out, r#"  <testsuite name="{path}" tests="{count}" failures="{failed}" errors="0">"#)?;
    let index = LineIndex::new(&suite.source.text);
    for result in &suite.results {
        let line = index.line(result.span.start as usize) + 1;
        let name = attribute(&result.name);
        write!(out, r#"    <testcase name="{name}" classname="{path}" file="{path}" line="{line}""#)?;
        if result.passed() {
            writeln!(out, "/>")?;
            continue;
        }
        let mismatches = shown(result);
        let message = mismatches.first().map_or("", |mismatch| mismatch.message.as_str());
        writeln!(out, ">")?;
        write!(out, r#"      <failure message="{}">"#, attribute(message))?;
        writeln!(out, "{}</failure>", escaped(&words(&mismatches)))?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

fn write_error(path: &str, words: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let path = attribute(path);
    let message = attribute(words.lines().next().unwrap_or_default());
    writeln!(out, r#"  <testsuite name="{path}" tests="1" failures="0" errors="1">"#)?;
    writeln!(out, r#"    <testcase name="the file" classname="{path}" file="{path}">"#)?;
    writeln!(out, r#"      <error message="{message}">{}</error>"#, escaped(words))?;
    writeln!(out, "    </testcase>")?;
    writeln!(out, "  </testsuite>")
}

/// All that is not as expected of a test.
fn words(mismatches: &[Mismatch]) -> String {
    let mut words = String::new();
    for Mismatch { message, diff, why, .. } in mismatches {
        _ = writeln!(words, "{message}");
        for line in diff {
            _ = match line {
                DiffLine::Same(text) => writeln!(words, "    {text}"),
                DiffLine::Expected(text) => writeln!(words, "  - {text}"),
                DiffLine::Got(text) => writeln!(words, "  + {text}"),
            };
        }
        for why in why {
            _ = writeln!(words, "  why: {why}");
        }
    }
    words
}
