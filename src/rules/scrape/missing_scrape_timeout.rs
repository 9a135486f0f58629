//! Without `scrape_timeout`, Prometheus uses 10s or the interval, whichever is shorter (config/config.go,
//! `GlobalConfig.UnmarshalYAML` and `ScrapeConfig.Validate`).

use crate::config::DEFAULT_INTERVAL;
use crate::rules::{Cx, Run};
use crate::source::Span;
use crate::yaml::{Value, edit};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let nothing_sets_it = !cx.global.scrape_timeout.is_present()
        && cx.config.jobs().all(|job| !job.scrape_timeout.is_present());
    if !cx.whole || !nothing_sets_it || cx.config.jobs().next().is_none() {
        return;
    }
    let document = cx.document;
    let timeout = cx.global.effective_timeout().value;
    let interval = cx.global.effective_interval().value;
    let global = cx.config.global.spanned();
    let key = global.and_then(|global| global.key).or(cx.config.scrape_configs.key());
    let span = key.map_or(Span::at(0), |key| document.span(key));
    let why = if timeout == interval { "the interval" } else { "its default" };
    let mut finding = cx
        .finding(span, format!("no scrape_timeout is set, so every scrape may take {timeout}"))
        .with_label(format!("Prometheus uses {why}, {timeout}"))
        .with_note("a scrape that takes longer counts as failed: `up` is 0 and all its samples are lost")
        .with_help(format!("write down the timeout that you want, say `scrape_timeout: {timeout}` in `global`"));
    if interval == DEFAULT_INTERVAL && !cx.global.scrape_interval.is_present() {
        finding = finding.with_help("write down interval and timeout in `global`");
    }
    if let Some(global) = global.filter(|global| matches!(document.value(global.node), Value::Mapping(_))) {
        let after = cx.global.scrape_interval.key();
        let title = format!("set `scrape_timeout: {timeout}`, the value in force");
        finding = finding.with_fix(edit::insert_scalar(document, global.node, after, "scrape_timeout", &timeout.to_string()).map(|edits| edit::safe(title, edits)));
    }
    cx.report(finding);
}
