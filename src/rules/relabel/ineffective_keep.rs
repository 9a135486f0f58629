//! A `keep` whose regex matches every value, as the default one does.

use crate::config::Action;
use crate::finding::Safety;
use crate::rules::proof::matches_everything;
use crate::rules::step::{pattern, readable, removal};
use crate::rules::{Chain, Cx, Repair, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        if action != Action::Keep || !matches_everything(pattern(step)) {
            continue;
        }
        let label = if step.regex.is_present() {
            "matches every value, the empty one too"
        } else {
            "without a regex every value matches"
        };
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), "this `keep` keeps everything")
            .with_label(label)
            .with_note(
                "a label that is not there has the empty value, and `.*` matches that; proved for all values",
            )
            .with_help("write `.+` to keep only what has the label, or remove the step")
            .with_job(chain.job.map(|job| job.name()));
        let plan = removal(cx, chain, at);
        let repair =
            plan.map(|plan| Repair { title: "remove the step".to_owned(), safety: Safety::Safe, plan });
        cx.report_with(finding, repair);
    }
}
