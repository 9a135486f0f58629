//! Filters of a chain on the same values: what one leaves of what the others have left.

use crate::config::{Action, RelabelConfig};
use crate::rules::Chain;
use crate::rules::proof::{matches_everything, matches_nothing};
use crate::rules::step::{may_change, pattern, readable, separator, sources};
use crate::source::Span;

/// How many filters back a filter is compared with: each comparison is a proof, and more on one label are not found in
/// practice.
const MOST: usize = 8;

/// How many comparisons are made in one chain.
const MOST_IN_ALL: usize = 4096;

/// A `keep` or `drop` whose labels no step has changed since.
#[derive(Clone)]
pub(super) struct Filter<'c> {
    pub(super) position: usize,
    pub(super) step: &'c RelabelConfig,
    pub(super) keeps: bool,
    /// Its regex, or all of it.
    pub(super) span: Span,
}

/// Hands each filter of a chain to `see`, with the filters before it on the same joined value, the nearest first. Filters
/// that let all or nothing pass are left out: they have rules of their own. One for which `see` says so is no longer
/// compared with.
pub(super) fn each_filter<'c>(chain: Chain<'c>, mut see: impl FnMut(&Filter<'c>, &[&Filter<'c>]) -> Compare) {
    let mut filters: Vec<Filter<'c>> = Vec::new();
    let mut compared = 0;
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
        if matches_everything(pattern(step)) || matches_nothing(pattern(step)) {
            continue;
        }
        let filter = Filter { position, step, keeps, span: step.regex.span().unwrap_or(at.span) };
        let earlier: Vec<_> =
            filters.iter().rev().filter(|earlier| have_same_value(earlier.step, step)).take(MOST).collect();
        compared += earlier.len();
        if compared > MOST_IN_ALL {
            return;
        }
        if see(&filter, &earlier) == Compare::Further {
            filters.push(filter);
        }
    }
}

/// Whether later filters are compared with this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Further,
    NoLonger,
}

fn have_same_value(one: &RelabelConfig, other: &RelabelConfig) -> bool {
    sources(one) == sources(other) && separator(one) == separator(other)
}
