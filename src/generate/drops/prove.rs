//! What steps do to the dumps, if it is what they are meant to do.

use std::collections::BTreeSet;

use super::model::Effect;
use crate::generate::NewStep;
use crate::generate::trial::{Outcome, Trial};

/// What steps do that leave out some metrics, and may take labels away; nothing if they do more or less than that, or
/// anything is lost.
pub(super) fn proved(trial: &Trial<'_>, steps: &[NewStep], dropped: &BTreeSet<&str>) -> Option<Effect> {
    let after = trial.with(steps).ok()??;
    let before = trial.before();
    let is_kept = |(name, samples): (&String, &u64)| match dropped.contains(&**name) {
        true => !after.metrics.contains_key(name),
        false => after.metrics.get(name) == Some(samples),
    };
    let does_it =
        before.metrics.iter().all(is_kept) && (!dropped.is_empty() || after.series == before.series);
    (does_it && is_harmless(before, &after)).then(|| effect(before, &after))
}

fn is_harmless(before: &Outcome, after: &Outcome) -> bool {
    let fails = after.objection.is_some() && before.objection.is_none();
    after.newly_lost == 0 && after.lost <= before.lost && after.broken_histograms == 0 && !fails
}

fn effect(before: &Outcome, after: &Outcome) -> Effect {
    Effect {
        series_before: before.series,
        series_after: after.series,
        samples_before: before.samples,
        samples_after: after.samples,
        collisions: after.newly_lost,
    }
}
