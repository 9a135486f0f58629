//! A regex that is sound in itself, on labels that never have such a value.

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::rules::flow::Flow;
use crate::rules::group::variable;
use crate::rules::proof::{any_matches, are_disjoint, matches_nothing, quoted};
use crate::rules::step::{pattern, readable, separator, sources};
use crate::rules::values::Values;
use crate::rules::{Chain, Cx, Run, is_placeholder};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// With more joined values than this, not all are tried.
const MOST: usize = 256;

/// A sentence names no more values than this.
const MOST_SHOWN: usize = 5;

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(flow) = Flow::of(chain) else { return };
    for (position, at, step, action) in readable(chain.steps) {
        if !matches!(action, Action::Keep | Action::Drop | Action::Replace) || !step.regex.is_given() {
            continue;
        }
        let labels = sources(step);
        // Labels that nothing sets have a rule of their own.
        if labels.is_empty() || labels.iter().any(|label| !flow.may_have(label, position)) {
            continue;
        }
        let values = labels.iter().map(|label| flow.values(label, position));
        let Some(values) = values.collect::<Option<Vec<Values>>>() else { continue };
        if !is_proved(step, &values) {
            continue;
        }
        // Two filters that exclude each other have a rule of their own.
        let excludes = |other: &RelabelConfig, action| {
            action == Action::Keep && sources(other) == labels && are_disjoint(pattern(other), pattern(step))
        };
        if readable(&chain.steps[..position]).any(|(_, _, other, action)| excludes(other, action)) {
            continue;
        }
        let (headline, consequence) = match action {
            Action::Keep => ("no target has what this keeps", "every target is dropped here"),
            Action::Drop => ("no target has what this drops", "nothing is dropped here"),
            _ => ("no target has what this matches", "the step never does anything"),
        };
        let readable: Vec<String> = labels
            .iter()
            .zip(&values)
            .map(|(label, values)| format!("{} is {}", short(label), described(values)))
            .collect();
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), headline)
            .with_label(format!(
                "matches no value of {}",
                if labels.len() == 1 { "its label" } else { "its labels" }
            ))
            .with_note(format!("{}: {consequence}; proved for all values", readable.join(", ")))
            .with_help("a regex must match the whole value, and upper and lower case differ")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}

/// Whether the regex of a step matches none of the values that its labels may have.
fn is_proved(step: &RelabelConfig, values: &[Values]) -> bool {
    let regex = pattern(step);
    // What the quoted word becomes has a rule of its own; a template is no regex yet.
    if regex == "null" || is_placeholder(regex) || variable(regex).is_some() || matches_nothing(regex) {
        return false;
    }
    let Some(examples) = joined(values, separator(step)) else { return false };
    if any_matches(regex, &examples) != Some(false) {
        return false;
    }
    let are_all = values.iter().all(|values| matches!(values, Values::OneOf(_)));
    are_all || {
        let patterns = values.iter().map(|values| format!("(?:{})", values.pattern()));
        are_disjoint(regex, &patterns.collect::<Vec<_>>().join(&quoted(separator(step))))
    }
}

/// The joined values that examples come to; nothing if there are too many.
fn joined(values: &[Values], separator: &str) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    for (at, values) in values.iter().enumerate() {
        let separator = if at == 0 { "" } else { separator };
        let longer = all.iter().flat_map(|start| {
            values.examples().into_iter().map(move |value| format!("{start}{separator}{value}"))
        });
        all = longer.take(MOST + 1).collect();
    }
    (all.len() <= MOST).then_some(all)
}

/// Values as a reader wants them.
fn described(values: &Values) -> String {
    let values = match values {
        Values::Like(form) => return form.words.to_owned(),
        Values::OneOf(values) => values,
    };
    let mut shown: Vec<String> =
        values.iter().filter(|value| !value.is_empty()).map(|value| short(value)).collect();
    if shown.len() > MOST_SHOWN {
        shown.truncate(MOST_SHOWN);
        shown.push("…".to_owned());
    }
    if shown.is_empty() { "empty".to_owned() } else { shown.join(" or ") }
}
