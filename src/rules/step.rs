//! A relabel step as rules look at it: what is in force, whether written or not.

use std::sync::Arc;

use super::proof::matches;
use super::rule::{Chain, Cx, Stage};
use crate::config::{Action, RelabelConfig};
use crate::goregex::{Ast, Case, Kind, Template, parse_shared};
use crate::source::Span;
use crate::yaml::edit::{self, Plan};
use crate::yaml::{Field, NodeId, Spanned};

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

/// The text that all that its regex matches begins with, where no group holds it.
pub(super) fn literal_start(step: &RelabelConfig) -> Option<String> {
    let ast = ast(step).filter(|ast| ast.escapes_anchors_at().is_none())?;
    let Kind::Concat(parts) = ast.kind(ast.root()) else { return None };
    let mut parts = ast.children(parts).skip_while(|&part| matches!(ast.kind(part), Kind::Assertion(_)));
    let Kind::Literal(literal) = ast.kind(parts.next()?) else { return None };
    (literal.case == Case::Sensitive).then(|| ast.literal(literal).to_owned())
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

/// Whether all of a step decodes, its regex as well: else what it does is not known.
pub(super) fn decodes(at: &Spanned<RelabelConfig>) -> bool {
    let has_regex = |step: &RelabelConfig| {
        step.regex.value().is_some() || !step.regex.is_present() || step.regex.is_null()
    };
    at.clean && at.value().is_some_and(has_regex)
}

/// Steps that decode, with their positions. Those of which a key does not decode are left out: what they do is not known.
pub(super) fn readable(
    steps: &[Spanned<RelabelConfig>],
) -> impl Iterator<Item = (usize, &Spanned<RelabelConfig>, &RelabelConfig, Action)> + Clone {
    steps.iter().enumerate().filter(|(_, at)| decodes(at)).filter_map(|(position, at)| {
        let step = at.value()?;
        Some((position, at, step, step.action()?))
    })
}

/// All that a step is, as it is in force.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Essence<'c> {
    action: Action,
    sources: Vec<&'c str>,
    separator: &'c str,
    pattern: &'c str,
    target: &'c str,
    replacement: &'c str,
    modulus: u64,
}

/// What a step is.
pub(super) fn essence(step: &RelabelConfig, action: Action) -> Essence<'_> {
    Essence {
        action,
        sources: sources(step),
        separator: separator(step),
        pattern: pattern(step),
        target: step.target_label.text(),
        replacement: replacement(step),
        modulus: step.modulus.value().map_or(0, |modulus| modulus.0),
    }
}

/// Whether what each of some steps does is known.
pub(super) fn are_readable(steps: &[Spanned<RelabelConfig>]) -> bool {
    steps.iter().all(|at| at.clean && at.value().is_some_and(|step| step.action().is_some()))
}

/// Whether a step may set or remove this label.
pub(super) fn may_change(step: &RelabelConfig, action: Action, label: &str) -> bool {
    let target = step.target_label.text();
    match action {
        Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual => false,
        Action::HashMod | Action::Lowercase | Action::Uppercase => target == label,
        Action::Replace => Template::parse(target).is_literal().is_none_or(|name| name == label),
        Action::LabelMap => Template::parse(replacement(step)).is_literal().is_none_or(|name| name == label),
        Action::LabelDrop => matches(pattern(step), label) != Some(false),
        Action::LabelKeep => matches(pattern(step), label) != Some(true),
    }
}

/// Whether what a `replace` or `labelmap` writes is what it read, wherever its regex matches.
pub(super) fn copies_whole(step: &RelabelConfig) -> bool {
    matches!(pattern(step), "(.*)" | "(.+)") && matches!(replacement(step), "$1" | "${1}")
        || matches!(replacement(step), "$0" | "${0}")
}

/// Whether some step of the chain puts brackets around addresses.
pub(super) fn is_bracketed(chain: Chain<'_>) -> bool {
    readable(chain.steps).any(|(_, _, step, _)| replacement(step).contains('['))
}

/// What passes a chain, one of them.
pub(super) fn passing(stage: Stage) -> &'static str {
    match stage {
        Stage::Target => "target",
        Stage::Metric | Stage::Write => "sample",
        Stage::Alert => "alert",
        Stage::AlertmanagerTarget => "Alertmanager",
    }
}

/// A key that is written in a step.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) node: NodeId,
    pub(super) span: Span,
    /// Whether its value is the one in force without it.
    pub(super) is_default: bool,
    pub(super) borrowed: bool,
}

/// The keys that are written in a step, in this file.
pub(super) fn keys(step: &RelabelConfig) -> impl Iterator<Item = Key> {
    fn key<T>(name: &'static str, field: &Field<T>, is_default: impl Fn(&T) -> bool) -> Option<Key> {
        let spanned = field.spanned()?;
        Some(Key {
            name,
            node: field.key()?,
            span: spanned.span,
            is_default: spanned.value().is_some_and(is_default),
            borrowed: spanned.borrowed,
        })
    }
    let keys = [
        key("source_labels", &step.source_labels, Vec::is_empty),
        key("separator", &step.separator, |text| text.as_ref() == ";"),
        key("regex", &step.regex, |regex| regex.as_ref() == "(.*)"),
        key("modulus", &step.modulus, |_| false),
        key("target_label", &step.target_label, |text| text.as_ref().is_empty()),
        key("replacement", &step.replacement, |text| matches!(text.as_ref(), "$1" | "${1}")),
        key("action", &step.action, |action| *action == Action::Replace),
    ];
    keys.into_iter().flatten()
}

/// Takes a step out of its list; nothing if someone has written something about it, which is not thrown away.
pub(super) fn removal(cx: &Cx<'_>, chain: Chain<'_>, at: &Spanned<RelabelConfig>) -> Option<Plan> {
    let comments = cx.document.comments();
    let next = comments.partition_point(|comment| comment.start < at.span.start);
    let has_comment = comments.get(next).is_some_and(|comment| comment.start < at.span.end);
    let list = chain.list.filter(|_| !at.borrowed && !has_comment)?;
    edit::remove_item(cx.document, list, at.node)
}

/// A step by its number, as people count.
pub(super) fn nth(position: usize) -> String {
    format!("step {}", position + 1)
}
