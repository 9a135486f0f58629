//! Prometheus takes any interval above 0; each scrape costs the target and the database.

use crate::config::Duration;
use crate::rules::interval::{Judgement, report_each};
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

/// What is not reported unless settings say otherwise.
const SHORTEST: Duration = Duration::from_secs(5);

fn check(cx: &mut Cx<'_>) {
    let is_bad = |cx: &Cx<'_>, job: Option<&str>, interval| {
        interval < *cx.options.find(job, |table| &table.shortest).unwrap_or(&SHORTEST)
    };
    let judgement = Judgement { is_bad, replacement: None };
    report_each(cx, &judgement, |cx, span, interval| {
        let per_minute = 60_000 / interval.as_millis().max(1);
        cx.finding(span, format!("every target is scraped each {interval}, {per_minute} times a minute"))
            .with_note("load on the targets, samples stored and memory grow in step with it")
            .with_help("use a longer one: 15s shows nearly everything that 1s does")
    });
}
