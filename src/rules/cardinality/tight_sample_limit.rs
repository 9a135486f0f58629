//! A limit is there for the day on which something goes wrong, not for the next label value.

use crate::finding::plural;
use crate::rules::evidence::fullest;
use crate::rules::limits::at_limit;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let (Some(limit), Some(dump)) = (evidence.limits.samples, fullest(&evidence.dumps)) else { return };
    let counted = dump.observation.counted();
    let room = limit.saturating_sub(counted);
    if counted > limit || room >= limit.div_ceil(10) {
        return;
    }
    let room = plural(room, "more sample");
    let headline = format!("the `sample_limit` of {limit} leaves room for {room}");
    let finding = at_limit(cx, job, &job.config.sample_limit, &cx.global.sample_limit, headline)
        .with_note(format!(
            "{counted} samples of {} are left behind relabeling; once there are more than the limit, Prometheus fails the whole scrape, stores nothing of it, and `up` is 0",
            dump.source.path
        ))
        .with_help(format!("set `sample_limit` to about twice what a healthy target has: {}", counted.saturating_mul(2)));
    cx.report(finding);
}
