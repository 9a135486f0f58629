//! Writes the results of tests in the formats asked for.

use std::io::{self, Write};

use super::gather::Gathered;
use super::{FormatKind, TestArgs};
use crate::cli::output::{Format, Stop, look, to_file, to_stdout};
use crate::lint::Report;
use crate::report::{
    Look, TestRun, tests_summary, write_concise, write_concise_tests, write_human, write_junit,
    write_skipped, write_tests,
};

/// Writes all results in each format asked for.
pub(super) fn show(gathered: &Gathered, arguments: &TestArgs) -> Result<(), Stop> {
    let full = [Format { kind: FormatKind::Full, file: None }];
    let formats = if arguments.output_format.is_empty() { &full[..] } else { &arguments.output_format };
    for Format { kind, file } in formats {
        match file {
            Some(path) => to_file(path, |out| write_as(*kind, gathered, Look::default(), arguments, out))?,
            None => {
                let look = look(arguments.color, &io::stdout());
                to_stdout(|out| write_as(*kind, gathered, look, arguments, out))?;
            }
        }
    }
    Ok(())
}

fn write_as(
    kind: FormatKind,
    gathered: &Gathered,
    look: Look,
    arguments: &TestArgs,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Gathered { suites, broken, failures, updated, skipped, .. } = gathered;
    let problems = Report { files: broken.clone(), failures: failures.clone(), ..Report::default() };
    let run = TestRun { suites, broken, failures };
    match kind {
        FormatKind::Junit => return write_junit(run, out),
        FormatKind::Full => {
            write_human(&problems, look, out)?;
            write_tests(suites, look, out)?;
        }
        FormatKind::Concise => {
            write_concise(&problems, out)?;
            write_concise_tests(suites, out)?;
        }
    }
    if arguments.quiet {
        return Ok(());
    }
    write_skipped(&Report { files: skipped.clone(), ..Report::default() }, out)?;
    updated.iter().try_for_each(|(path, test)| writeln!(out, "{path}: updated: {test}"))?;
    writeln!(out, "{}", tests_summary(run))
}
