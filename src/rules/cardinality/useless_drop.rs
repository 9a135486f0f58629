//! Steps that are there to make less of what is stored, and do not.

use crate::config::{Action, RelabelConfig};
use crate::finding::{plural, short};
use crate::relabel::StepTally;
use crate::rules::evidence::JobEvidence;
use crate::rules::proof::matches;
use crate::rules::reach::is_discovered;
use crate::rules::step::{pattern, readable};
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let idle = evidence.idle_steps(job.config);
    for (position, at, step, action) in readable(job.config.metric_relabel_configs.items()) {
        let values = match action {
            Action::Drop => {
                let found = idle.iter().find(|idle| idle.step == position && idle.part.is_none());
                let Some(found) = found else { continue };
                plural(found.values, "different value")
            }
            Action::LabelDrop if removes_nothing(job, &evidence, position, step) => "all labels".to_owned(),
            _ => continue,
        };
        let what = if action == Action::Drop { "drops no sample" } else { "removes no label" };
        let dumps = evidence.described();
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), format!("step {} {what} of {dumps}", position + 1))
            .with_label(format!("{} matches none of {values}", short(pattern(step))))
            .with_note("either the regex is wrong, and what it was meant for is stored; or what it was meant for is gone, and the step can go, too")
            .with_help("compare the regex with what the target answers; it has to match the whole value")
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}

/// Whether a `labeldrop` matches no label, those of the targets included, as far as they are known.
fn removes_nothing(job: Job<'_>, evidence: &JobEvidence, position: usize, step: &RelabelConfig) -> bool {
    let StepTally { reached, changed, .. } = evidence.tally(position);
    if reached == 0 || changed > 0 || is_discovered(job.config) || job.config.relabel_configs.is_given() {
        return false;
    }
    let groups = job.config.static_configs.values().filter_map(|group| group.labels.value());
    let mut names = groups.flat_map(|labels| labels.entries()).filter_map(|(name, _)| name.value());
    names.all(|name| matches(pattern(step), name) == Some(false))
}
