//! A label that is set, and set anew for every target or sample before anything reads it.

use std::collections::HashMap;

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::rules::proof::{matches, matches_everything};
use crate::rules::step::{essence, nth, pattern, readable, sources};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    // Labels that were set and not read since, with the step.
    let mut unread: HashMap<&str, usize> = HashMap::new();
    let mut before = 0;
    for (position, at, step, action) in readable(chain.steps) {
        // A step that does not decode may read anything.
        if position != before {
            unread.clear();
        }
        before = position + 1;
        for label in sources(step) {
            unread.remove(label);
        }
        let target = step.target_label.text();
        match action {
            Action::Keep | Action::Drop => {}
            Action::KeepEqual | Action::DropEqual => _ = unread.remove(target),
            Action::LabelMap => unread.retain(|label, _| matches(pattern(step), label) == Some(false)),
            Action::LabelDrop | Action::LabelKeep => unread.clear(),
            Action::Replace if target.contains('$') => {}
            Action::Replace | Action::HashMod | Action::Lowercase | Action::Uppercase => {
                let always_sets = always_sets(step, action);
                let earlier = unread.get(target).copied().filter(|_| always_sets);
                // A value that is set for some targets only is often a first try, and harmless.
                if always_sets {
                    unread.insert(target, position);
                } else {
                    unread.remove(target);
                }
                let Some(earlier) = earlier else { continue };
                // A step that stands there twice has a rule of its own.
                let is_same = |other: &RelabelConfig| essence(other, action) == essence(step, action);
                if chain.steps[earlier].value().is_some_and(is_same) {
                    continue;
                }
                let set = chain.steps[earlier].span;
                let finding = cx
                    .finding(set, format!("{} is overwritten by {} unread", short(target), nth(position)))
                    .with_label(format!("sets {} in vain", short(target)))
                    .with_related(step.target_label.span().unwrap_or(at.span), overwrites(step, action))
                    .with_note("no step between them reads the label")
                    .with_help(advice(step, action))
                    .with_job(chain.job.map(|job| job.name()));
                cx.report(finding);
            }
        }
    }
}

/// Whether the label has another value behind the step, whatever it had.
fn always_sets(step: &RelabelConfig, action: Action) -> bool {
    match action {
        Action::Replace => matches_everything(pattern(step)),
        _ => true,
    }
}

fn takes_empty_values(step: &RelabelConfig, action: Action) -> bool {
    action == Action::Replace && !sources(step).is_empty()
}

fn overwrites(step: &RelabelConfig, action: Action) -> &'static str {
    if takes_empty_values(step, action) {
        "set anew here, and removed where the source is empty"
    } else {
        "set anew here"
    }
}

fn advice(step: &RelabelConfig, action: Action) -> &'static str {
    if takes_empty_values(step, action) {
        "to keep the first value where the source is empty, write `regex: (.+)` in the later step"
    } else {
        "remove the first of the two, or correct its `target_label`"
    }
}
