//! A `replace` that writes a label's value back to the label.

use crate::config::Action;
use crate::finding::{Safety, short};
use crate::rules::step::{copies_whole, readable, removal, sources};
use crate::rules::{Chain, Cx, Repair, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        let label = step.target_label.text();
        // An empty value is removed, which it is already.
        if action != Action::Replace || sources(step) != [label] || label.contains('$') || !copies_whole(step)
        {
            continue;
        }
        let finding = cx
            .finding(
                step.target_label.span().unwrap_or(at.span),
                format!("this step copies {} to itself", short(label)),
            )
            .with_label("read and written unchanged")
            .with_note("the step does nothing")
            .with_help("remove it")
            .with_job(chain.job.map(|job| job.name()));
        let repair = removal(cx, chain, at).map(|plan| Repair {
            title: "remove the step".to_owned(),
            safety: Safety::Safe,
            plan,
        });
        cx.report_with(finding, repair);
    }
}
