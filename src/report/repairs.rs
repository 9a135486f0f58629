//! What was repaired.

use std::io;

use super::words::{harmless, named};
use crate::fix::Applied;

/// Writes what was repaired in a file: each kind of repair once, with how often it was made.
///
/// # Errors
/// What `out` fails with.
pub fn write_repairs(path: &str, applied: &[Applied], out: &mut dyn io::Write) -> io::Result<()> {
    let mut counts: Vec<(&Applied, usize)> = Vec::new();
    for repair in applied {
        match counts.iter_mut().find(|(other, _)| *other == repair) {
            Some((_, count)) => *count += 1,
            None => counts.push((repair, 1)),
        }
    }
    for (Applied { rule, title }, count) in counts {
        let times = if count == 1 { String::new() } else { format!(", {count} times") };
        writeln!(out, "{}: repaired: {}{times} ({rule})", named(path), harmless(title))?;
    }
    Ok(())
}
