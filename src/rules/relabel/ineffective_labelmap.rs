//! A `labelmap` that copies each label to itself.

use crate::config::Action;
use crate::rules::step::{copies_whole, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        if action != Action::LabelMap || !copies_whole(step) {
            continue;
        }
        let label = if step.regex.is_present() {
            "its group is the whole name"
        } else {
            "without a regex the group is the whole name"
        };
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), "this `labelmap` copies each label to itself")
            .with_label(label)
            .with_note("the step does nothing")
            .with_help("put the part of the name to keep into a group: `__meta_kubernetes_pod_label_(.+)`")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
