//! Keys that are written with the value they have anyway (model/relabel/relabel.go, `DefaultRelabelConfig`).

use crate::finding::Safety;
use crate::rules::step::{keys, readable};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, _) in readable(chain.steps) {
        for key in keys(step).filter(|key| key.is_default && !key.borrowed) {
            let name = key.name;
            let finding = cx
                .finding(key.span, format!("`{name}` is written with its default"))
                .with_label("in force without it")
                .with_note("the step does the same without this key")
                .with_help("leave it out, so that what is special about the step stands out")
                .with_job(chain.job.map(|job| job.name()));
            let plan = (!at.borrowed).then(|| edit::remove_entry(cx.document, at.node, key.node)).flatten();
            let repair =
                plan.map(|plan| Repair { title: format!("remove `{name}`"), safety: Safety::Safe, plan });
            cx.report_with(finding, repair);
        }
    }
}
