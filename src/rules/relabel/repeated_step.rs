//! A step that stands in a chain twice, with nothing between that would make it do something again.

use std::collections::HashMap;

use crate::config::{Action, RelabelConfig};
use crate::finding::Safety;
use crate::rules::step::{Essence, essence, may_change, nth, readable, sources};
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let mut seen: HashMap<Essence<'_>, usize> = HashMap::new();
    for (position, at, step, action) in readable(chain.steps) {
        // Filters on the same value have a rule of their own.
        if matches!(action, Action::Keep | Action::Drop) {
            continue;
        }
        let Some(first) = seen.insert(essence(step, action), position) else { continue };
        let between = readable(&chain.steps[first + 1..position]);
        let is_changed = between.clone().any(|(_, _, other, action)| may_undo(other, action, step));
        if is_changed || between.count() != position - first - 1 || feeds_itself(step, action) {
            continue;
        }
        let finding = cx
            .finding(at.span, format!("this step stands here twice: it is the same as {}", nth(first)))
            .with_label("does nothing that was not done before")
            .with_related(chain.steps[first].span, "first here")
            .with_note("no step between them changes what it reads or sets")
            .with_help("remove it, or correct it if another label was meant")
            .with_job(chain.job.map(|job| job.name()));
        let repair = remove(cx, chain, position);
        cx.report_with(finding, repair);
    }
}

/// Whether a step between the two may change what they read or set.
fn may_undo(between: &RelabelConfig, action: Action, step: &RelabelConfig) -> bool {
    let names_labels = |action| matches!(action, Action::LabelMap | Action::LabelDrop | Action::LabelKeep);
    let filters = matches!(action, Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual);
    if filters {
        return false;
    }
    step.action().is_some_and(names_labels)
        || step.target_label.text().contains('$')
        || sources(step)
            .into_iter()
            .chain([step.target_label.text()])
            .any(|label| may_change(between, action, label))
}

/// Whether it reads what it sets, so that the second time may come to something else.
fn feeds_itself(step: &RelabelConfig, action: Action) -> bool {
    match action {
        Action::Replace | Action::HashMod => {
            let target = step.target_label.text();
            target.contains('$') || sources(step).contains(&target)
        }
        // What it copies may match again: `a_(.+)` to `a_a_$1`.
        Action::LabelMap => true,
        _ => false,
    }
}

/// Unsafe: nothing changes, but another label may have been meant, which is easier to see while the step is there.
fn remove(cx: &Cx<'_>, chain: Chain<'_>, position: usize) -> Option<Repair> {
    let plan = edit::remove_item(cx.document, chain.list?, chain.steps[position].node)?;
    Some(Repair { title: format!("remove {}", nth(position)), safety: Safety::Unsafe, plan })
}
