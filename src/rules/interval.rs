//! Walks the scrape intervals a file writes down: shared by the rules that judge them.

use super::Cx;
use crate::config::{Duration, Origin};
use crate::finding::{Finding, Fix, Safety};
use crate::yaml::{Field, edit};

/// Reports each written interval that `is_bad`: once at `global`, where any job inherits it, and once at each job that
/// writes one. `finding` makes the finding of an interval, without job and fix.
pub(super) fn report_each(
    cx: &mut Cx<'_>,
    is_bad: impl Fn(Duration) -> bool,
    replacement: Option<Duration>,
    finding: impl Fn(&Cx<'_>, crate::source::Span, Duration) -> Finding,
) {
    let global = cx.global.effective_interval();
    let inherited = cx.config.jobs().any(|job| matches!(job.effective_interval(cx.global).origin, Origin::Global(_)));
    if let Origin::Global(span) = global.origin
        && inherited
        && is_bad(global.value)
    {
        let finding = finding(cx, span, global.value)
            .with_label("inherited by every job without an interval of its own")
            .with_fix(replace(cx, &cx.global.scrape_interval, replacement));
        cx.report(finding);
    }
    for job in cx.config.jobs() {
        let interval = job.effective_interval(cx.global);
        let Origin::Job(span) = interval.origin else { continue };
        if is_bad(interval.value) {
            let finding = finding(cx, span, interval.value)
                .with_label("this job's own interval")
                .with_fix(replace(cx, &job.scrape_interval, replacement))
                .with_job(Some(job.name()));
            cx.report(finding);
        }
    }
}

/// Writes another interval. Unsafe: how often a target is asked is its owner's choice.
fn replace(cx: &Cx<'_>, field: &Field<Duration>, replacement: Option<Duration>) -> Option<Fix> {
    let spanned = field.spanned().filter(|spanned| !spanned.borrowed)?;
    let interval = replacement?;
    let edits = edit::replace_scalar(cx.document, spanned.node, &interval.to_string())?;
    Some(edit::fix(format!("set `scrape_interval: {interval}`"), Safety::Unsafe, edits))
}
