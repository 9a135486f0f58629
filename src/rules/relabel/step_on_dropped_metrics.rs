//! Steps behind a `keep` or `drop` on metric names that speak of metrics which are gone by then.

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::rules::proof::{are_disjoint, is_subset, matches_everything, matches_nothing, quoted};
use crate::rules::step::{ast, may_change, nth, pattern, readable, separator, sources};
use crate::rules::{Chain, Cx, Run, Stage};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// How many filters back a step is compared with: each comparison is a proof.
const MOST: usize = 8;

/// How many comparisons are made in one chain.
const MOST_IN_ALL: usize = 4096;

/// A `keep` or `drop` on metric names, which no step has changed since.
struct Filter<'c> {
    position: usize,
    step: &'c RelabelConfig,
    keeps: bool,
    span: Span,
}

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) {
        return;
    }
    let mut filters: Vec<Filter<'_>> = Vec::new();
    let mut compared = 0;
    for (position, _, step, action) in readable(chain.steps) {
        compared += filters.len().min(MOST);
        if compared > MOST_IN_ALL {
            return;
        }
        let earlier = filters.iter().rev().take(MOST).find(|filter| leaves_nothing(filter, step, action));
        if let (Some(earlier), Some(span)) = (earlier, step.regex.span()) {
            let (done, help) = if earlier.keeps {
                (
                    "keeps only",
                    format!(
                        "{} is for all metrics, not for the steps behind it: put it last, or add these metrics to it",
                        nth(earlier.position)
                    ),
                )
            } else {
                ("has dropped", format!("put this step before {}, or remove it", nth(earlier.position)))
            };
            let finding = cx
                .finding(span, format!("the metrics of this step are gone since {}", nth(earlier.position)))
                .with_label(format!("speaks of {}", short(pattern(step))))
                .with_related(earlier.span, format!("{done} {}", short(pattern(earlier.step))))
                .with_note("this step never finds anything; proved for all metric names")
                .with_help(help)
                .with_job(chain.job.map(|job| job.name()));
            cx.report(finding);
            continue;
        }
        if may_change(step, action, "__name__") {
            filters.clear();
        } else if let (Action::Keep | Action::Drop, ["__name__"]) = (action, &sources(step)[..])
            && let Some(span) = step.regex.span()
            // What lets all or nothing pass has a rule of its own.
            && !matches_everything(pattern(step))
            && !matches_nothing(pattern(step))
        {
            filters.push(Filter { position, step, keeps: action == Action::Keep, span });
        }
    }
}

/// Whether a step matches only metrics that a filter has taken.
fn leaves_nothing(filter: &Filter<'_>, step: &RelabelConfig, action: Action) -> bool {
    let labels = sources(step);
    let Some(at) = labels.iter().position(|label| *label == "__name__") else { return false };
    // Two filters that contradict each other have a rule of their own.
    let is_second = action == Action::Keep && labels.len() == 1;
    let reads_regex = matches!(action, Action::Replace | Action::Keep | Action::Drop);
    if is_second || !reads_regex || pattern(step) == "(.*)" || matches_nothing(pattern(step)) {
        return false;
    }
    match (filter.keeps, labels.len()) {
        (true, _) => are_disjoint(pattern(step), &joined(filter.step, labels.len(), at, separator(step))),
        (false, 1) => is_subset(pattern(step), pattern(filter.step)),
        (false, _) => false,
    }
}

/// A pattern for all values that so many labels come to, of which one is a name that a `keep` lets pass.
fn joined(keep: &RelabelConfig, labels: usize, at: usize, separator: &str) -> String {
    let name = match ast(keep) {
        Some(ast) if ast.escapes_anchors_at().is_none() => format!("(?:{})", ast.pattern()),
        _ => ".*".to_owned(),
    };
    let parts: Vec<&str> = (0..labels).map(|part| if part == at { &*name } else { ".*" }).collect();
    parts.join(&quoted(separator))
}
