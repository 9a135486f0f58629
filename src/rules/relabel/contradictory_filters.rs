//! Two steps on the same value that leave nothing between them.

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::rules::proof::{are_disjoint, is_subset, matches_everything, matches_nothing};
use crate::rules::step::{may_change, nth, pattern, readable, separator, sources};
use crate::rules::{Chain, Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// How many filters back a filter is compared with: each comparison is a proof, and more on one label are not found in
/// practice.
const MOST: usize = 8;

/// A `keep` or `drop` whose labels no step has changed since.
struct Filter<'c> {
    position: usize,
    step: &'c RelabelConfig,
    keeps: bool,
    span: Span,
}

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let mut filters: Vec<Filter<'_>> = Vec::new();
    for (position, at, step, action) in readable(chain.steps) {
        let keeps = match action {
            Action::Keep => true,
            Action::Drop => false,
            _ => {
                filters.retain(|filter| {
                    !sources(filter.step).iter().any(|label| may_change(step, action, label))
                });
                continue;
            }
        };
        let filter = Filter { position, step, keeps, span: step.regex.span().unwrap_or(at.span) };
        // A filter that lets all or nothing pass has a rule of its own.
        if matches_everything(pattern(step)) || matches_nothing(pattern(step)) {
            continue;
        }
        if let Some(earlier) = filters.iter().rev().take(MOST).find(|earlier| contradict(earlier, &filter)) {
            let words = match (earlier.keeps, keeps) {
                (true, true) => {
                    format!("no value passes both this `keep` and that of {}", nth(earlier.position))
                }
                (true, false) => format!("this drops all that {} keeps", nth(earlier.position)),
                _ => format!("all that this keeps is dropped by {}", nth(earlier.position)),
            };
            let finding = cx
                .finding(filter.span, words)
                .with_label(format!("{} {}", if keeps { "keeps" } else { "drops" }, short(pattern(step))))
                .with_related(
                    earlier.span,
                    format!(
                        "{} {}",
                        if earlier.keeps { "keeps only" } else { "has dropped" },
                        short(pattern(earlier.step))
                    ),
                )
                .with_note("nothing is left behind this step; proved for all values")
                .with_help("put the alternatives of one label into one step: `regex: a|b`")
                .with_job(chain.job.map(|job| job.name()));
            cx.report(finding);
        } else {
            filters.push(filter);
        }
    }
}

/// Whether nothing passes both.
fn contradict(earlier: &Filter<'_>, later: &Filter<'_>) -> bool {
    let (a, b) = (pattern(earlier.step), pattern(later.step));
    if sources(earlier.step) != sources(later.step) || separator(earlier.step) != separator(later.step) {
        return false;
    }
    match (earlier.keeps, later.keeps) {
        (true, true) => are_disjoint(a, b),
        (true, false) => is_subset(a, b),
        (false, true) => is_subset(b, a),
        (false, false) => false,
    }
}
