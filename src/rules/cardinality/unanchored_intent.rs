//! A regex has to match the whole of the joined values (model/relabel/regexp.go, `NewRegexp`: `^(?s:` … `)$`).

use crate::config::Action;
use crate::finding::{long, short};
use crate::rules::step::pattern;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    for idle in evidence.idle_steps(job.config) {
        let at = job.config.metric_relabel_configs.items().get(idle.step);
        let (Some(at), Some(part)) = (at, &idle.part) else { continue };
        let Some(step) = at.value() else { continue };
        let regex = short(pattern(step));
        let note = match idle.action {
            Action::Keep => "a regex has to match the whole text; as it is, the step drops every sample",
            Action::Drop => "a regex has to match the whole text; as it is, the step drops nothing",
            _ => "a regex has to match the whole text; as it is, the step changes nothing",
        };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("{regex} matches no value as a whole, only parts of some"),
            )
            .with_label(format!("matches {} in {}", short(&part.part), long(&part.value)))
            .with_note(format!("{note} of {}", evidence.described()))
            .with_help("write `.*` where other text may stand, such as `.*text.*`, or write the whole value")
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}
