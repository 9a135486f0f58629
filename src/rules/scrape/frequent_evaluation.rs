//! Rules that are evaluated more often than there is anything new.

use crate::config::Origin;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let field = &cx.global.evaluation_interval;
    let (Some(&evaluation), Some(span)) = (field.value(), field.span()) else { return };
    let intervals = cx.config.jobs().map(|job| job.interval(cx.global));
    let Some(shortest) = intervals.min() else { return };
    // Jobs of other files may be scraped more often.
    let sees_all = cx.whole && cx.config.scrape_config_files.items().is_empty();
    if evaluation.is_zero() || evaluation >= shortest || !sees_all || cx.config.rule_files.items().is_empty()
    {
        return;
    }
    let finding = cx
        .finding(span, format!("rules are evaluated each {evaluation}, but no target is scraped so often"))
        .with_label(format!("the shortest scrape interval is {shortest}"))
        .with_note("most evaluations see the same samples as the one before, and cost the same")
        .with_help(format!("set `evaluation_interval: {shortest}`, or leave it if groups set their own"));
    let finding = match cx.global.effective_interval().origin {
        Origin::Global(place) if cx.global.interval() == shortest => {
            finding.with_related(place, "the scrape interval is set here")
        }
        _ => finding,
    };
    cx.report(finding);
}
