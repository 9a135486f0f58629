//! An inherited timeout that is longer than the interval is cut down to it without a word (config/config.go,
//! `GlobalConfig.UnmarshalYAML` and `ScrapeConfig.Validate`), unlike a written one, which is refused.

use crate::config::{Duration, Origin};
use crate::finding::Finding;
use crate::rules::{Cx, Run, slack};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    check_global(cx);
    check_jobs(cx);
}

/// `global` sets a short interval and no timeout: one finding, for all jobs that inherit.
fn check_global(cx: &mut Cx<'_>) {
    let timeout = cx.global.effective_timeout();
    let (Origin::Clamped, Origin::Global(span)) = (timeout.origin, cx.global.effective_interval().origin)
    else {
        return;
    };
    let Some(global) = cx.config.global.spanned() else { return };
    let interval = &cx.global.scrape_interval;
    if interval.spanned().is_none_or(|interval| interval.borrowed) {
        return;
    }
    let finding =
        clamped(cx, span, timeout.value, "shorter than Prometheus's default timeout of 10s".to_owned());
    let repair =
        slack::insert_timeout(cx.document, global.node, interval.key(), slack::timeout_for(timeout.value));
    cx.report_with(finding, repair.filter(|_| !cx.global.scrape_timeout.is_present()));
}

/// A job sets an interval that is shorter than the timeout it inherits.
fn check_jobs(cx: &mut Cx<'_>) {
    let inherited = cx.global.effective_timeout();
    let from = match inherited.origin {
        Origin::Global(_) => format!("shorter than the timeout inherited from `global`, {}", inherited.value),
        Origin::MainFile => {
            format!("shorter than the timeout that the main file's `global` sets, {}", inherited.value)
        }
        _ => format!("shorter than Prometheus's default timeout of {}", inherited.value),
    };
    let config = cx.config;
    for at in config.scrape_configs.items() {
        let Some(job) = at.value() else { continue };
        let timeout = job.effective_timeout(cx.global);
        let Origin::Job(span) = job.effective_interval(cx.global).origin else { continue };
        if timeout.origin != Origin::Clamped || timeout.value >= inherited.value {
            continue;
        }
        let mut finding = clamped(cx, span, timeout.value, from.clone()).with_job(Some(job.name()));
        if let Origin::Global(global) = inherited.origin {
            finding = finding.with_related(global, "the timeout is inherited from here");
        }
        let interval = &job.scrape_interval;
        let here = !at.borrowed
            && !job.scrape_timeout.is_present()
            && interval.spanned().is_some_and(|interval| !interval.borrowed);
        let repair = here
            .then(|| {
                slack::insert_timeout(cx.document, at.node, interval.key(), slack::timeout_for(timeout.value))
            })
            .flatten();
        cx.report_with(finding, repair);
    }
}

fn clamped(cx: &Cx<'_>, span: Span, interval: Duration, from: String) -> Finding {
    cx.finding(span, format!("an interval of {interval} silently cuts the scrape timeout down to {interval}"))
        .with_label(from)
        .with_note(format!(
            "a scrape that takes {interval} or longer fails, and a slow one delays the next: there is no room between them"
        ))
        .with_help(format!("set a `scrape_timeout` below the interval, say {}", slack::timeout_for(interval)))
}
