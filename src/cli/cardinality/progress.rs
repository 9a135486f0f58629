//! How far a long dump is read.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};

/// Shorter texts are read before one would see a bar.
const LONG: usize = 32 << 20;

/// A bar on standard error for a text of so many bytes; a hidden one where nobody would look at it, or it is short.
pub(super) fn progress(bytes: usize) -> ProgressBar {
    if bytes < LONG || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
    ProgressBar::new(bytes as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
