//! One step in words.

use super::model::{WalkChange, WalkGroup, WalkLabel, WalkStep};
use super::redact::Redactor;
use crate::config::{Action, RelabelConfig, Uint64};
use crate::relabel::{Joined, Seen, StepTrace};

pub(super) fn walk_step(
    number: usize,
    line: usize,
    rule: Option<&RelabelConfig>,
    trace: &StepTrace,
    redactor: &Redactor,
) -> WalkStep {
    let action = rule.and_then(RelabelConfig::action).unwrap_or_default();
    let mut step = WalkStep {
        number,
        line,
        action: action.as_str(),
        rule: rule.map_or_else(String::new, |rule| redactor.text(&rule_words(rule))),
        sources: Vec::new(),
        joined: None,
        regex: rule.filter(|_| has_regex(action)).map(|rule| redactor.text(regex(rule))),
        matched: None,
        groups: Vec::new(),
        matching_labels: Vec::new(),
        compared_with: None,
        changes: trace
            .changes
            .iter()
            .map(|change| WalkChange {
                label: change.label.clone(),
                before: redactor.value(&change.label, &change.before),
                after: redactor.value(&change.label, &change.after),
            })
            .collect(),
        dropped: trace.dropped,
        note: None,
    };
    match &trace.seen {
        Seen::Match { joined, groups, invalid_target, near } => {
            step.join(joined, redactor);
            step.matched = Some(groups.is_some());
            let groups = groups.iter().flatten().map(|group| WalkGroup {
                number: group.number,
                name: group.name.clone(),
                text: group.text.as_ref().map(|text| redactor.text(text)),
            });
            step.groups = groups.collect();
            let invalid = invalid_target.as_ref().map(|name| match name.as_str() {
                "" => "its target label comes to nothing, so nothing is set".to_owned(),
                name => {
                    format!("its target label comes to {name:?}, which is no valid name, so nothing is set")
                }
            });
            step.note = invalid.or_else(|| near.as_ref().map(|near| redactor.text(&near.to_string())));
        }
        Seen::Value { joined } => step.join(joined, redactor),
        Seen::Comparison { joined, label, with } => {
            step.join(joined, redactor);
            step.compared_with = Some(WalkLabel { label: label.clone(), value: redactor.value(label, with) });
        }
        Seen::Names { matching } => step.matching_labels.clone_from(matching),
    }
    step
}

impl WalkStep {
    fn join(&mut self, joined: &Joined, redactor: &Redactor) {
        let sources = joined
            .sources
            .iter()
            .map(|(label, value)| WalkLabel { label: label.clone(), value: redactor.value(label, value) });
        self.sources = sources.collect();
        // One value alone may be hidden because of its label's name.
        self.joined = Some(match &self.sources[..] {
            [only] => only.value.clone(),
            _ => redactor.text(&joined.value),
        });
    }
}

fn has_regex(action: Action) -> bool {
    !matches!(
        action,
        Action::KeepEqual | Action::DropEqual | Action::HashMod | Action::Lowercase | Action::Uppercase
    )
}

/// The regex in force.
fn regex(rule: &RelabelConfig) -> &str {
    rule.regex.text_or("(.*)")
}

/// What a rule does, in words.
pub fn rule_words(rule: &RelabelConfig) -> String {
    let action = rule.action().unwrap_or_default();
    let names: Vec<&str> =
        rule.source_labels.items().iter().map(|name| name.value().map_or("", AsRef::as_ref)).collect();
    let separator = rule.separator.text_or(";");
    let source = match &names[..] {
        [] => "nothing".to_owned(),
        [name] => (*name).to_owned(),
        _ if separator == ";" => names.join(";"),
        _ => format!("{} joined by {separator:?}", names.join(", ")),
    };
    let (target, regex) = (rule.target_label.text(), regex(rule));
    let is_any = matches!(regex, "(.*)" | ".*");
    let replacement = rule.replacement.text_or("$1");
    match action {
        Action::Keep => format!("keep if {source} matches `{regex}`"),
        Action::Drop => format!("drop if {source} matches `{regex}`"),
        Action::Replace if names.is_empty() && is_any && !replacement.contains('$') => {
            if replacement.is_empty() {
                format!("remove {target}")
            } else {
                format!("set {target} to {replacement:?}")
            }
        }
        Action::Replace if regex == "(.*)" && replacement == "$1" => format!("copy {source} to {target}"),
        Action::Replace if replacement.is_empty() => format!("remove {target} if {source} matches `{regex}`"),
        Action::Replace => format!("set {target} to \"{replacement}\" if {source} matches `{regex}`"),
        Action::KeepEqual => format!("keep if {source} equals {target}"),
        Action::DropEqual => format!("drop if {source} equals {target}"),
        Action::HashMod => {
            format!("set {target} to the hash of {source} modulo {}", rule.modulus.or(Uint64(0)).0)
        }
        Action::Lowercase => format!("set {target} to {source} in lower case"),
        Action::Uppercase => format!("set {target} to {source} in upper case"),
        Action::LabelMap => format!("copy labels whose names match `{regex}` to \"{replacement}\""),
        Action::LabelDrop => format!("remove labels whose names match `{regex}`"),
        Action::LabelKeep => format!("remove labels whose names do not match `{regex}`"),
    }
}
