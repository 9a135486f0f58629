//! Labels of IDs: those that can be taken away, and those that cannot.

use std::collections::BTreeSet;

use super::fix::fixes;
use super::model::{IdAdvice, Kind, Proposal, Safety};
use super::pattern::exactly;
use super::prove::proved;
use super::step::{drop_label, empty_label};
use super::uses::Uses;
use crate::cardinality::IdLabel;
use crate::finding::plural;
use crate::generate::NewStep;
use crate::generate::trial::Trial;
use crate::goregex::escaped;

/// Labels that say what a series is, whatever their values look like.
const NEEDED: [&str; 5] = ["__name__", "le", "quantile", "job", "instance"];

/// Takes labels away that other labels say already: there are no fewer series then, but each new value makes no new ones.
pub(super) fn label_proposals(trial: &Trial<'_>, uses: Option<&Uses<'_>>) -> Vec<Proposal> {
    let ids = trial
        .cardinality
        .id_labels
        .iter()
        .filter(|id| id.rides_along && id.distinct.value > 1 && !NEEDED.contains(&&*id.label));
    let mut labels: Vec<&str> = ids.map(|id| &*id.label).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.retain(|label| uses.is_none_or(|uses| !uses.speaks_of_label(label)));
    labels.into_iter().filter_map(|label| label_proposal(trial, label)).collect()
}

fn label_proposal(trial: &Trial<'_>, label: &str) -> Option<Proposal> {
    let ids = || trial.cardinality.id_labels.iter().filter(|id| id.label == label);
    if ids().any(|id| !id.rides_along) {
        return None;
    }
    let title = format!("label `{label}`, which other labels say already");
    let mut metrics: Vec<&str> = ids().flat_map(|id| id.metrics.iter().map(|name| &**name)).collect();
    metrics.sort_unstable();
    let everywhere = drop_label(&escaped(label), &title);
    let without_loss = |step: &NewStep| proved(trial, std::slice::from_ref(step), &BTreeSet::new());
    let (step, effect) = match without_loss(&everywhere) {
        Some(effect) => (everywhere, effect),
        None => {
            let step = empty_label(label, &exactly(&metrics), &title);
            let effect = without_loss(&step)?;
            (step, effect)
        }
    };
    let id = ids().max_by_key(|id| id.series)?;
    let series: u64 = ids().map(|id| id.series).sum();
    let reason = format!(
        "its {} make no more series here, but each new one makes them all anew; that they can go rests on {} with {}",
        id.class.plural(),
        plural(series, "series"),
        plural(id.distinct.value, "value")
    );
    let metrics = metrics.into_iter().map(str::to_owned).collect();
    Some(Proposal {
        number: 0,
        kind: Kind::Label,
        title,
        reason,
        safety: Safety::Unsafe,
        metrics,
        step,
        effect,
    })
}

/// What is to be said of labels of IDs that make series.
pub(super) fn advice(trial: &Trial<'_>, proposals: &[Proposal], uses: Option<&Uses<'_>>) -> Vec<IdAdvice> {
    let ids = trial.cardinality.id_labels.iter().filter(|id| !id.rides_along);
    ids.filter_map(|id| advice_on(trial, id, proposals, uses)).collect()
}

fn advice_on(
    trial: &Trial<'_>,
    id: &IdLabel,
    proposals: &[Proposal],
    uses: Option<&Uses<'_>>,
) -> Option<IdAdvice> {
    let metrics: Vec<&str> = id.metrics.iter().map(|name| &**name).collect();
    let step: NewStep = empty_label(&id.label, &exactly(&metrics), "");
    let lost = trial.outcome_with(&[step]).ok()?.newly_lost;
    let drops = |proposal: &&Proposal| {
        !matches!(proposal.kind, Kind::Label | Kind::KeepList | Kind::Created)
            && id.metrics.iter().any(|name| proposal.metrics.contains(name))
    };
    let readers: BTreeSet<String> =
        uses.into_iter().flat_map(|uses| id.metrics.iter().flat_map(|name| uses.places(name))).collect();
    (lost > 0).then(|| IdAdvice {
        label: id.label.clone(),
        values: id.class.plural().to_owned(),
        example: id.example.clone(),
        distinct: id.distinct.value,
        metrics: id.metrics.clone(),
        series: id.series,
        without: id.without.value,
        lost,
        proposals: proposals.iter().filter(drops).map(|proposal| proposal.number).collect(),
        readers: readers.into_iter().collect(),
        fixes: fixes(trial, id),
    })
}
