//! A regex that is sound in itself, on labels that never have such a value.

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::rules::flow::Flow;
use crate::rules::group::variable;
use crate::rules::proof::{are_disjoint, matches_nothing, quoted};
use crate::rules::step::{pattern, readable, separator, sources};
use crate::rules::{Chain, Cx, Run, is_placeholder};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

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
        let Some(values) = values.collect::<Option<Vec<String>>>() else { continue };
        let joined = values.iter().map(|values| format!("(?:{values})")).collect::<Vec<_>>();
        let joined = joined.join(&quoted(separator(step)));
        // What the quoted word becomes has a rule of its own.
        let is_null = pattern(step) == "null";
        let is_template = is_null || is_placeholder(pattern(step)) || variable(pattern(step)).is_some();
        if is_template || matches_nothing(pattern(step)) || !are_disjoint(pattern(step), &joined) {
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

/// Values as a reader wants them.
fn described(pattern: &str) -> String {
    match pattern {
        "[0-9]+" | "[0-9]*" => "a number".to_owned(),
        ",.*," => "tags with a comma before and behind each".to_owned(),
        "/.*" => "a name behind a `/`".to_owned(),
        "[-a-z0-9.]*" => "a name of `a-z`, `0-9`, `-` and `.`".to_owned(),
        "[-A-Za-z0-9_.]*" => "of letters, digits, `-`, `_` and `.`".to_owned(),
        "[^A-Z]*" => "in lower case".to_owned(),
        "[^a-z]*" => "in upper case".to_owned(),
        _ => {
            let mut values: Vec<String> = pattern
                .split('|')
                .filter(|value| !value.is_empty())
                .map(|value| short(&value.replace('\\', "")))
                .collect();
            if values.len() > 5 {
                values.truncate(5);
                values.push("…".to_owned());
            }
            if values.is_empty() { "empty".to_owned() } else { values.join(" or ") }
        }
    }
}
