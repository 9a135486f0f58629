//! A timeout may be as long as the interval (config/config.go checks for longer only), but then a slow target delays its
//! own next scrape.

use crate::config::{Duration, Origin};
use crate::finding::{Fix, Safety};
use crate::rules::{Cx, Run, slack};
use crate::yaml::{Field, edit};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let interval = cx.global.effective_interval().value;
    if let Origin::Global(span) = cx.global.effective_timeout().origin
        && cx.global.effective_timeout().value == interval
    {
        let finding = cx
            .finding(span, format!("scrape_timeout is as long as the scrape interval, {interval}"))
            .with_label("inherited by every job without a timeout of its own")
            .with_note("a slow target delays its own next scrape")
            .with_help(format!("leave some room, say `scrape_timeout: {}`", slack::timeout_for(interval)))
            .with_fix(shorten(cx, &cx.global.scrape_timeout, interval));
        cx.report(finding);
    }
    for job in cx.config.jobs() {
        let interval = job.effective_interval(cx.global);
        let timeout = job.effective_timeout(cx.global);
        let Origin::Job(span) = timeout.origin else { continue };
        if timeout.value != interval.value {
            continue;
        }
        let whose = match interval.origin {
            Origin::Job(_) => "this job's interval",
            Origin::Global(_) => "the interval inherited from `global`",
            Origin::Default | Origin::Clamped => "Prometheus's default interval",
        };
        let mut finding = cx
            .finding(span, format!("scrape_timeout is as long as the scrape interval, {}", interval.value))
            .with_label(format!("the same as {whose}"))
            .with_note("a slow target delays its own next scrape")
            .with_help(format!("leave some room, say `scrape_timeout: {}`", slack::timeout_for(interval.value)))
            .with_fix(shorten(cx, &job.scrape_timeout, interval.value))
            .with_job(Some(job.name()));
        if let Origin::Job(span) | Origin::Global(span) = interval.origin {
            finding = finding.with_related(span, "the interval is set here");
        }
        cx.report(finding);
    }
}

fn shorten(cx: &Cx<'_>, field: &Field<Duration>, interval: Duration) -> Option<Fix> {
    let spanned = field.spanned().filter(|spanned| !spanned.borrowed)?;
    let timeout = slack::timeout_for(interval);
    let edits = edit::replace_scalar(cx.document, spanned.node, &timeout.to_string())?;
    Some(edit::fix(format!("set `scrape_timeout: {timeout}`"), Safety::Unsafe, edits))
}
