//! Series that become the same, and the step that brings it about.
//!
//! Fingerprints find them; the labels confirm that they are the same behind the last step, and those of the two that are
//! shown, step by step.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::observe::{each_sample, is_kept, sample_labels};
use crate::relabel::{Chain, Labels, Outcome, Passage, Relabeled, StepTally};

/// Samples that are lost because a step gives their series the labels of another one.
///
/// Prometheus stores the first sample of a series and a time, and leaves the others out without a word
/// (tsdb/head_append.go, `commitFloats`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The step, from 0; `None` if the labels are the same before the first one, as those of the target displace them.
    pub step: Option<usize>,
    /// How many samples are lost.
    pub lost: u64,
    /// Of how many metrics, by the names that the dump has.
    pub metrics: usize,
    /// A series of the dump.
    pub first: Labels,
    /// Another one that comes later.
    pub second: Labels,
    /// What both become behind the last step.
    pub becomes: Labels,
}

/// What is found among series with equal fingerprints.
#[derive(Debug, Default)]
pub(super) struct Merges {
    pub(super) merges: Vec<Merge>,
    pub(super) repeated: u64,
}

type Prints = HashSet<u64, FixedState>;

/// Series that have the same labels behind the last step.
struct Group {
    labels: Labels,
    /// Fingerprints of the series in the dump; the same one twice is no loss of relabeling.
    series: Prints,
}

/// A place behind a step, or before all of them, and where in the dump labels were first seen there.
struct Place {
    step: Option<usize>,
    seen: HashMap<u64, u32, FixedState>,
    lost: u64,
    /// Names of the metrics that samples are lost of.
    metrics: HashSet<String>,
    /// Where the first two series stand of which one is lost.
    shown: Option<[u32; 2]>,
}

impl Place {
    fn new(step: Option<usize>) -> Self {
        Self { step, seen: HashMap::default(), lost: 0, metrics: HashSet::new(), shown: None }
    }

    fn lose(&mut self, metric: &str, shown: [u32; 2]) {
        self.lost += 1;
        self.shown.get_or_insert(shown);
        if !self.metrics.contains(metric) {
            self.metrics.insert(metric.to_owned());
        }
    }
}

/// Looks again at samples whose fingerprints came twice.
pub(super) fn find_merges(passage: &Passage, text: &str, twice: &Prints, tallies: &[StepTally]) -> Merges {
    let no_steps = Chain::default();
    let (mut runner, mut plain) = (passage.runner(), no_steps.relabeler());
    // Only steps that change something make series the same.
    let changing = (0..tallies.len()).filter(|&step| tallies[step].changed > 0);
    let mut places: Vec<Place> = std::iter::once(None).chain(changing.map(Some)).map(Place::new).collect();
    // Other labels with the same fingerprint are possible.
    let mut groups: HashMap<u64, Vec<Group>, FixedState> = HashMap::default();
    let mut repeated = 0;
    let mut prints = Vec::new();
    each_sample(text, |sample| {
        prints.clear();
        let relabeled = runner.relabel_watched(sample_labels(sample), |next, labels| {
            if places.get(prints.len()).is_some_and(|place| place.step == next.checked_sub(1)) {
                prints.push(labels.fingerprint());
            }
        });
        let last = relabeled.fingerprint();
        if !is_kept(&relabeled) || !twice.contains(&last) {
            return;
        }
        if prints.len() < places.len() {
            prints.push(last);
        }
        let series = plain.relabel(sample_labels(sample)).fingerprint();
        let start = sample.span.start;
        match is_new(groups.entry(last).or_default(), &relabeled, series) {
            Novelty::Repeated => {
                repeated += u64::from(sample.timestamp.is_none());
                return;
            }
            Novelty::Other => {
                let met = places.iter_mut().zip(&prints);
                let met = met.filter_map(|(place, print)| Some((*place.seen.get(print)?, place))).next();
                if let Some((first, place)) = met {
                    place.lose(&sample.name, [first, start]);
                }
            }
            Novelty::First => {}
        }
        for (place, &print) in places.iter_mut().zip(&prints) {
            place.seen.entry(print).or_insert(start);
        }
    });
    drop(groups);
    Merges { merges: confirmed(passage, text, &places), repeated }
}

/// What a sample is to those before it.
enum Novelty {
    /// The first with its labels behind the last step.
    First,
    /// One with the labels of another series.
    Other,
    /// One of a series that was there.
    Repeated,
}

fn is_new(alike: &mut Vec<Group>, relabeled: &Relabeled<'_>, series: u64) -> Novelty {
    match alike.iter_mut().find(|group| relabeled.is(&group.labels)) {
        Some(group) => {
            if group.series.insert(series) {
                Novelty::Other
            } else {
                Novelty::Repeated
            }
        }
        None => {
            alike.push(Group { labels: relabeled.to_labels(), series: Prints::from_iter([series]) });
            Novelty::First
        }
    }
}

/// Reads the series that are to be shown, and sees that they become the same.
fn confirmed(passage: &Passage, text: &str, places: &[Place]) -> Vec<Merge> {
    let starts: HashSet<u32> = places.iter().filter_map(|place| place.shown).flatten().collect();
    let mut series: HashMap<u32, Labels> = HashMap::new();
    if !starts.is_empty() {
        each_sample(text, |sample| {
            if starts.contains(&sample.span.start) {
                series.insert(sample.span.start, sample.to_labels());
            }
        });
    }
    let merge = |place: &Place| {
        let [first, second] = place.shown?.map(|start| series.get(&start).cloned().unwrap_or_default());
        let outcomes = [&first, &second].map(|labels| passage.trace(labels).trace.outcome);
        let [Outcome::Kept(becomes), Outcome::Kept(other)] = outcomes else { return None };
        let Place { step, lost, .. } = *place;
        let metrics = place.metrics.len();
        (becomes == other).then_some(Merge { step, lost, metrics, first, second, becomes })
    };
    places.iter().filter_map(merge).collect()
}
