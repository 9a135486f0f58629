//! Writes comments that hold findings back.

use std::path::Path;

use super::CheckArgs;
use super::gather::{Came, Gathered};
use super::repair::{Changed, Repairs};
use super::ruling::today;
use crate::cli::output::Stop;
use crate::fix::Applied;
use crate::io::write;
use crate::lint::{FileError, Ignored, add_ignores};

/// Writes a comment for each finding of the files that were asked for, unless only the difference is wanted.
pub(super) fn ignore(gathered: &mut Gathered, reason: &str, arguments: &CheckArgs) -> Result<Repairs, Stop> {
    if reason.contains(char::is_control) {
        return Err(Stop::Said("the reason for `--add-ignore` must be one line of text".to_owned()));
    }
    let mut repairs = Repairs::default();
    for file in gathered.files.iter_mut().filter(|file| file.came.is_asked_for()) {
        let before = file.report.clone();
        let Ignored { report: after, count } =
            add_ignores(before.clone(), reason.trim(), today(), |source| file.check(source));
        let is_stdin = file.came == Came::FromStdin && !arguments.diff;
        if is_stdin {
            repairs.stdin = Some(after.source.encode(&after.source.text));
        }
        if count == 0 {
            continue;
        }
        if !is_stdin && !arguments.diff {
            let path = &before.source.path;
            if let Err(reason) = write(Path::new(path), &before.source, &after.source.text) {
                let reason = format!("cannot be given comments: {reason}");
                gathered.failures.push(FileError { path: path.clone(), reason });
                continue;
            }
        }
        if !arguments.diff {
            file.report = after.clone();
        }
        let title = "held back by a comment".to_owned();
        let applied = vec![Applied { rule: "--add-ignore", title }; count];
        repairs.changed.push(Changed { before, after, applied });
    }
    Ok(repairs)
}
