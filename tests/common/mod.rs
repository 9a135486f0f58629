//! What tests on real material share: configurations, compose files and metrics dumps that are no part of the project.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Says something past the test harness, which would keep it for failed tests.
pub(crate) fn say(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).expect("standard error");
}

/// The folder of real material: that which `SCRAPELINT_CORPUS_DIR` names, else `../shared/corpus`. Where there is none, that is said.
pub(crate) fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("SCRAPELINT_CORPUS_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    if !folder.join("SOURCES.tsv").exists() {
        say(&format!("skipped: there is no real material in {}\n", folder.display()));
        return None;
    }
    Some(folder)
}
