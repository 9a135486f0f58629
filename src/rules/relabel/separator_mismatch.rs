//! Values are joined with a separator between them, also where they are empty (model/relabel/relabel.go, `strings.Join`).

use crate::config::Action;
use crate::finding::short;
use crate::rules::proof::{are_disjoint, matches_nothing, quoted, takes_any_text, writes};
use crate::rules::step::{pattern, readable, separator, sources};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Separators that people use.
const OTHERS: [&str; 10] = [";", "/", ":", ",", "-", "_", ".", "@", "|", ""];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        if !matches!(action, Action::Replace | Action::Keep | Action::Drop) {
            continue;
        }
        let (labels, separator, regex) = (sources(step), separator(step), pattern(step));
        if labels.len() < 2 || separator.is_empty() || !step.regex.is_present() {
            continue;
        }
        // `.*` has room for any separator.
        if takes_any_text(regex)
            || writes(regex, separator) >= labels.len() - 1
            || !are_disjoint(regex, &joined(labels.len(), separator))
            || matches_nothing(regex)
        {
            continue;
        }
        let sample = labels.join(separator);
        let effect = match action {
            Action::Keep => "nothing matches, so everything is dropped",
            Action::Drop => "nothing matches, so nothing is dropped",
            _ => "nothing matches, so no label is set",
        };
        let fitting = OTHERS
            .iter()
            .find(|other| **other != separator && !are_disjoint(regex, &joined(labels.len(), other)));
        let help = match fitting {
            Some(other) => {
                format!("set `separator: {other:?}`, or write {separator:?} between the parts of the regex")
            }
            None => format!("write {separator:?} between the parts of the regex"),
        };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("the regex leaves no room for the separator {separator:?}"),
            )
            .with_label(format!("cannot match values joined as {}", short(&sample)))
            .with_note(format!("{effect}; proved for all values"))
            .with_help(help)
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}

/// A pattern for all that so many values can come to.
fn joined(values: usize, separator: &str) -> String {
    let next = format!("{}.*", quoted(separator));
    format!(".*{}", next.repeat(values - 1))
}
