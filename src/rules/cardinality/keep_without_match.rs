//! A `keep` that keeps nothing: the job is scraped for the synthetic series alone.

use crate::config::Action;
use crate::finding::{plural, short};
use crate::rules::step::{nth, pattern};
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    for idle in evidence.idle_steps(job.config) {
        if idle.action != Action::Keep || idle.part.is_some() {
            continue;
        }
        let at = job.config.metric_relabel_configs.items().get(idle.step);
        let Some((at, step)) = at.and_then(|at| Some((at, at.value()?))) else { continue };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("{} keeps no sample of {}", nth(idle.step), evidence.described()),
            )
            .with_label(format!("{} matches none of {}", short(pattern(step)), plural(idle.values, "different value")))
            .with_note("all samples that come to the step are dropped; of such a target only `up` and the other series that Prometheus makes itself are stored")
            .with_help("compare the regex with what the target answers; it has to match the whole value")
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}
