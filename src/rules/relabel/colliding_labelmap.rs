//! A `labelmap` that copies two labels to one name (model/relabel/relabel.go goes over the labels one after the other).

use crate::config::Action;
use crate::finding::short;
use crate::rules::merging::merged;
use crate::rules::step::{copies_whole, pattern, readable, replacement};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// What names of labels look like.
const NAME: &str = "[a-z_][a-z0-9_]*[a-z0-9]";

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        // Other tools put a single dollar sign in for two.
        if action != Action::LabelMap || copies_whole(step) || replacement(step).contains("$$") {
            continue;
        }
        let Some(pair) = merged(pattern(step), replacement(step), NAME) else { continue };
        // To a label without a name: a reference to a group that is not there.
        if pair.result.is_empty() {
            continue;
        }
        let order = if chain.stage == Stage::Target {
            "which of the values it gets is left to chance, and may change at each discovery"
        } else {
            "it gets the value of the one that comes last, mostly by the order of their names"
        };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("this `labelmap` copies different labels to {}", short(&pair.result)),
            )
            .with_label(format!("matches `{}` and `{}`", pair.one, pair.other))
            .with_note(order)
            .with_help("write one step for each kind of label; of two steps the later one wins")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
