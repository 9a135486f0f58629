//! Why an input ended as it did, in one sentence.

use super::shown::named;
use super::subject::{StepPlace, Subject};
use crate::finding::short;
use crate::relabel::{Labels, Outcome, Seen, StepTrace};
use crate::yaml::go_quote;

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

    /// Where a label has its value from, or why it has none.
    pub(super) fn label(&self, name: &str) -> String {
        let way = self.way();
        let last = way.steps.iter().enumerate().rev().find_map(|(at, step)| {
            Some((at, step.changes.iter().find(|change| change.label == name)?))
        });
        let label = short(name);
        match last {
            Some((at, change)) if change.after.is_empty() => format!("{} removes {label}", self.step(at)),
            Some((at, change)) => format!("{} sets {label} to {}", self.step(at), go_quote(&change.after)),
            None if self.input.get(name) == way.begin.get(name) => format!("no step changes {label}"),
            None => format!("no step changes {label}, which is {} before the first", go_quote(way.begin.get(name))),
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
        match self.subject.steps.get(at) {
            Some(StepPlace { path, line, action }) => format!("step {} ({path}:{line}, `{action}`)", at + 1),
            None => format!("step {}", at + 1),
        }
    }
}

/// What a step looked at, and how it found that.
fn saw(step: &StepTrace) -> String {
    match &step.seen {
        Seen::Match { value, groups: Some(_), .. } => format!("{} matches its regex", go_quote(value)),
        Seen::Match { value, groups: None, .. } => format!("{} does not match its regex", go_quote(value)),
        Seen::Comparison { value, label, with } if value == with => {
            format!("{} is the value of {}, too", go_quote(value), short(label))
        }
        Seen::Comparison { value, label, with } => {
            format!("{} is not {}, the value of {}", go_quote(value), go_quote(with), short(label))
        }
        Seen::Value { value } => format!("it looks at {} and drops nothing", go_quote(value)),
        Seen::Names { .. } => "it looks at names and drops nothing".to_owned(),
    }
}
