//! A `labelmap` that copies whatever labels the discovered object has.

use crate::config::Action;
use crate::goregex::Template;
use crate::rules::step::{pattern, readable, replacement};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// How names of labels that others choose begin.
const FAMILIES: [&str; 5] = ["_label_", "_labels_", "_annotation_", "_tag_", "_tags_"];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target {
        return;
    }
    // What is copied too much may be removed behind it.
    let removes = |action| matches!(action, Action::LabelDrop | Action::LabelKeep);
    if readable(chain.steps).any(|(_, _, _, action)| removes(action)) {
        return;
    }
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span().filter(|_| action == Action::LabelMap) else { continue };
        let regex = pattern(step);
        let Some(family) = regex.strip_suffix("(.+)").or_else(|| regex.strip_suffix("(.*)")) else {
            continue;
        };
        let is_meant = family.starts_with("__meta_")
            && !family.contains(['(', '[', '.', '|'])
            && FAMILIES.iter().any(|end| family.ends_with(end));
        let is_public = !replacement(step).starts_with("__");
        if !is_meant || !is_public || Template::parse(replacement(step)).is_literal().is_some() {
            continue;
        }
        let finding = cx
            .finding(span, "every label of what is discovered is put on all series of the target")
            .with_label(format!("copies all that begin with `{family}`"))
            .with_note("a label that changes with each rollout, such as a hash, makes all series of the target new ones each time")
            .with_help(format!("name those that you use: `{family}(app|version)`"))
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
