//! Targets that differ only in labels which are not on their samples: each is scraped, and all write the same series
//! (scrape/target.go, `PopulateLabels`; of two samples for one time the storage keeps one).

use std::collections::HashMap;
use std::collections::HashSet;

use crate::config::ScrapeConfig;
use crate::finding::short;
use crate::goregex::Wrapper;
use crate::relabel::{Labels, Target, TargetOutcome, TargetStage, static_targets};
use crate::rules::step::{may_change, readable};
use crate::rules::{Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Config(check);

/// Labels that tell targets apart if nothing meddles with them.
const IDENTITY: [&str; 3] = ["instance", "job", "__address__"];

/// A target as it is scraped.
struct Scraped<'c> {
    job: &'c ScrapeConfig,
    address: String,
    span: Span,
    target: Target,
}

fn check(cx: &mut Cx<'_>) {
    let jobs: Vec<&ScrapeConfig> =
        cx.config.jobs().filter(|job| !job.static_configs.items().is_empty()).collect();
    let wrapper = Wrapper::Prometheus3;
    let (suspects, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| may_collide(job));
    let mut scraped: Vec<Scraped<'_>> = suspects.iter().flat_map(|job| targets(cx, job, wrapper)).collect();
    // Who takes another job's name may have its labels as well.
    let names: HashSet<String> =
        scraped.iter().map(|scraped| scraped.target.labels.get("job").to_owned()).collect();
    let named = others.into_iter().filter(|job| names.contains(job.name()));
    scraped.extend(named.flat_map(|job| targets(cx, job, wrapper)));
    scraped.sort_by_key(|scraped| scraped.span);

    let mut seen: HashMap<Labels, &Scraped<'_>> = HashMap::new();
    let mut told: HashMap<*const ScrapeConfig, usize> = HashMap::new();
    let mut collisions = Vec::new();
    for later in &scraped {
        let labels = later.target.public_labels();
        let Some(&first) = seen.get(&labels) else {
            seen.insert(labels, later);
            continue;
        };
        // The very same target is scraped once.
        if std::ptr::eq(first.job, later.job) && first.target == later.target {
            continue;
        }
        let count = told.entry(std::ptr::from_ref(later.job)).or_default();
        *count += 1;
        if *count == 1 {
            collisions.push((first, later, labels));
        }
    }
    for (first, later, labels) in collisions {
        let more = told[&std::ptr::from_ref(later.job)] - 1;
        let finding = cx
            .finding(later.span, format!("{} writes the series of another target", short(&later.address)))
            .with_label(format!("its samples get {}", shown(&labels)))
            .with_related(first.span, "so do the samples of this one")
            .with_note(match more {
                0 => "both are scraped, and of two samples for one series and time one is lost".to_owned(),
                more => {
                    format!("both are scraped, and samples of one are lost; {more} more of this job likewise")
                }
            })
            .with_help("let `instance`, or another label, tell them apart")
            .with_job(Some(later.job.name()));
        cx.report(finding);
    }
}

/// Whether two static targets of a job may come to the same labels.
fn may_collide(job: &ScrapeConfig) -> bool {
    let labels = job.static_configs.values().filter_map(|group| group.labels.value());
    let mut names = labels.flat_map(|labels| labels.entries()).filter_map(|(name, _)| name.value());
    let mut steps = readable(job.relabel_configs.items());
    names.any(|name| IDENTITY.contains(&&**name))
        || steps.any(|(_, _, step, action)| IDENTITY.iter().any(|label| may_change(step, action, label)))
        || has_address_twice(job)
}

fn has_address_twice(job: &ScrapeConfig) -> bool {
    let mut seen = HashSet::new();
    let targets = job.static_configs.values().flat_map(|group| group.targets.items());
    targets.filter_map(|target| target.value()).any(|target| !seen.insert(&**target))
}

/// The static targets of a job that are scraped.
fn targets<'c>(cx: &Cx<'c>, job: &'c ScrapeConfig, wrapper: Wrapper) -> Vec<Scraped<'c>> {
    if job.relabel_configs.items().iter().any(|step| !step.clean) {
        return Vec::new();
    }
    let Ok(stage) = TargetStage::new(job, cx.global, wrapper) else { return Vec::new() };
    let found = static_targets(&job.static_configs);
    found
        .filter_map(|found| {
            let TargetOutcome::Active(target) = stage.run(&found.labels) else { return None };
            let address = found.labels.get("__address__").to_owned();
            Some(Scraped { job, address, span: found.span?, target })
        })
        .collect()
}

/// Labels for a message: as many as one wants to read.
fn shown(labels: &Labels) -> String {
    let mut first: Vec<String> =
        labels.iter().take(4).map(|(name, value)| format!("{name}={}", short(value))).collect();
    if labels.iter().nth(4).is_some() {
        first.push("…".to_owned());
    }
    first.join(", ")
}
