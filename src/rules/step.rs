//! A relabel step as rules look at it: what is in force, whether written or not.

use std::sync::Arc;

use crate::config::{Action, RelabelConfig};
use crate::goregex::{Ast, Template, parse_shared};
use crate::yaml::Spanned;

/// The pattern in force; a null is the empty one (`Config.UnmarshalYAML`).
pub(super) fn pattern(step: &RelabelConfig) -> &str {
    step.regex.text_or("(.*)")
}

/// The pattern in force, as a tree.
pub(super) fn ast(step: &RelabelConfig) -> Option<Arc<Ast>> {
    match step.regex.value() {
        Some(regex) => Some(regex.shared_ast()),
        None => parse_shared(pattern(step)).ok(),
    }
}

/// The labels it reads.
pub(super) fn sources(step: &RelabelConfig) -> Vec<&str> {
    step.source_labels.items().iter().map(|label| label.value().map_or("", |name| name)).collect()
}

/// What is put between their values.
pub(super) fn separator(step: &RelabelConfig) -> &str {
    step.separator.text_or(";")
}

/// The replacement in force.
pub(super) fn replacement(step: &RelabelConfig) -> &str {
    step.replacement.text_or("$1")
}

/// Steps that decode, with their positions. Those of which a key does not decode are left out: what they do is not known.
pub(super) fn readable(
    steps: &[Spanned<RelabelConfig>],
) -> impl Iterator<Item = (usize, &Spanned<RelabelConfig>, &RelabelConfig, Action)> + Clone {
    steps.iter().enumerate().filter(|(_, at)| at.clean).filter_map(|(position, at)| {
        let step = at.value()?;
        Some((position, at, step, step.action()?))
    })
}

/// Whether a step may set or remove this label.
pub(super) fn may_change(step: &RelabelConfig, action: Action, label: &str) -> bool {
    let target = step.target_label.text();
    match action {
        Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual => false,
        Action::HashMod | Action::Lowercase | Action::Uppercase => target == label,
        Action::Replace => Template::parse(target).is_literal().is_none_or(|name| name == label),
        Action::LabelMap | Action::LabelDrop | Action::LabelKeep => true,
    }
}

/// A step by its number, as people count.
pub(super) fn nth(position: usize) -> String {
    format!("step {}", position + 1)
}
