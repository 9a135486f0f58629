//! How often each rule found something.

use std::collections::BTreeMap;
use std::io;

use super::words::summary;
use crate::lint::Report;

/// Writes how many findings there are of each rule, the most frequent first.
///
/// # Errors
/// What `out` fails with.
pub fn write_statistics(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.files.iter().flat_map(|file| &file.findings) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(rule, count)| (std::cmp::Reverse(count), rule));
    for (rule, count) in counts {
        writeln!(out, "{count:8}  {rule}")?;
    }
    writeln!(out, "{}", summary(report))
}
