//! Classic histograms that lose their last bucket and keep others.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::observe::{each_sample, is_kept, sample_labels};
use crate::exposition::Sample;
use crate::relabel::{Chain, Labels, Outcome, Passage, Relabeler};

/// Histograms whose bucket for `+Inf` a step drops while others of their buckets are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostBound {
    /// The step, from 0.
    pub step: usize,
    /// How many histograms.
    pub histograms: u64,
    /// The bucket for `+Inf` of the first one.
    pub lost: Labels,
    /// A bucket of the same that is kept.
    pub kept: Labels,
}

/// A bucket for `+Inf` that a step drops, and whether another one of its histogram was kept.
struct Dropped {
    step: usize,
    is_counted: bool,
}

/// Finds such histograms in a dump, by the step that drops their last bucket.
pub fn lost_bounds(passage: &Passage, text: &str) -> Vec<LostBound> {
    let no_steps = Chain::default();
    let (mut runner, mut plain) = (passage.runner(), no_steps.relabeler());
    let mut dropped: HashMap<u64, Dropped, FixedState> = HashMap::default();
    each_sample(text, |sample| {
        if bound(sample) == Some(INFINITY)
            && let Some(step) = runner.relabel(sample_labels(sample)).dropped_by()
        {
            dropped.insert(histogram(&mut plain, sample), Dropped { step, is_counted: false });
        }
    });
    let mut found: Vec<LostBound> = Vec::new();
    if dropped.is_empty() {
        return found;
    }
    each_sample(text, |sample| {
        if bound(sample).is_none_or(|bound| bound == INFINITY) {
            return;
        }
        let Some(dropped) = dropped.get_mut(&histogram(&mut plain, sample)) else { return };
        if dropped.is_counted || !is_kept(&runner.relabel(sample_labels(sample))) {
            return;
        }
        dropped.is_counted = true;
        if let Some(found) = found.iter_mut().find(|found| found.step == dropped.step) {
            found.histograms += 1;
            return;
        }
        let kept = sample.to_labels();
        let mut lost = kept.clone();
        lost.set(BOUND, INFINITY);
        // A fingerprint may be that of another histogram.
        if matches!(passage.trace(&lost).trace.outcome, Outcome::Dropped { .. }) {
            found.push(LostBound { step: dropped.step, histograms: 1, lost, kept });
        }
    });
    found.sort_by_key(|found| found.step);
    found
}

const BOUND: &str = "le";
const INFINITY: &str = "+Inf";

/// The bound of a bucket.
fn bound<'s>(sample: &'s Sample<'_, '_>) -> Option<&'s str> {
    let is_bucket = sample.name.ends_with("_bucket");
    sample.labels.iter().find(|label| is_bucket && label.name == BOUND).map(|label| &*label.value)
}

/// A number for the histogram of a bucket.
fn histogram(plain: &mut Relabeler<'_>, sample: &Sample<'_, '_>) -> u64 {
    plain.relabel(sample_labels(sample).filter(|(name, _)| *name != BOUND)).fingerprint()
}
