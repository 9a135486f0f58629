//! A job for which nothing can be found.

use crate::rules::{Cx, Job, Run};
use crate::yaml::{Given, Value};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(groups) = job.config.static_configs.spanned() else { return };
    let targets = job.config.static_configs.values().flat_map(|group| group.targets.items()).count();
    if targets > 0 || groups.elsewhere || is_discovered(cx, job) {
        return;
    }
    let finding = cx
        .finding(groups.span, "this job has no targets")
        .with_label("holds no target")
        .with_note(
            "Prometheus starts with it and scrapes nothing; no `up` series tells that something is missing",
        )
        .with_help("give it targets, or remove the job")
        .with_job(Some(job.config.name()));
    cx.report(finding);
}

/// Whether targets may come from elsewhere. What does not decode counts: it has a finding of its own.
fn is_discovered(cx: &Cx<'_>, job: Job<'_>) -> bool {
    let Some(node) = cx.document.resolved(job.at.node) else { return true };
    let Value::Mapping(pairs) = cx.document.value(node) else { return true };
    let brings_targets = |name: &str| name == "<<" || name.ends_with("_sd_configs");
    pairs.iter().any(|(key, _)| cx.document.scalar(key).is_some_and(brings_targets))
        || matches!(job.config.static_configs.spanned().map(|groups| &groups.given), Some(Given::Invalid))
        || job.config.static_configs.items().iter().any(|group| !group.clean)
}
