//! Keys that a step's action never looks at (model/relabel/relabel.go, `relabel`). Others that do not go with an action
//! are refused at load.

use crate::config::Action;
use crate::finding::Safety;
use crate::rules::step::{keys, readable};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        // What is written as it is by default is meant to do nothing.
        for key in keys(step).filter(|key| !key.is_default && ignored(action).contains(&key.name)) {
            let (action, name) = (action.as_str(), key.name);
            let finding = cx
                .finding(cx.document.span(key.node), format!("`{name}` does nothing in a `{action}` step"))
                .with_label("Prometheus never reads it here")
                .with_note(format!("`{action}` reads {}", reads(step.action().unwrap_or_default())))
                .with_help(help(name, step.action().unwrap_or_default()))
                .with_job(chain.job.map(|job| job.name()));
            let plan = (!key.borrowed && !at.borrowed)
                .then(|| edit::remove_entry(cx.document, at.node, key.node))
                .flatten();
            let repair =
                plan.map(|plan| Repair { title: format!("remove `{name}`"), safety: Safety::Safe, plan });
            cx.report_with(finding, repair);
        }
    }
}

fn ignored(action: Action) -> &'static [&'static str] {
    match action {
        Action::Replace => &["modulus"],
        Action::Keep | Action::Drop => &["target_label", "replacement", "modulus"],
        Action::HashMod => &["regex", "replacement"],
        Action::Lowercase | Action::Uppercase => &["regex", "modulus"],
        Action::LabelMap => &["source_labels", "target_label", "separator", "modulus"],
        Action::KeepEqual | Action::DropEqual | Action::LabelDrop | Action::LabelKeep => &[],
    }
}

fn reads(action: Action) -> &'static str {
    match action {
        Action::Keep | Action::Drop => "`source_labels`, `separator` and `regex`",
        Action::HashMod => "`source_labels`, `separator`, `modulus` and `target_label`",
        Action::Lowercase | Action::Uppercase => "`source_labels`, `separator` and `target_label`",
        Action::LabelMap => "`regex` and `replacement`, and matches the names of all labels",
        Action::LabelDrop | Action::LabelKeep => "`regex`",
        Action::KeepEqual | Action::DropEqual => "`source_labels` and `target_label`",
        Action::Replace => "`source_labels`, `separator`, `regex`, `target_label` and `replacement`",
    }
}

fn help(name: &str, action: Action) -> &'static str {
    match (name, action) {
        ("regex", _) => {
            "remove it; to change only some values, write a `replace` step, or a `keep` before this one"
        }
        ("target_label" | "replacement", Action::Keep | Action::Drop) => {
            "remove it; to set a label as well, write a `replace` step of its own"
        }
        ("source_labels", _) => "remove it; to copy one label, write a `replace` step",
        _ => "remove it",
    }
}
