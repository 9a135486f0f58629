//! A `drop` whose regex matches every value, as the default one does.

use crate::config::Action;
use crate::rules::proof::matches_everything;
use crate::rules::step::{passing, pattern, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        if action != Action::Drop || !matches_everything(pattern(step)) {
            continue;
        }
        let what = passing(chain.stage);
        let label = if step.regex.is_present() {
            "matches every value, the empty one too"
        } else {
            "without a regex every value matches"
        };
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), format!("this step drops every {what} that reaches it"))
            .with_label(label)
            .with_note("the steps behind it are never reached; proved for all values")
            .with_help("`.+` in place of `.*` drops only what has the label; remove the section if nothing is wanted")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
