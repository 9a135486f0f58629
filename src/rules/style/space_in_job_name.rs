//! Any text is a job's name, but it is typed into queries and matched in alerts ever after.

use crate::finding::short;
use crate::rules::{Cx, Job, Run, is_placeholder};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let name = job.config.name();
    let Some(span) = job.config.job_name.span().filter(|_| name.contains(char::is_whitespace)) else {
        return;
    };
    if is_placeholder(name) {
        return;
    }
    let better = name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    let finding = cx
        .finding(span, format!("job name {} holds a space", short(name)))
        .with_label("becomes the label `job` of all its series")
        .with_note("Prometheus does not mind; people who type queries, routes and file names do")
        .with_help(format!(
            "call it {}; dashboards and alerts that name the job have to follow",
            short(&better)
        ))
        .with_job(Some(name));
    cx.report(finding);
}
