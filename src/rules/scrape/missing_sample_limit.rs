//! Jobs whose targets come and go by themselves, and may bring any number of series.

use crate::config::Uint;
use crate::rules::reach::is_discovered;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    let is_unlimited = config.sample_limit.or(Uint(0)).0 == 0 && cx.global.sample_limit.or(Uint(0)).0 == 0;
    if !is_unlimited || !is_discovered(config) {
        return;
    }
    let Some(span) = config.job_name.span() else { return };
    let finding = cx
        .finding(span, "any target may bring any number of series: no `sample_limit` is set")
        .with_label("finds its targets by itself")
        .with_note("one faulty release of one service can fill the memory of Prometheus, and all other jobs go with it")
        .with_help("set `sample_limit` well above what the largest target has; a scrape beyond it fails as a whole")
        .with_job(Some(config.name()));
    cx.report(finding);
}
