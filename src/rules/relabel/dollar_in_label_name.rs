//! Since Prometheus 3 a label's name may hold any character, so a mistyped reference to a group is a name.

use crate::finding::short;
use crate::rules::naming::written;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        let Some(name) = written(cx, chain, step, action) else { continue };
        if !name.plain.contains(['$', '{', '}']) {
            continue;
        }
        let finding = cx
            .finding(name.field.span, format!("{} in a label's name stands for itself", short(&name.plain)))
            .with_label("no reference to a group")
            .with_note(
                "labels may have any characters since Prometheus 3, so the name is taken as it is typed",
            )
            .with_help("write a reference as `$1` or `${1}`; only `replace` and `labelmap` have groups")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
