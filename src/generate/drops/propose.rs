//! Which metrics could be left out.

use std::collections::BTreeMap;

use super::ids::{advice, label_proposals};
use super::model::{Effect, Kind, Proposal, Proposals, Safety};
use super::names::{Metric, metrics, names};
use super::pattern::{beginning, exactly};
use super::prove::proved;
use super::step::{drop_metrics, keep_metrics};
use super::uses::Uses;
use crate::cardinality::runtime_prefixes;
use crate::finding::plural;
use crate::generate::NewStep;
use crate::generate::trial::Trial;
use crate::usage::Usage;

/// From this share of all series on, in percent, and this number, a family is worth a thought.
const COSTLY_PERCENT: u64 = 10;
const COSTLY_SERIES: u64 = 20;

/// What could be left out of what a job stores, and is not read if that was looked at. All of it was tried out.
pub fn propose(trial: &Trial<'_>, usage: Option<&Usage>) -> Proposals {
    let metrics = metrics(trial);
    let uses = usage.map(|usage| Uses::of(usage, &metrics));
    let uses = uses.as_ref();
    let mut found = Vec::new();
    for candidate in candidates(trial, &metrics, uses) {
        found.extend(proposal(trial, candidate));
    }
    found.extend(label_proposals(trial, uses));
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
        usage: uses.map(|uses| uses.found(trial, &metrics)),
        together: if safe.len() > 1 { together(trial, &safe) } else { None },
        ids: advice(trial, &found, uses),
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
    /// Steps that may do, the best first.
    steps: Vec<NewStep>,
}

fn candidates<'t>(
    trial: &'t Trial<'_>,
    all: &'t [Metric<'t>],
    uses: Option<&Uses<'_>>,
) -> Vec<Candidate<'t>> {
    let is_left = |metric: &&Metric<'_>| uses.is_none_or(|uses| !uses.is_read(metric.name));
    let left: Vec<&Metric<'t>> = all.iter().filter(is_left).collect();
    let mut candidates: Vec<Candidate<'t>> = created(&left).into_iter().collect();
    candidates.extend(runtimes(&left, uses));
    candidates.extend(costly(trial, &left));
    let Some(uses) = uses else { return candidates };
    let is_taken =
        |name: &str| candidates.iter().any(|it| it.metrics.iter().any(|metric| metric.name == name));
    let rest: Vec<&Metric<'t>> = left.iter().copied().filter(|metric| !is_taken(metric.name)).collect();
    candidates.extend(unused(rest));
    // Where nothing is read at all, the files are hardly those of this job.
    let is_about_this = uses.is_any_read();
    for candidate in &mut candidates {
        candidate.safety = if is_about_this { Safety::Safe } else { Safety::YourCall };
        candidate.reason = match candidate.kind {
            Kind::Costly => format!("nothing reads it, and {}", candidate.reason),
            _ if candidate.metrics.len() == 1 => "nothing reads it".to_owned(),
            _ => "nothing reads them".to_owned(),
        };
    }
    candidates.extend(keep_list(all, left, uses));
    candidates
}

fn created<'t>(metrics: &[&'t Metric<'t>]) -> Option<Candidate<'t>> {
    let created: Vec<&Metric<'_>> = metrics.iter().copied().filter(|metric| metric.is_created).collect();
    (!created.is_empty()).then(|| Candidate {
        kind: Kind::Created,
        title: "series that only say when others began (`_created`)".to_owned(),
        reason: "hardly a query looks at them".to_owned(),
        safety: Safety::Safe,
        steps: vec![drop_metrics(&exact(&created), "when other series began")],
        metrics: created,
    })
}

