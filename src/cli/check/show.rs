//! Writes what was found and done, in the formats asked for.

use std::io::{self, Write};

use super::repair::Repairs;
use super::{CheckArgs, FormatKind};
use crate::cli::output::{Format, Stop, look, to_file, to_stderr, to_stdout};
use crate::lint::Report;
use crate::report::{
    Look, summary, write_concise, write_diff, write_human, write_json, write_repairs, write_statistics,
};

/// Where what has no file goes.
#[derive(Clone, Copy)]
pub(super) enum Channel {
    Stdout,
    Stderr,
}

impl Channel {
    fn write(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
        match self {
            Self::Stdout => to_stdout(write),
            Self::Stderr => to_stderr(write),
        }
    }

    fn look(self, arguments: &CheckArgs) -> Look {
        match self {
            Self::Stdout => look(arguments.color, &io::stdout()),
            Self::Stderr => look(arguments.color, &io::stderr()),
        }
    }
}

/// Writes all findings in each format asked for.
pub(super) fn show(report: &Report, arguments: &CheckArgs, channel: Channel) -> Result<(), Stop> {
    if arguments.statistics {
        return channel.write(|out| write_statistics(report, out));
    }
    let full = [Format { kind: FormatKind::Full, file: None }];
    let formats = if arguments.output_format.is_empty() { &full[..] } else { &arguments.output_format };
    for format in formats {
        match &format.file {
            Some(path) => {
                to_file(path, |out| write_as(report, format.kind, Look::default(), arguments, out))?
            }
            None => {
                channel.write(|out| write_as(report, format.kind, channel.look(arguments), arguments, out))?
            }
        }
    }
    Ok(())
}

fn write_as(
    report: &Report,
    kind: FormatKind,
    look: Look,
    arguments: &CheckArgs,
    out: &mut dyn Write,
) -> io::Result<()> {
    match kind {
        FormatKind::Json => return write_json(report, out),
        FormatKind::Full => write_human(report, look, out)?,
        FormatKind::Concise => write_concise(report, out)?,
    }
    if arguments.quiet { Ok(()) } else { writeln!(out, "{}", summary(report)) }
}

/// Says what was repaired, where that is for people to read.
pub(super) fn show_repairs(repairs: &Repairs, arguments: &CheckArgs, channel: Channel) -> Result<(), Stop> {
    let for_programs =
        arguments.output_format.iter().any(|it| it.kind == FormatKind::Json && it.file.is_none());
    if arguments.quiet || for_programs {
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
