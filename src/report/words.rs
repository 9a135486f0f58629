//! Words that several formats share.

use std::borrow::Cow;
use std::io;

pub(super) use crate::finding::listed;
use crate::finding::{Safety, Severity};
use crate::fix;
use crate::lint::{Report, Suppressed};

/// `1 file`, `2 files`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    crate::finding::plural(count as u64, noun)
}

/// Text without characters that would do something to a terminal.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(is_harmful) {
        Cow::Owned(text.replace(is_harmful, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A path as it is shown: on one line, which may begin with it.
pub(super) fn named(path: &str) -> Cow<'_, str> {
    let shown = harmless(path);
    // GitHub takes lines of a job that begin with `::` for commands.
    let start = if shown.trim_start().starts_with("::") { "./" } else { "" };
    if start.is_empty() && !shown.contains('\n') {
        return shown;
    }
    Cow::Owned(start.to_owned() + &shown.replace('\n', "\u{fffd}"))
}

/// Says which files were not judged: each, or where there are many, how many.
///
/// # Errors
/// What `out` fails with.
pub fn write_skipped(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    const LISTED: usize = 5;
    let skipped = || report.files.iter().filter_map(|file| Some((&file.source.path, file.skipped.as_ref()?)));
    for (path, reason) in skipped().take(LISTED) {
        writeln!(out, "{}: skipped: {}", named(path), harmless(reason))?;
    }
    match skipped().count().saturating_sub(LISTED) {
        0 => Ok(()),
        rest => writeln!(out, "{} skipped too; `--output-format json` lists all", plural(rest, "more file")),
    }
}

/// What was found in all, and what can be done about it.
pub fn summary(report: &Report) -> String {
    let judged = report.files.iter().filter(|file| file.skipped.is_none()).count();
    let count = |severity| {
        let findings = report.files.iter().flat_map(|file| &file.findings);
        findings.filter(|finding| finding.severity == severity).count()
    };
    let counts = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Info), "info"),
    ];
    let said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| match *noun {
            "info" => format!("{count} info"),
            noun => plural(*count, noun),
        })
        .collect();
    let files = plural(judged, "file");
    let mut summary = match said.split_last() {
        None if judged == 0 => return "No file was judged.".to_owned(),
        None => return format!("No problems in {files}.{}", held_back(report)),
        Some((last, [])) => format!("{last} in {files}."),
        Some((last, first)) => format!("{} and {last} in {files}.", first.join(", ")),
    };
    summary += &held_back(report);
    summary += " `scrapelint explain RULE` tells more.";
    let fixable = |safety| report.files.iter().map(|file| fix::count(file, safety)).sum::<usize>();
    match (fixable(Safety::Safe), fixable(Safety::Unsafe)) {
        (0, 0) => {}
        (safe, 0) => summary += &format!(" `--fix` repairs {safe}."),
        (0, daring) => summary += &format!(" `--unsafe-fixes` repairs {daring}."),
        (safe, daring) => summary += &format!(" `--fix` repairs {safe}, `--unsafe-fixes` {daring} more."),
    }
    summary
}

/// How many findings are held back, where some are.
fn held_back(report: &Report) -> String {
    let sum = |count: fn(&Suppressed) -> usize| report.files.iter().map(|file| count(&file.suppressed)).sum();
    let counts: [(usize, &str); 2] =
        [(sum(|it| it.by_comment), "comments"), (sum(|it| it.by_baseline), "the baseline")];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    said.map(|(count, what)| format!(" {} held back by {what}.", plural(*count, "finding"))).collect()
}
