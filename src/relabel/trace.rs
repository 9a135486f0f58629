//! What each step sees and does, for one label set.

use std::collections::BTreeSet;

use super::near::{Near, near};
use super::relabeler::{Effect, Relabeler};
use super::step::{NameDecision, NameStep, Step, ValueStep};
use super::{Labels, Outcome};
use crate::goregex::{Captures, Matcher};

/// The way of one label set through a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The steps, in order, up to the one that drops the label set.
    pub steps: Vec<StepTrace>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What one step saw and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTrace {
    /// What it looked at.
    pub seen: Seen,
    /// Labels it set or removed; one that was set to the value it had is not among them.
    pub changes: Vec<Change>,
    /// Whether it dropped the label set.
    pub dropped: bool,
}

/// What a step looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The joined values of its source labels, matched with its regex.
    Match {
        /// The joined values.
        joined: Joined,
        /// The groups of the regex, the whole match first; `None` if it does not match.
        groups: Option<Vec<Group>>,
        /// The name that its template came to, where that is no valid label name: nothing is set then.
        invalid_target: Option<String>,
        /// For a `keep` that does not match: what would have.
        near: Option<Near>,
    },
    /// The joined values of its source labels, without a regex: hashed, or put into upper or lower case.
    Value {
        /// The joined values.
        joined: Joined,
    },
    /// The joined values of its source labels, compared with a label.
    Comparison {
        /// The joined values.
        joined: Joined,
        /// The label.
        label: String,
        /// Its value.
        with: String,
    },
    /// The names of all labels, matched with its regex.
    Names {
        /// The names that match.
        matching: Vec<String>,
    },
}

/// Values of labels, joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The labels and their values, in order.
    pub sources: Vec<(String, String)>,
    /// The values with the separator between them.
    pub value: String,
}

/// A group of a regex, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its number; 0 is the whole match.
    pub number: usize,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its text; `None` if it took no part in the match.
    pub text: Option<String>,
}

/// A label that a step changed. An empty value is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The label.
    pub label: String,
    /// Its value before.
    pub before: String,
    /// Its value behind.
    pub after: String,
}

/// The differences between two label sets, by name.
pub(super) fn changes(before: &Labels, after: &Labels) -> Vec<Change> {
    let names: BTreeSet<&str> = before.iter().chain(after.iter()).map(|(name, _)| name).collect();
    let change = |label: &str| Change {
        label: label.to_owned(),
        before: before.get(label).to_owned(),
        after: after.get(label).to_owned(),
    };
    names.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

/// Traces the label set at hand.
pub(super) fn trace(mut relabeler: Relabeler<'_>) -> Trace {
    let mut steps = Vec::new();
    let mut before: Labels = relabeler.labels().collect();
    for (at, step) in relabeler.chain().steps.iter().enumerate() {
        let seen = seen(step, joined(step, &before), &before);
        let dropped = relabeler.step(at) == Effect::Dropped;
        let after: Labels = relabeler.labels().collect();
        steps.push(StepTrace { seen, changes: changes(&before, &after), dropped });
        if dropped {
            return Trace { steps, outcome: Outcome::Dropped { step: at, labels: before } };
        }
        before = after;
    }
    Trace { steps, outcome: Outcome::Kept(before) }
}

/// What a step joins.
fn joined(step: &Step, labels: &Labels) -> Joined {
    let Some(from) = step.sources() else { return Joined::default() };
    let sources: Vec<_> = from.names.iter().map(|name| (name.clone(), labels.get(name).to_owned())).collect();
    let values: Vec<&str> = sources.iter().map(|(_, value)| value.as_str()).collect();
    Joined { value: values.join(&from.separator), sources }
}

fn seen(step: &Step, joined: Joined, labels: &Labels) -> Seen {
    match step {
        Step::Value(_, step) => match step {
            ValueStep::Keep(matcher) => {
                let groups = groups(matcher, &joined.value);
                let near = if groups.is_none() { near(matcher, &joined) } else { None };
                Seen::Match { groups, invalid_target: None, near, joined }
            }
            ValueStep::Drop(matcher) => {
                let groups = groups(matcher, &joined.value);
                Seen::Match { groups, invalid_target: None, near: None, joined }
            }
            ValueStep::Replace(replace) => Seen::Match {
                groups: groups(&replace.matcher, &joined.value),
                invalid_target: replace.invalid_target(&joined.value),
                near: None,
                joined,
            },
            ValueStep::HashMod { .. } | ValueStep::Lowercase { .. } | ValueStep::Uppercase { .. } => {
                Seen::Value { joined }
            }
        },
        Step::Equal(_, equal) => {
            let with = labels.get(&equal.target).to_owned();
            Seen::Comparison { joined, label: equal.target.clone(), with }
        }
        Step::Name(step) => {
            let matches = |name: &str| match step {
                NameStep::Keep(_) => step.decide(name) == NameDecision::Pass,
                NameStep::Map { .. } | NameStep::Drop(_) => step.decide(name) != NameDecision::Pass,
            };
            let matching = labels.iter().map(|(name, _)| name).filter(|name| matches(name));
            Seen::Names { matching: matching.map(str::to_owned).collect() }
        }
    }
}

/// What the groups of a regex hold, if it matches.
fn groups(matcher: &Matcher, value: &str) -> Option<Vec<Group>> {
    let mut captures = Captures::default();
    if !matcher.captures(value, &mut captures) {
        return None;
    }
    let group = |(number, name): (usize, Option<&str>)| Group {
        number,
        name: name.map(str::to_owned),
        text: captures.get(number).map(|range| value[range].to_owned()),
    };
    Some(matcher.ast().group_names().enumerate().map(group).collect())
}
