//! A timeout may be as long as the interval (config/config.go refuses a longer one only), but then a slow target delays
//! its own next scrape.

use crate::config::{Duration, Effective, Origin};
use crate::finding::{Finding, Safety};
use crate::rules::{Cx, Repair, Run, slack};
use crate::source::Span;
use crate::yaml::{Field, edit};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let interval = cx.global.effective_interval();
    let timeout = cx.global.effective_timeout();
    if let Origin::Global(span) = timeout.origin
        && timeout.value == interval.value
    {
        let finding =
            finding(cx, span, interval, "inherited by every job without a timeout of its own".to_owned());
        cx.report_with(finding, shorten(cx, &cx.global.scrape_timeout, interval.value));
    }
    let config = cx.config;
    for job in config.jobs() {
        let interval = job.effective_interval(cx.global);
        let timeout = job.effective_timeout(cx.global);
        let Origin::Job(span) = timeout.origin else { continue };
        if timeout.value != interval.value {
            continue;
        }
        let whose = match interval.origin {
            Origin::Job(_) => "this job's interval",
            Origin::Global(_) => "the interval inherited from `global`",
            Origin::MainFile => "the interval that the main file's `global` sets",
            Origin::Default | Origin::Clamped => "Prometheus's default interval",
        };
        let finding = finding(cx, span, interval, format!("the same as {whose}")).with_job(Some(job.name()));
        cx.report_with(finding, shorten(cx, &job.scrape_timeout, interval.value));
    }
}

fn finding(cx: &Cx<'_>, span: Span, interval: Effective<Duration>, label: String) -> Finding {
    let finding = cx
        .finding(span, format!("scrape_timeout is as long as the scrape interval, {}", interval.value))
        .with_label(label)
        .with_note("a target that hangs delays its own next scrape, so its series get gaps instead of one failed scrape")
        .with_help(format!("leave some room, say `scrape_timeout: {}`", slack::timeout_for(interval.value)));
    match interval.origin {
        Origin::Job(span) | Origin::Global(span) => finding.with_related(span, "the interval is set here"),
        Origin::MainFile | Origin::Default | Origin::Clamped => finding,
    }
}

/// Unsafe: scrapes that now get through may be cut off.
fn shorten(cx: &Cx<'_>, field: &Field<Duration>, interval: Duration) -> Option<Repair> {
    let spanned = field.spanned().filter(|spanned| !spanned.borrowed)?;
    let timeout = slack::timeout_for(interval);
    let plan = edit::set_scalar(cx.document, spanned.node, &timeout.to_string())?;
    Some(Repair { title: format!("set `scrape_timeout: {timeout}`"), safety: Safety::Unsafe, plan })
}
