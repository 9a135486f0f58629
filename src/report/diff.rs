//! What repairs change, as a unified diff.

use std::io;

use similar::TextDiff;

use super::shown::without_secrets;
use super::words::named;
use crate::lint::FileReport;

/// Writes the difference between a file before and after its repairs; nothing if there is none.
///
/// Secrets are not shown, so a diff around one is to be read, not to be applied.
///
/// # Errors
/// What `out` fails with.
pub fn write_diff(before: &FileReport, after: &FileReport, out: &mut dyn io::Write) -> io::Result<()> {
    if before.source.text == after.source.text {
        return Ok(());
    }
    let path = named(&before.source.path);
    let old = without_secrets(&before.source.text, &before.secrets);
    let new = without_secrets(&after.source.text, &after.secrets);
    let diff = TextDiff::from_lines(&old, &new);
    write!(out, "{}", diff.unified_diff().context_radius(3).header(&path, &path))
}
