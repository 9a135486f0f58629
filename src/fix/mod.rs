//! Applies the repairs that findings offer, until none is left.

mod ask;
mod round;

pub use ask::{Answer, Asked, Offer, fix_asking};

use self::round::repair_round;
use crate::finding::{Finding, Fix, Safety};
use crate::lint::FileReport;
use crate::source::Source;

/// How often a file is repaired and checked again at most: a repair may bring up the next.
const MAX_PASSES: usize = 10;

/// One repair that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The rule whose finding it repairs.
    pub rule: &'static str,
    /// What it did.
    pub title: String,
}

/// A file after its repairs.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// What is left, over the repaired text.
    pub report: FileReport,
    /// What was repaired, in the order in which it was.
    pub applied: Vec<Applied>,
}

/// Makes all repairs of a file that are at most as daring as `allowed`, checking it anew after each round.
///
/// Repairs that touch the same place wait for the next round, and so do those that do not go with others: if Prometheus would have
/// something new against the file, the round goes back to the repairs that bring up nothing together. A file that is no YAML is not touched: no rule runs on it.
///
/// ```
/// use scrapelint::finding::Safety;
/// use scrapelint::fix::fix;
/// use scrapelint::lint::{Options, check};
/// use scrapelint::source::Source;
/// let check = |source: Source| check(source, &Options::default());
/// let source = Source::new("prometheus.yml", "global:\n  scrape_interval: 15s # often\nscrape_configs:\n- job_name: a\n");
/// let fixed = fix(check(source), Safety::Safe, check);
/// assert!(fixed.report.source.text.starts_with("global:\n  scrape_interval: 15s # often\n  scrape_timeout: 10s\n"));
/// ```
pub fn fix(report: FileReport, allowed: Safety, check: impl Fn(Source) -> FileReport) -> Fixed {
    let mut fixed = Fixed { report, applied: Vec::new() };
    for _ in 0..MAX_PASSES {
        if !repair_round(&mut fixed, |finding| recommended(finding, allowed), &check) {
            break;
        }
    }
    fixed
}

/// How many repairs a file offers that are exactly as daring as `safety`.
pub fn count(report: &FileReport, safety: Safety) -> usize {
    report
        .findings
        .iter()
        .filter(|finding| finding.fixes.first().is_some_and(|fix| fix.safety == safety))
        .count()
}

/// The first repair of a finding that is at most as daring as `allowed`, and may be made.
fn recommended(finding: &Finding, allowed: Safety) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| fix.safety <= allowed.min(Safety::Unsafe))
}
