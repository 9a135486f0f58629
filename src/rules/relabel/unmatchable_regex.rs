//! A regex that matches no text at all.

use crate::config::Action;
use crate::finding::short;
use crate::rules::group::variable;
use crate::rules::proof::matches_nothing;
use crate::rules::step::{pattern, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        // These do not look at it (model/relabel/relabel.go).
        if matches!(action, Action::HashMod | Action::Lowercase | Action::Uppercase) {
            continue;
        }
        let Some(span) = step.regex.span() else { continue };
        // A variable that another tool puts a value in for is no regex yet.
        if variable(pattern(step)).is_some() || !matches_nothing(pattern(step)) {
            continue;
        }
        let effect = match action {
            Action::Keep => "everything is dropped here",
            Action::LabelKeep => "all labels are removed here",
            _ => "this step does nothing",
        };
        let finding = cx
            .finding(span, format!("no text matches {}", short(pattern(step))))
            .with_label("matches nothing")
            .with_note(format!("{effect}; proved for all texts"))
            .with_help("`^` and `$` are put around the regex already; leave them out within it")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
