//! An inherited timeout that is longer than the interval is cut down to it without a word (config/config.go,
//! `GlobalConfig.UnmarshalYAML` and `ScrapeConfig.Validate`), unlike a written one, which is refused.

use crate::rules::slack;
use crate::config::{Duration, Origin};
use crate::finding::Finding;
use crate::rules::{Cx, Run};
use crate::source::Span;
use crate::yaml::NodeId;

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    check_global(cx);
    check_jobs(cx);
}

/// `global` sets a short interval and no timeout: one finding, for all jobs that inherit.
fn check_global(cx: &mut Cx<'_>) {
    let timeout = cx.global.effective_timeout();
    let (Origin::Clamped, Origin::Global(span)) = (timeout.origin, cx.global.effective_interval().origin) else {
        return;
    };
    let Some(global) = cx.config.global.spanned() else { return };
    let finding = clamped(cx, span, timeout.value, "Prometheus's default timeout is 10s", None);
    let finding = with_fix(cx, finding, global.node, cx.global.scrape_interval.key(), timeout.value);
    cx.report(finding);
}

/// A job sets an interval that is shorter than the timeout it inherits.
fn check_jobs(cx: &mut Cx<'_>) {
    let inherited = cx.global.effective_timeout();
    let from = match inherited.origin {
        Origin::Global(_) => format!("the timeout inherited from `global` is {}", inherited.value),
        _ => format!("Prometheus's default timeout is {}", inherited.value),
    };
    for at in cx.config.scrape_configs.items() {
        let Some(job) = at.value() else { continue };
        let timeout = job.effective_timeout(cx.global);
        let Origin::Job(span) = job.effective_interval(cx.global).origin else { continue };
        if timeout.origin != Origin::Clamped || timeout.value >= inherited.value {
            continue;
        }
        let mut finding = clamped(cx, span, timeout.value, &from, Some(job.name()));
        if let Origin::Global(global) = inherited.origin {
            finding = finding.with_related(global, "the timeout is inherited from here");
        }
        let finding = with_fix(cx, finding, at.node, job.scrape_interval.key(), timeout.value);
        cx.report(finding);
    }
}

fn clamped(cx: &Cx<'_>, span: Span, interval: Duration, from: &str, job: Option<&str>) -> Finding {
    let shorter = slack::timeout_for(interval);
    cx.finding(span, format!("the interval of {interval} silently cuts the scrape timeout down to {interval}"))
        .with_label(from.to_owned())
        .with_note(format!(
            "a scrape may take the whole interval: a slow target delays its own next scrape, and one that needs more than {interval} is lost"
        ))
        .with_help(format!("set a `scrape_timeout` below the interval, say {shorter}"))
        .with_job(job)
}

fn with_fix(
    cx: &Cx<'_>,
    finding: Finding,
    section: NodeId,
    after: Option<NodeId>,
    interval: Duration,
) -> Finding {
    finding.with_fix(slack::insert_timeout(cx.document, section, after, slack::timeout_for(interval)))
}
