//! What came out of a test.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use super::subject::{End, Kept};
use super::suite::Test;
use crate::relabel::Labels;

/// What came out of a test, counted.
#[derive(Debug, Default)]
pub(super) struct Observation {
    pub(super) inputs: u64,
    pub(super) kept: u64,
    pub(super) dropped: u64,
    /// How many each step dropped; no step where no label was left.
    pub(super) dropped_by: BTreeMap<Option<usize>, u64>,
    /// The first error, and the input that it is about, if it is about one.
    pub(super) error: Option<Failure>,
    /// Label sets that came out of more than one input.
    pub(super) collisions: Vec<Collision>,
}

/// An error of Prometheus.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) input: Option<Labels>,
    pub(super) error: String,
}

/// A label set that came out of more than one input.
#[derive(Debug)]
pub(super) struct Collision {
    pub(super) labels: Labels,
    /// The inputs, in order, without those that are equal.
    pub(super) inputs: Vec<Labels>,
}

impl Test {
    /// Runs all inputs, and hands out each with how it ended.
    pub(super) fn each(&self, mut take: impl FnMut(&Labels, End)) {
        let mut runner = self.subject.passage.runner();
        self.inputs.for_each(|input| take(input, runner.run(input).into()));
    }

    /// Hands out what is kept.
    pub(super) fn each_kept(&self, mut take: impl FnMut(Kept)) {
        self.each(|_, end| {
            if let End::Kept(kept) = end {
                take(kept);
            }
        });
    }

    /// Runs all inputs, hands out what is kept of which, and counts.
    pub(super) fn observe(&self, mut take: impl FnMut(&Labels, &Kept)) -> Observation {
        let mut seen = Observation::default();
        let mut results = Results::default();
        self.each(|input, end| {
            seen.inputs += 1;
            match end {
                End::Kept(kept) => {
                    take(input, &kept);
                    seen.kept += 1;
                    results.add(&kept.labels);
                }
                End::Dropped(step) => {
                    seen.dropped += 1;
                    *seen.dropped_by.entry(step).or_default() += 1;
                }
                End::Refused(error) if seen.error.is_none() => {
                    seen.error = Some(Failure { input: Some(input.clone()), error });
                }
                End::Refused(_) => {}
            }
        });
        if let Err(error) = self.subject.passage.check_scrape(seen.kept) {
            seen.error.get_or_insert(Failure { input: None, error });
        }
        seen.collisions = self.collisions(&results.twice);
        seen
    }

    /// The collisions among results whose hashes came twice.
    fn collisions(&self, twice: &HashSet<u64>) -> Vec<Collision> {
        let mut groups: BTreeMap<Labels, Vec<Labels>> = BTreeMap::new();
        if twice.is_empty() {
            return Vec::new();
        }
        self.each(|input, end| {
            let End::Kept(Kept { labels, .. }) = end else { return };
            if twice.contains(&hash(&labels)) {
                let inputs = groups.entry(labels).or_default();
                // The same series twice is no collision.
                if inputs.len() < MOST_INPUTS && !inputs.contains(input) {
                    inputs.push(input.clone());
                }
            }
        });
        let groups = groups.into_iter().filter(|(_, inputs)| inputs.len() > 1);
        groups.map(|(labels, inputs)| Collision { labels, inputs }).collect()
    }
}

/// Inputs that are kept of a collision, to be shown.
const MOST_INPUTS: usize = 8;

/// Which results came twice, by hash: a candidate is looked at again.
#[derive(Default)]
struct Results {
    once: HashSet<u64, FixedState>,
    twice: HashSet<u64>,
}

impl Results {
    fn add(&mut self, labels: &Labels) {
        let hash = hash(labels);
        if !self.once.insert(hash) {
            self.twice.insert(hash);
        }
    }
}

fn hash(labels: &Labels) -> u64 {
    FixedState::default().hash_one(labels)
}
