//! What a relabel step may do to a label.

use crate::config::{Action, RelabelConfig};
use crate::goregex::Template;
use crate::rules::proof::{matches, matches_everything};
use crate::rules::step::{literal_start, pattern, replacement};

/// What a step may do to a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing, or it may remove it.
    None,
    /// It may set it.
    MaySet,
    /// Behind it the label is gone.
    Removes,
}

/// The one label that a step may set or remove, the empty text if there is none, and nothing if there may be many.
pub(super) fn names_one(step: &RelabelConfig) -> Option<&str> {
    let target = step.target_label.text();
    match step.action()? {
        Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual => Some(""),
        Action::HashMod | Action::Lowercase | Action::Uppercase => Some(target),
        Action::Replace => (!target.contains('$')).then_some(target),
        Action::LabelMap | Action::LabelDrop | Action::LabelKeep => None,
    }
}

/// What a step may do to a label.
pub(super) fn effect(step: &RelabelConfig, label: &str) -> Effect {
    let Some(action) = step.action() else { return Effect::MaySet };
    match action {
        Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual => Effect::None,
        Action::HashMod | Action::Lowercase | Action::Uppercase => sets(step.target_label.text() == label),
        Action::Replace if replacement(step).is_empty() && step.target_label.text() == label => {
            if matches_everything(pattern(step)) {
                Effect::Removes
            } else {
                Effect::None
            }
        }
        Action::Replace => sets(may_name(step.target_label.text(), label, Made::FromValues)),
        // These copy labels to themselves.
        Action::LabelMap
            if matches!((pattern(step), replacement(step)), ("(.*)" | "(.+)", "$1" | "${1}")) =>
        {
            Effect::None
        }
        Action::LabelMap => sets(may_name(replacement(step), label, made_from(step))),
        Action::LabelDrop if matches(pattern(step), label) == Some(true) => Effect::Removes,
        Action::LabelKeep if matches(pattern(step), label) == Some(false) => Effect::Removes,
        Action::LabelDrop | Action::LabelKeep => Effect::None,
    }
}

fn sets(does: bool) -> Effect {
    if does { Effect::MaySet } else { Effect::None }
}

/// What a template is filled in with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Values, or the ends of names of discovery: none begins with `__` in practice.
    FromValues,
    /// Names of any labels.
    FromNames,
}

fn made_from(labelmap: &RelabelConfig) -> Made {
    let is_discovery = literal_start(labelmap).is_some_and(|start| start.starts_with("__meta_"));
    let is_whole = ["$0", "${0}"].iter().any(|group| replacement(labelmap).contains(group));
    if is_discovery && !is_whole { Made::FromValues } else { Made::FromNames }
}

/// Whether a template may come to this name.
fn may_name(template: &str, label: &str, made: Made) -> bool {
    let parsed = Template::parse(template);
    if let Some(name) = parsed.is_literal() {
        return name == label;
    }
    let mut references = parsed.references();
    let first = references.next().map_or(template.len(), |reference| reference.span.start as usize);
    let head = template[..first].replace("$$", "$");
    let is_internal = made == Made::FromValues && label.starts_with("__") && !head.starts_with("__");
    !is_internal && label.starts_with(&head)
}
