//! Which metrics could be left out.

use std::collections::BTreeMap;

use super::ids::{advice, label_proposals};
use super::model::{Effect, Kind, Proposal, Proposals, Safety};
use super::names::{Metric, metrics, names};
use super::pattern::{beginning, exactly};
use super::prove::proved;
use super::step::drop_metrics;
use crate::cardinality::runtime_prefixes;
use crate::finding::plural;
use crate::generate::NewStep;
use crate::generate::trial::Trial;

/// From this share of all series on, in percent, and this number, a family is worth a thought.
const COSTLY_PERCENT: u64 = 10;
const COSTLY_SERIES: u64 = 20;

/// What could be left out of what a job stores. All of it was tried out.
pub fn propose(trial: &Trial<'_>) -> Proposals {
    let metrics = metrics(trial);
    let mut found = Vec::new();
    for candidate in candidates(trial, &metrics) {
        found.extend(proposal(trial, candidate));
    }
    found.extend(label_proposals(trial));
    found.sort_by(|a, b| a.safety.cmp(&b.safety).then_with(|| saved(b).cmp(&saved(a))));
    for (at, proposal) in found.iter_mut().enumerate() {
        proposal.number = at + 1;
    }
    let safe: Vec<&Proposal> = found.iter().filter(|proposal| proposal.safety == Safety::Safe).collect();
    let before = trial.before();
    Proposals {
        dumps: trial.dumps().map(str::to_owned).collect(),
        series: before.series,
        samples: before.samples,
        metrics: metrics.len() as u64,
        lost: before.lost,
        together: if safe.len() > 1 { together(trial, &safe) } else { None },
        ids: advice(trial, &found),
        proposals: found,
    }
}

/// What proposals do together; nothing if they do not go together.
pub fn together(trial: &Trial<'_>, proposals: &[&Proposal]) -> Option<Effect> {
    let steps: Vec<NewStep> = proposals.iter().map(|proposal| proposal.step.clone()).collect();
    let drops = proposals.iter().filter(|proposal| proposal.kind != Kind::Label);
    let dropped = drops.flat_map(|proposal| proposal.metrics.iter().map(|name| &**name)).collect();
    proved(trial, &steps, &dropped)
}

fn saved(proposal: &Proposal) -> u64 {
    proposal.effect.series_before - proposal.effect.series_after
}

/// Metrics that may be left out together.
struct Candidate<'t> {
    kind: Kind,
    title: String,
    reason: String,
    safety: Safety,
    metrics: Vec<&'t Metric<'t>>,
    /// Regexes that may do, the best first.
    regexes: Vec<String>,
}

fn candidates<'t>(trial: &'t Trial<'_>, metrics: &'t [Metric<'t>]) -> Vec<Candidate<'t>> {
    let mut candidates: Vec<Candidate<'t>> = created(metrics).into_iter().collect();
    candidates.extend(runtimes(metrics));
    candidates.extend(costly(trial, metrics));
    candidates
}

fn created<'t>(metrics: &'t [Metric<'t>]) -> Option<Candidate<'t>> {
    let created: Vec<&Metric<'_>> = metrics.iter().filter(|metric| metric.is_created).collect();
    (!created.is_empty()).then(|| Candidate {
        kind: Kind::Created,
        title: "series that only say when others began (`_created`)".to_owned(),
        reason: "hardly a query looks at them".to_owned(),
        safety: Safety::Safe,
        regexes: vec![exact(&created)],
        metrics: created,
    })
}

fn runtimes<'t>(metrics: &'t [Metric<'t>]) -> Vec<Candidate<'t>> {
    let mut by_runtime: BTreeMap<&str, Vec<&Metric<'_>>> = BTreeMap::new();
    for metric in metrics.iter().filter(|metric| !metric.is_created) {
        if let Some(runtime) = metric.runtime {
            by_runtime.entry(runtime).or_default().push(metric);
        }
    }
    let candidate = |(runtime, metrics): (&str, Vec<&'t Metric<'t>>)| Candidate {
        kind: Kind::Runtime,
        title: format!("metrics about {runtime}, which its client library adds"),
        reason: "dashboards and alerts on memory, threads or garbage collection read such metrics".to_owned(),
        safety: Safety::YourCall,
        regexes: whole_runtime(runtime).into_iter().chain([exact(&metrics)]).collect(),
        metrics,
    };
    by_runtime.into_iter().map(candidate).collect()
}

/// A regex for all metrics of a runtime: its next version may have more.
fn whole_runtime(runtime: &str) -> Option<String> {
    match runtime_prefixes(runtime) {
        [prefix] => Some(beginning(prefix)),
        _ => None,
    }
}

fn costly<'t>(trial: &'t Trial<'_>, metrics: &'t [Metric<'t>]) -> Vec<Candidate<'t>> {
    let mut by_whole: BTreeMap<&str, Vec<&Metric<'_>>> = BTreeMap::new();
    for metric in metrics.iter().filter(|metric| !metric.is_created && metric.runtime.is_none()) {
        by_whole.entry(metric.whole).or_default().push(metric);
    }
    let all = trial.before().series;
    let with_ids = |metric: &str| {
        let mut ids = trial.cardinality.id_labels.iter().filter(|id| !id.rides_along);
        ids.find(|id| id.metrics.iter().any(|name| name == metric))
    };
    let mut candidates = Vec::new();
    for (whole, metrics) in by_whole {
        let series: u64 = metrics.iter().map(|metric| metric.series).sum();
        let id = metrics.iter().find_map(|metric| with_ids(metric.name));
        let is_costly = series >= COSTLY_SERIES && series * 100 >= all * COSTLY_PERCENT;
        if !is_costly && id.is_none() {
            continue;
        }
        let reason = match id {
            Some(id) => format!(
                "its label `{}` holds {}, so there will be more and more of them",
                id.label,
                id.class.plural()
            ),
            None => format!("{series} of {} are of this metric", plural(all, "series")),
        };
        candidates.push(Candidate {
            kind: Kind::Costly,
            title: format!("`{whole}`"),
            reason,
            safety: Safety::YourCall,
            regexes: vec![exact(&metrics)],
            metrics,
        });
    }
    candidates
}

fn exact(metrics: &[&Metric<'_>]) -> String {
    exactly(&metrics.iter().map(|metric| metric.name).collect::<Vec<_>>())
}

fn proposal(trial: &Trial<'_>, candidate: Candidate<'_>) -> Option<Proposal> {
    let Candidate { kind, title, reason, safety, metrics, regexes } = candidate;
    let names = names(&metrics);
    let (step, effect) = regexes.iter().find_map(|regex| {
        let step = drop_metrics(regex, &title);
        let effect = proved(trial, std::slice::from_ref(&step), &names)?;
        Some((step, effect))
    })?;
    let metrics = names.into_iter().map(str::to_owned).collect();
    Some(Proposal { number: 0, kind, title, reason, safety, metrics, step, effect })
}
