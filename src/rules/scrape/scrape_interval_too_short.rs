//! Prometheus takes any interval above 0; each scrape costs the target and the database.

use crate::config::Duration;
use crate::rules::interval::{Judgement, report_each};
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const SHORTEST: Duration = Duration::from_secs(5);

fn check(cx: &mut Cx<'_>) {
    let judgement = Judgement { is_bad: |interval| interval < SHORTEST, replacement: None };
    report_each(cx, &judgement, |cx, span, interval| {
        let per_minute = 60_000 / interval.as_millis().max(1);
        cx.finding(span, format!("every target is scraped each {interval}, {per_minute} times a minute"))
            .with_note("load on the targets, samples stored and memory grow in step with it")
            .with_help("use 5s or more: 15s shows nearly everything that 1s does")
    });
}
