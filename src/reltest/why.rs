//! Why an input ended as it did, in one sentence.

use std::collections::BTreeMap;

use super::shown::named;
use super::subject::{StepPlace, Subject};
use crate::finding::short;
use crate::relabel::{Joined, Labels, Outcome, Seen, StepTrace};
use crate::yaml::go_quote;

/// Labels that are explained at once.
const TOLD: usize = 3;

/// A question about one input.
pub(super) struct Why<'t, 'i> {
    pub(super) subject: &'t Subject,
    pub(super) input: &'i Labels,
}

/// The way of an input.
struct Way {
    begin: Labels,
    steps: Vec<StepTrace>,
    end: Outcome,
}

impl Way {
    /// Whether a step changes this label.
    fn changes(&self, name: &str) -> bool {
        self.steps.iter().flat_map(|step| &step.changes).any(|change| change.label == name)
    }
}

impl Why<'_, '_> {
    fn way(&self) -> Way {
        let begin = self.subject.begin(self.input);
        let mut way = Way { begin: begin.clone(), steps: Vec::new(), end: Outcome::Kept(begin) };
        for chain in self.subject.chains() {
            let Outcome::Kept(labels) = &way.end else { break };
            let trace = chain.trace(labels);
            way.steps.extend(trace.steps);
            way.end = trace.outcome;
        }
        way
    }

    /// Where labels have their values from, or why they have none; of many, those that steps change come first,
    /// and the rest is left out.
    pub(super) fn labels<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<String> {
        let way = self.way();
        let mut names: Vec<&str> = names.collect();
        names.sort_by_key(|name| !way.changes(name));
        names.into_iter().take(TOLD).map(|name| self.label(&way, name)).collect()
    }

    fn label(&self, way: &Way, name: &str) -> String {
        let last = way
            .steps
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, step)| Some((at, step.changes.iter().find(|change| change.label == name)?)));
        let label = short(name);
        match last {
            Some((at, change)) if change.after.is_empty() => format!("{} removes {label}", self.step(at)),
            Some((at, change)) => format!("{} sets {label} to {}", self.step(at), go_quote(&change.after)),
            None => match (self.input.get(name), way.begin.get(name)) {
                ("", "") => format!("no step sets {label}"),
                (given, begin) if given == begin => format!("no step changes {label}"),
                (_, begin) => format!("{label} is {} before the first step", go_quote(begin)),
            },
        }
    }

    /// Why it is kept or dropped.
    pub(super) fn fate(&self) -> String {
        let way = self.way();
        match (way.end, way.steps.last()) {
            (Outcome::Dropped { .. }, Some(step)) => {
                format!("{} drops {}: {}", self.step(way.steps.len() - 1), named(self.input), saw(step))
            }
            (Outcome::Kept(labels), _) if labels.is_empty() => {
                format!("the steps leave no label of {}", named(self.input))
            }
            _ if way.steps.is_empty() => "there are no steps".to_owned(),
            _ => format!("no step drops {}", named(self.input)),
        }
    }

    /// Why a step, counted from 1, lets it pass.
    pub(super) fn passed(&self, number: u64) -> String {
        let way = self.way();
        let step = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        match step.and_then(|step| Some((step, way.steps.get(step)?))) {
            Some((at, step)) if !step.dropped => {
                format!("{} lets {} pass: {}", self.step(at), named(self.input), saw(step))
            }
            Some(_) => self.fate(),
            None => match self.subject.steps.len() {
                1 => "there is only 1 step".to_owned(),
                count => format!("there are {count} steps"),
            },
        }
    }

    fn step(&self, at: usize) -> String {
        step(self.subject, at)
    }
}

/// A step, and where it stands.
fn step(subject: &Subject, at: usize) -> String {
    match subject.steps.get(at) {
        Some(StepPlace { path, line, action }) => format!("step {} ({path}:{line}, `{action}`)", at + 1),
        None => format!("step {}", at + 1),
    }
}

/// How many each step drops.
pub(super) fn dropped_by_steps(subject: &Subject, dropped_by: &BTreeMap<Option<usize>, u64>) -> String {
    let told = dropped_by.iter().map(|(by, count)| match by {
        Some(at) => format!("{} drops {count}", step(subject, *at)),
        None => format!("the steps leave no label of {count}"),
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "no step drops any".to_owned() } else { told.join(", ") }
}

/// What a step looked at, and how it found that.
fn saw(step: &StepTrace) -> String {
    match &step.seen {
        Seen::Match { joined, groups: Some(_), .. } => format!("{} matches its regex", value(joined)),
        Seen::Match { joined, groups: None, near: Some(near), .. } => {
            format!("{} does not match its regex; {near}", value(joined))
        }
        Seen::Match { joined, groups: None, near: None, .. } => {
            format!("{} does not match its regex", value(joined))
        }
        Seen::Comparison { joined, label, with } if joined.value == *with => {
            format!("{} is that of {}, too", value(joined), short(label))
        }
        Seen::Comparison { joined, label, with } => {
            format!("{} is not {}, that of {}", value(joined), go_quote(with), short(label))
        }
        Seen::Value { .. } | Seen::Names { .. } => "its action drops nothing".to_owned(),
    }
}

/// The joined values, and whose they are.
fn value(joined: &Joined) -> String {
    let names: Vec<String> = joined.sources.iter().map(|(name, _)| short(name)).collect();
    match &names[..] {
        [] => format!("the value {}", go_quote(&joined.value)),
        [one] => format!("the value of {one}, {},", go_quote(&joined.value)),
        many => format!("the joined value of {}, {},", many.join(", "), go_quote(&joined.value)),
    }
}
