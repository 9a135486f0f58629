//! Why an input ended as it did, in sentences.

use std::collections::BTreeMap;

use super::subject::Subject;
use crate::finding::short;
use crate::relabel::{Fate, Joined, Labels, Seen, StepTrace, Way};
use crate::yaml::go_quote;

/// Labels that are explained at once.
const TOLD: usize = 3;

/// Questions about one input.
pub(super) struct Why<'t> {
    subject: &'t Subject,
    input: &'t Labels,
    way: Way,
}

impl<'t> Why<'t> {
    pub(super) fn new(subject: &'t Subject, input: &'t Labels) -> Self {
        Self { subject, input, way: subject.passage.trace(input) }
    }

    /// Where labels have their values from, or why they have none; of many, those that steps change come first, and the
    /// rest is left out.
    pub(super) fn labels<'n>(&self, names: impl Iterator<Item = &'n str>) -> Vec<String> {
        let mut names: Vec<&str> = names.collect();
        names.sort_by_key(|name| !self.changes(name));
        names.into_iter().take(TOLD).map(|name| self.label(name)).collect()
    }

    /// Whether a step changes this label.
    fn changes(&self, name: &str) -> bool {
        self.way.trace.steps.iter().flat_map(|step| &step.changes).any(|change| change.label == name)
    }

    fn label(&self, name: &str) -> String {
        let steps = self.way.trace.steps.iter().enumerate().rev();
        let mut changes = steps
            .filter_map(|(at, step)| Some((at, step.changes.iter().find(|change| change.label == name)?)));
        let label = short(name);
        match changes.next() {
            Some((at, change)) if change.after.is_empty() => {
                format!("{} removes {label}", self.subject.step(at))
            }
            Some((at, change)) => {
                format!("{} sets {label} to {}", self.subject.step(at), go_quote(&change.after))
            }
            None => self.unchanged(name),
        }
    }

    /// Why no step changes a label: one that is there to set it did not match, or there is none.
    fn unchanged(&self, name: &str) -> String {
        let label = short(name);
        let steps = self.way.trace.steps.iter().enumerate().rev();
        let missed = |(at, step): &(usize, &StepTrace)| {
            self.subject.is_for(*at, name) && matches!(step.seen, Seen::Match { groups: None, .. })
        };
        match steps.into_iter().find(missed) {
            Some((at, step)) => format!("{} does not set {label}: {}", self.subject.step(at), saw(step)),
            None => match (self.input.get(name), self.way.start.get(name)) {
                ("", "") => format!("no step sets {label}"),
                (given, start) if given == start => format!("no step changes {label}"),
                (_, start) => format!("{label} is {} before the first step", go_quote(start)),
            },
        }
    }

    /// Why it is kept or dropped.
    pub(super) fn fate(&self) -> String {
        let input = self.input.to_series();
        let steps = &self.way.trace.steps;
        match (&self.way.fate, steps.last()) {
            (Fate::Dropped(Some(at)), Some(step)) => {
                format!("{} drops {input}: {}", self.subject.step(*at), saw(step))
            }
            (Fate::Dropped(_), _) => format!("the steps leave no label of {input}"),
            (Fate::Refused(error), _) => format!("Prometheus refuses {input}: {error}"),
            _ if steps.is_empty() => "there are no steps".to_owned(),
            _ => format!("no step drops {input}"),
        }
    }

    /// Why a step, counted from 1, lets it pass.
    pub(super) fn passed(&self, number: u64) -> String {
        let step = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        match step.and_then(|at| Some((at, self.way.trace.steps.get(at)?))) {
            Some((at, step)) if !step.dropped => {
                format!("{} lets {} pass: {}", self.subject.step(at), self.input.to_series(), saw(step))
            }
            Some(_) => self.fate(),
            None => match self.subject.steps.len() {
                1 => "there is only 1 step".to_owned(),
                count => format!("there are {count} steps"),
            },
        }
    }
}

/// How many each step drops.
pub(super) fn dropped_by_steps(subject: &Subject, dropped_by: &BTreeMap<Option<usize>, u64>) -> String {
    let told = dropped_by.iter().map(|(by, count)| match by {
        Some(at) => format!("{} drops {count}", subject.step(*at)),
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
    let value = go_quote(&joined.value);
    match &names[..] {
        [] => format!("the value {value}"),
        [one] => format!("the value of {one}, {value},"),
        many => format!("the joined value of {}, {value},", many.join(", ")),
    }
}
