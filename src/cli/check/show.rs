//! Writes what was found and done, in the formats asked for.

use std::io::{self, Write};

use super::CheckArgs;
use super::format::{FormatKind, Formats};
use super::repair::Repairs;
use crate::cli::output::{Format, Stop, at_end_of_file, look, to_file, to_stderr, to_stdout};
use crate::lint::Report;
use crate::report::{
    Look, summary, write_checkstyle, write_concise, write_diff, write_github, write_gitlab, write_human,
    write_json, write_json_lines, write_junit_findings, write_repairs, write_sarif, write_skipped,
    write_statistics, write_step_summary,
};

/// Where what has no file goes.
#[derive(Clone, Copy)]
pub(super) enum Channel {
    Stdout,
    Stderr,
    /// Something else is shown.
    Nowhere,
}

impl Channel {
    fn write(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
        match self {
            Self::Stdout => to_stdout(write),
            Self::Stderr => to_stderr(write),
            Self::Nowhere => Ok(()),
        }
    }

    fn look(self, arguments: &CheckArgs) -> Look {
        match self {
            Self::Stdout => look(arguments.color, &io::stdout()),
            Self::Stderr => look(arguments.color, &io::stderr()),
            Self::Nowhere => Look::default(),
        }
    }
}

/// Writes all findings in each format asked for.
pub(super) fn show(
    report: &Report,
    arguments: &CheckArgs,
    formats: &Formats,
    channel: Channel,
) -> Result<(), Stop> {
    for Format { kind, file } in &formats.formats {
        let write = |look, out: &mut dyn Write| write_as(report, *kind, look, arguments, formats, out);
        match file {
            Some(path) => to_file(path, |out| write(Look::default(), out))?,
            None if arguments.statistics => channel.write(|out| write_statistics(report, out))?,
            None => channel.write(|out| write(channel.look(arguments), out))?,
        }
    }
    match &formats.step_summary {
        Some(path) => at_end_of_file(path, |out| write_step_summary(report, &formats.root, out)),
        None => Ok(()),
    }
}

fn write_as(
    report: &Report,
    kind: FormatKind,
    look: Look,
    arguments: &CheckArgs,
    formats: &Formats,
    out: &mut dyn Write,
) -> io::Result<()> {
    let root = &formats.root;
    match kind {
        FormatKind::Json => return write_json(report, out),
        FormatKind::JsonLines => return write_json_lines(report, out),
        FormatKind::Sarif => return write_sarif(report, root, out),
        FormatKind::Gitlab => return write_gitlab(report, root, out),
        FormatKind::Junit => return write_junit_findings(report, root, out),
        FormatKind::Checkstyle => return write_checkstyle(report, root, out),
        FormatKind::Full => write_human(report, look, out)?,
        FormatKind::Concise => write_concise(report, out)?,
        FormatKind::Github => write_github(report, root, out)?,
    }
    if arguments.quiet {
        return Ok(());
    }
    write_skipped(report, out)?;
    writeln!(out, "{}", summary(report))
}

/// Says what was repaired, where that is for people to read.
pub(super) fn show_repairs(
    repairs: &Repairs,
    arguments: &CheckArgs,
    formats: &Formats,
    channel: Channel,
) -> Result<(), Stop> {
    if arguments.quiet || !formats.are_for_people() {
        return Ok(());
    }
    channel.write(|out| {
        repairs
            .changed
            .iter()
            .try_for_each(|file| write_repairs(&file.before.source.path, &file.applied, out))
    })
}

/// Writes what repairs would change.
pub(super) fn show_diffs(repairs: &Repairs, arguments: &CheckArgs) -> Result<(), Stop> {
    to_stdout(|out| repairs.changed.iter().try_for_each(|file| write_diff(&file.before, &file.after, out)))?;
    if arguments.quiet {
        return Ok(());
    }
    to_stderr(|out| {
        let count: usize = repairs.changed.iter().map(|file| file.applied.len()).sum();
        match count {
            0 => writeln!(out, "Nothing to repair."),
            1 => writeln!(out, "1 repair would be made."),
            _ => writeln!(out, "{count} repairs would be made."),
        }
    })
}
