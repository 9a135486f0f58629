//! `sample_limit` counts what relabeling leaves, without series that come twice; beyond it nothing of a scrape is stored
//! (scrape/scrape.go, `limitAppender`).

use crate::rules::evidence::fullest;
use crate::rules::limits::at_limit;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let (Some(limit), Some(dump)) = (evidence.limits.samples, fullest(&evidence.dumps)) else { return };
    let counted = dump.observation.counted();
    if counted <= limit {
        return;
    }
    let headline = format!("a scrape of {counted} samples is over the `sample_limit` of {limit}");
    let finding = at_limit(cx, job, &job.config.sample_limit, &cx.global.sample_limit, headline)
        .with_note(format!(
            "{} has {} samples, and {counted} of them are left behind relabeling; Prometheus fails the whole scrape, stores nothing of it, and `up` is 0",
            dump.source.path, dump.observation.samples
        ))
        .with_help(format!("set `sample_limit` well above {counted}, or drop metrics that nobody needs in `metric_relabel_configs`"));
    cx.report(finding);
}
