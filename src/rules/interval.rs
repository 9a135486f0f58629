//! Walks the scrape intervals a file writes down: shared by the rules that judge them.

use super::{Cx, Repair};
use crate::config::{Duration, Origin};
use crate::finding::{Finding, Safety};
use crate::source::Span;
use crate::yaml::{Field, edit};

/// Which intervals are bad, and what to write instead, if one value suits most.
pub(super) struct Judgement<B> {
    /// Whether an interval is bad in a job, or as the one of `global`.
    pub(super) is_bad: B,
    pub(super) replacement: Option<Duration>,
}

/// Reports each written interval that is bad: once at `global`, where any job inherits it, and once at each job that
/// writes one. `finding` makes the finding of an interval, without label, job and repair.
pub(super) fn report_each<B: Fn(&Cx<'_>, Option<&str>, Duration) -> bool>(
    cx: &mut Cx<'_>,
    judgement: &Judgement<B>,
    finding: impl Fn(&Cx<'_>, Span, Duration) -> Finding,
) {
    let config = cx.config;
    let global = cx.global.effective_interval();
    let inherited =
        config.jobs().any(|job| matches!(job.effective_interval(cx.global).origin, Origin::Global(_)));
    if let Origin::Global(span) = global.origin
        && inherited
        && (judgement.is_bad)(cx, None, global.value)
    {
        let finding = finding(cx, span, global.value)
            .with_label("set here, and inherited by every job without an interval of its own");
        cx.report_with(finding, replace(cx, &cx.global.scrape_interval, judgement.replacement));
    }
    for job in config.jobs() {
        let interval = job.effective_interval(cx.global);
        let Origin::Job(span) = interval.origin else { continue };
        if (judgement.is_bad)(cx, Some(job.name()), interval.value) {
            let finding = finding(cx, span, interval.value)
                .with_label("set here, for this job alone")
                .with_job(Some(job.name()));
            cx.report_with(finding, replace(cx, &job.scrape_interval, judgement.replacement));
        }
    }
}

/// Writes another interval. Unsafe: how often a target is asked is its owner's choice.
fn replace(cx: &Cx<'_>, field: &Field<Duration>, replacement: Option<Duration>) -> Option<Repair> {
    let spanned = field.spanned().filter(|spanned| !spanned.borrowed)?;
    let interval = replacement?;
    let plan = edit::set_scalar(cx.document, spanned.node, &interval.to_string())?;
    Some(Repair { title: format!("set `scrape_interval: {interval}`"), safety: Safety::Unsafe, plan })
}
