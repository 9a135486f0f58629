//! Results of relabel tests for people.

use std::io;

use anstyle::{AnsiColor, Style};

use super::words::{harmless, plural};
use super::{Look, Redactor};
use crate::lint::{FileError, FileReport};
use crate::reltest::{DiffLine, Mismatch, TestResult};
use crate::source::{LineIndex, Source, Span};

/// The results of the tests of one file.
#[derive(Clone, Debug)]
pub struct SuiteResult {
    /// The file.
    pub source: Source,
    /// Its tests, in order.
    pub results: Vec<TestResult>,
}

/// What became of the files of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct TestRun<'r> {
    /// The files whose tests ran.
    pub suites: &'r [SuiteResult],
    /// The files whose tests could not be run, with what is wrong with them.
    pub broken: &'r [FileReport],
    /// What could not be read or written.
    pub failures: &'r [FileError],
}

/// Lines of a comparison that are shown.
const MOST_LINES: usize = 60;

/// Writes the tests that failed: where each stands, what is not as expected, and why.
///
/// # Errors
/// What `out` fails with.
pub fn write_tests(suites: &[SuiteResult], look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let paint = Paint::of(look);
    for SuiteResult { source, results } in suites {
        let path = harmless(&source.path);
        let lines = LineIndex::new(&source.text);
        let line = |span: Span| lines.line(span.start as usize) + 1;
        for result in results.iter().filter(|result| !result.passed()) {
            let (failed, bold) = (paint.wrong, paint.title);
            let name = one_line(&result.name);
            writeln!(out, "{failed}failed{failed:#} {bold}{name}{bold:#} ({path}:{})", line(result.span))?;
            for mismatch in shown(result) {
                write_mismatch(&mismatch, line(mismatch.span), paint, out)?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

/// What is not as expected, without secrets of the configuration.
pub(super) fn shown(result: &TestResult) -> Vec<Mismatch> {
    let redactor = Redactor::new(&result.configured);
    let line = |line: &DiffLine| match line {
        DiffLine::Same(text) => DiffLine::Same(redactor.url(text)),
        DiffLine::Expected(text) => DiffLine::Expected(redactor.url(text)),
        DiffLine::Got(text) => DiffLine::Got(redactor.url(text)),
    };
    let mismatches = result.mismatches.iter();
    mismatches
        .map(|mismatch| Mismatch {
            span: mismatch.span,
            message: redactor.text(&mismatch.message),
            diff: mismatch.diff.iter().map(line).collect(),
            why: mismatch.why.iter().map(|why| redactor.text(why)).collect(),
        })
        .collect()
}

fn write_mismatch(mismatch: &Mismatch, line: usize, paint: Paint, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "  line {line}: {}", one_line(&mismatch.message))?;
    for line in mismatch.diff.iter().take(MOST_LINES) {
        let (sign, text, style) = match line {
            DiffLine::Same(text) => (' ', text, Style::new()),
            DiffLine::Expected(text) => ('-', text, paint.expected),
            DiffLine::Got(text) => ('+', text, paint.got),
        };
        writeln!(out, "    {style}{sign} {}{style:#}", one_line(text))?;
    }
    match mismatch.diff.len().saturating_sub(MOST_LINES) {
        0 => {}
        rest => writeln!(out, "    and {}", plural(rest, "more line"))?,
    }
    let note = paint.note;
    mismatch.why.iter().try_for_each(|why| writeln!(out, "    {note}why:{note:#} {}", one_line(why)))
}

fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}

/// Writes `PATH:LINE:COLUMN: failed NAME: what is not as expected` for each test that failed.
///
/// # Errors
/// What `out` fails with.
pub fn write_concise_tests(suites: &[SuiteResult], out: &mut dyn io::Write) -> io::Result<()> {
    for SuiteResult { source, results } in suites {
        let index = LineIndex::new(&source.text);
        for result in results {
            for mismatch in shown(result) {
                let place = index.position(&source.text, mismatch.span.start as usize);
                let (path, name) = (harmless(&source.path), one_line(&result.name));
                let message = one_line(&mismatch.message);
                writeln!(out, "{path}:{}:{}: failed {name}: {message}", place.line, place.column)?;
            }
        }
    }
    Ok(())
}

/// How many tests passed and failed, and how many files could not be run.
///
/// ```
/// use scrapelint::report::{TestRun, tests_summary};
/// assert_eq!(tests_summary(TestRun::default()), "0 passed, 0 failed.");
/// ```
pub fn tests_summary(run: TestRun<'_>) -> String {
    let results = || run.suites.iter().flat_map(|suite| &suite.results);
    let passed = results().filter(|result| result.passed()).count();
    let failed = results().count() - passed;
    match run.broken.len() + run.failures.len() {
        0 => format!("{passed} passed, {failed} failed."),
        broken => format!("{passed} passed, {failed} failed; {} could not be run.", plural(broken, "file")),
    }
}

/// The colours, or none.
#[derive(Clone, Copy)]
struct Paint {
    title: Style,
    wrong: Style,
    expected: Style,
    got: Style,
    note: Style,
}

impl Paint {
    fn of(look: Look) -> Self {
        let colour = |colour: AnsiColor| if look.colour { colour.on_default() } else { Style::new() };
        Self {
            title: if look.colour { Style::new().bold() } else { Style::new() },
            wrong: colour(AnsiColor::Red),
            expected: colour(AnsiColor::Red),
            got: colour(AnsiColor::Green),
            note: colour(AnsiColor::Cyan),
        }
    }
}
