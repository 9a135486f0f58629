//! Applies the repairs that findings offer, until none is left.

mod ask;

pub use ask::{Answer, Asked, Offer, fix_asking};

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::lint::FileReport;
use crate::source::Source;
use crate::yaml::edit::{apply, are_apart};

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
/// Repairs that touch the same place wait for the next round. A round after which Prometheus would have more against
/// the file than before is not kept. A file that is no YAML is not touched: no rule runs on it.
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

/// Makes one round of the repairs that `offered` gives. Gives whether any was made.
fn repair_round(
    fixed: &mut Fixed,
    offered: impl Fn(&Finding) -> Option<&Fix>,
    check: &impl Fn(Source) -> FileReport,
) -> bool {
    let chosen = choose(&fixed.report.findings, offered);
    if chosen.is_empty() || fixed.report.source.not_text.is_some() {
        return false;
    }
    let edits = merged(&chosen);
    let Some(report) = repaired(&fixed.report, &edits, check) else { return false };
    let applied = chosen.iter().map(|(rule, fix)| Applied { rule, title: fix.title.clone() });
    fixed.applied.extend(applied);
    fixed.report = report;
    true
}

/// The report with these edits made; nothing if Prometheus had more against the file than before.
fn repaired(
    report: &FileReport,
    edits: &[Edit],
    check: &impl Fn(Source) -> FileReport,
) -> Option<FileReport> {
    let before = &report.source;
    let after = check(Source { text: apply(&before.text, edits), ..before.clone() });
    (after.refusals() <= report.refusals()).then_some(after)
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

/// The repairs of one round: in the order of the text, none touching a place that another one touches.
fn choose<'r>(
    findings: &'r [Finding],
    offered: impl Fn(&'r Finding) -> Option<&'r Fix>,
) -> Vec<(&'static str, &'r Fix)> {
    let mut offered: Vec<(&'static str, &Fix)> =
        findings.iter().filter_map(|finding| Some((finding.rule, offered(finding)?))).collect();
    offered.sort_by(|(_, a), (_, b)| a.edits.cmp(&b.edits));
    let mut last: Option<&Edit> = None;
    offered.retain(|(_, fix)| {
        let free = fix.edits.first().is_some_and(|first| last.is_none_or(|last| are_apart(last, first)));
        if free {
            last = fix.edits.last();
        }
        free
    });
    offered
}

fn merged(chosen: &[(&'static str, &Fix)]) -> Vec<Edit> {
    chosen.iter().flat_map(|(_, fix)| &fix.edits).cloned().collect()
}