fn runtimes<'t>(metrics: &[&'t Metric<'t>], uses: Option<&Uses<'_>>) -> Vec<Candidate<'t>> {
    let mut by_runtime: BTreeMap<&str, Vec<&Metric<'_>>> = BTreeMap::new();
    for metric in metrics.iter().filter(|metric| !metric.is_created) {
        if let Some(runtime) = metric.runtime {
            by_runtime.entry(runtime).or_default().push(metric);
        }
    }
    let candidate = |(runtime, metrics): (&str, Vec<&'t Metric<'t>>)| {
        let regexes = whole_runtime(runtime, uses).into_iter().chain([exact(&metrics)]);
        let remark = format!("about {runtime}, from its client library");
        Candidate {
            kind: Kind::Runtime,
            title: format!("metrics about {runtime}, which its client library adds"),
            reason: "dashboards and alerts on memory, threads or garbage collection read such metrics"
                .to_owned(),
            safety: Safety::YourCall,
            steps: regexes.map(|regex| drop_metrics(&regex, &remark)).collect(),
            metrics,
        }
    };
    by_runtime.into_iter().map(candidate).collect()
}

/// A regex for all metrics of a runtime, of which its next version may have more; unless some of them may be read.
fn whole_runtime(runtime: &str, uses: Option<&Uses<'_>>) -> Option<String> {
    match runtime_prefixes(runtime) {
        [prefix] if uses.is_none_or(|uses| !uses.may_read_more(prefix)) => Some(beginning(prefix)),
        _ => None,
    }
}

fn costly<'t>(trial: &'t Trial<'_>, metrics: &[&'t Metric<'t>]) -> Vec<Candidate<'t>> {
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
        let remark = match id {
            Some(id) => format!("holds {} in `{}`", id.class.plural(), id.label),
            None => format!("had {series} of {}", plural(all, "series")),
        };
        candidates.push(Candidate {
            kind: Kind::Costly,
            title: format!("`{whole}`"),
            reason,
            safety: Safety::YourCall,
            steps: vec![drop_metrics(&exact(&metrics), &remark)],
            metrics,
        });
    }
    candidates
}

fn unused<'t>(metrics: Vec<&'t Metric<'t>>) -> Option<Candidate<'t>> {
    let title = match metrics.len() {
        0 => return None,
        1 => format!("`{}`", metrics[0].name),
        count => format!("{count} metrics with fewer series"),
    };
    Some(Candidate {
        kind: Kind::Unused,
        title,
        reason: String::new(),
        safety: Safety::Safe,
        steps: vec![drop_metrics(&exact(&metrics), "nothing reads these")],
        metrics,
    })
}

/// The most metrics that a list to keep names.
const LONGEST_LIST: usize = 30;

/// A list of what is read, where that is shorter than one of what is not.
fn keep_list<'t>(all: &'t [Metric<'t>], left: Vec<&'t Metric<'t>>, uses: &Uses<'_>) -> Option<Candidate<'t>> {
    let read: Vec<&Metric<'_>> = all.iter().filter(|metric| uses.is_read(metric.name)).collect();
    let is_short = !read.is_empty() && read.len() <= LONGEST_LIST && read.len() < left.len();
    is_short.then(|| Candidate {
        kind: Kind::KeepList,
        title: format!("all but the {} that are read", plural(read.len() as u64, "metric")),
        reason: "it takes the place of the steps that drop metrics, and drops those too that a dump does not have yet"
            .to_owned(),
        safety: Safety::YourCall,
        steps: vec![keep_metrics(&exact(&read), "what is read, and nothing else")],
        metrics: left,
    })
}

fn exact(metrics: &[&Metric<'_>]) -> String {
    exactly(&metrics.iter().map(|metric| metric.name).collect::<Vec<_>>())
}

fn proposal(trial: &Trial<'_>, candidate: Candidate<'_>) -> Option<Proposal> {
    let Candidate { kind, title, reason, safety, metrics, steps } = candidate;
    let names = names(&metrics);
    let (step, effect) = steps.into_iter().find_map(|step| {
        let effect = proved(trial, std::slice::from_ref(&step), &names)?;
        Some((step, effect))
    })?;
    let metrics = names.into_iter().map(str::to_owned).collect();
    Some(Proposal { number: 0, kind, title, reason, safety, metrics, step, effect })
}
