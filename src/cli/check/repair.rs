//! Makes repairs, or finds out what they would be.

use std::path::Path;

use super::CheckArgs;
use super::gather::{Came, Checked, Gathered};
use crate::finding::Safety;
use crate::fix::{Applied, Fixed, fix};
use crate::io::write;
use crate::lint::{FileError, FileReport};

/// A file that repairs change.
pub(super) struct Changed {
    pub(super) before: FileReport,
    pub(super) after: FileReport,
    pub(super) applied: Vec<Applied>,
}

/// What repairs did, or would do.
#[derive(Default)]
pub(super) struct Repairs {
    pub(super) changed: Vec<Changed>,
    /// What standard input becomes.
    pub(super) stdin: Option<Vec<u8>>,
}

/// Repairs the files that were asked for, unless only the difference is wanted. Files that others name are left alone.
pub(super) fn repair(gathered: &mut Gathered, allowed: Safety, arguments: &CheckArgs) -> Repairs {
    let mut repairs = Repairs::default();
    for file in gathered.files.iter_mut().filter(|file| file.came.is_asked_for()) {
        let Fixed { report: after, applied } = repaired(file, allowed);
        let is_stdin = file.came == Came::FromStdin && !arguments.diff;
        if is_stdin {
            repairs.stdin = Some(after.source.encode(&after.source.text));
        }
        if applied.is_empty() {
            continue;
        }
        if !is_stdin && !arguments.diff {
            let path = file.report.source.path.clone();
            if let Err(reason) = write(Path::new(&path), &file.report.source, &after.source.text) {
                let reason = format!("cannot be repaired: {reason}");
                gathered.failures.push(FileError { path, reason });
                continue;
            }
        }
        let before = file.report.clone();
        if !arguments.diff {
            file.report = after.clone();
        }
        repairs.changed.push(Changed { before, after, applied });
    }
    repairs
}

fn repaired(file: &Checked, allowed: Safety) -> Fixed {
    fix(file.report.clone(), allowed, |source| file.check(source))
}
