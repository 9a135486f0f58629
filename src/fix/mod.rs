//! Applies the repairs that findings offer, until none is left.

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
        let chosen = choose(&fixed.report.findings, allowed);
        if chosen.is_empty() || fixed.report.source.not_text.is_some() {
            break;
        }
        let edits = merged(&chosen);
        let before = &fixed.report.source;
        let source = Source { text: apply(&before.text, &edits), ..before.clone() };
        let report = check(source);
        if report.refusals() > fixed.report.refusals() {
            break;
        }
        let applied = chosen.iter().map(|(rule, fix)| Applied { rule, title: fix.title.clone() });
        fixed.applied.extend(applied);
        fixed.report = report;
    }
    fixed
}

/// How many repairs a file offers that are exactly as daring as `safety`.
pub fn count(report: &FileReport, safety: Safety) -> usize {
    report
        .findings
        .iter()
        .filter(|finding| recommended(finding, Safety::DisplayOnly).is_some_and(|fix| fix.safety == safety))
        .count()
}

/// The first repair of a finding that may be made.
fn recommended(finding: &Finding, allowed: Safety) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| fix.safety <= allowed)
}

/// The repairs of one round: in the order of the text, none touching a place that another one touches.
fn choose(findings: &[Finding], allowed: Safety) -> Vec<(&'static str, &Fix)> {
    let allowed = allowed.min(Safety::Unsafe);
    let mut offered: Vec<(&'static str, &Fix)> =
        findings.iter().filter_map(|finding| Some((finding.rule, recommended(finding, allowed)?))).collect();
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
