//! What became of something and why, in one sentence.

use super::model::{End, Walk, WalkStep};
use crate::relabel::Stage;
use crate::report::words::listed;

pub(super) fn sentence(walk: &Walk) -> String {
    match &walk.end {
        End::Dropped { step } => match walk.steps.iter().find(|other| other.number == *step) {
            Some(step) => format!("Dropped by {}: {}.", named(step), reason(step)),
            None => format!("Dropped by step {step}."),
        },
        End::Emptied => "Dropped: the steps removed all its labels.".to_owned(),
        End::Refused { error } => {
            let consequence = match walk.stage {
                Stage::Target => "Left out",
                _ => "The whole scrape fails",
            };
            match culprit(walk, error) {
                Some(step) => format!("{consequence}: {error}; {} is the last that touched it.", named(step)),
                None => format!("{consequence}: {error}."),
            }
        }
        End::Scraped { url, labels } => {
            format!("Scraped at {url}; its series get {labels}{}.", changed(walk))
        }
        End::Kept { labels } => {
            let verb = match walk.stage {
                Stage::Target => "Kept",
                Stage::Metric => "Stored",
                Stage::Write | Stage::Alert => "Sent",
            };
            format!("{verb} as {}{}.", labels.to_series(), changed(walk))
        }
    }
}

fn named(step: &WalkStep) -> String {
    format!("step {} ({}, line {})", step.number, step.action, step.line)
}

/// Which steps changed something.
fn changed(walk: &Walk) -> String {
    let changed: Vec<String> = walk
        .steps
        .iter()
        .filter(|step| !step.changes.is_empty())
        .map(|step| step.number.to_string())
        .collect();
    match (&changed[..], walk.step_count) {
        (_, 0) => "; there are no steps".to_owned(),
        ([], 1) => "; the one step changes nothing".to_owned(),
        ([], count) => format!("; none of the {count} steps changes it"),
        ([one], _) => format!("; step {one} changed it"),
        (several, _) => format!("; steps {} changed it", listed(several)),
    }
}

/// Why a step dropped something.
fn reason(step: &WalkStep) -> String {
    let value = value(step);
    let regex = step.regex.as_deref().unwrap_or_default();
    let note = step.note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
    match (step.action, &step.compared_with) {
        ("drop", _) if step.sources.is_empty() => {
            format!("it has no source labels, and `{regex}` matches the empty text")
        }
        ("drop", _) => format!("{value}, which `{regex}` matches"),
        ("keepequal", Some(other)) => format!("{value}, but {} is {:?}", other.label, other.value),
        ("dropequal", Some(other)) => format!("{value}, and so is {}", other.label),
        _ => format!("{value}, which `{regex}` does not match{note}"),
    }
}

/// What the step looked at.
fn value(step: &WalkStep) -> String {
    let joined = step.joined.as_deref().unwrap_or_default();
    match &step.sources[..] {
        [] => "the joined value is empty".to_owned(),
        [only] if only.value.is_empty() => format!("there is no label {}, so its value is \"\"", only.label),
        [only] => format!("{} is {joined:?}", only.label),
        several => {
            let names: Vec<&str> = several.iter().map(|source| source.label.as_str()).collect();
            format!("{} together are {joined:?}", listed(&names))
        }
    }
}

/// The last step that changed what Prometheus objects to.
fn culprit<'w>(walk: &'w Walk, error: &str) -> Option<&'w WalkStep> {
    let labels: &[&str] = if error.contains("interval") && error.contains("timeout") {
        &["__scrape_interval__", "__scrape_timeout__"]
    } else if error.contains("scrape interval") {
        &["__scrape_interval__"]
    } else if error.contains("scrape timeout") {
        &["__scrape_timeout__"]
    } else if error.contains("address") || error.contains("hostname") {
        &["__address__"]
    } else if error.contains("metric name") {
        &["__name__"]
    } else {
        &[]
    };
    let touches =
        |step: &&WalkStep| step.changes.iter().any(|change| labels.contains(&change.label.as_str()));
    walk.steps.iter().rev().find(touches)
}
