//! Single targets, series and alerts.

use std::path::Path;

use super::place::Places;
use super::series_or_labels;
use crate::cli::output::Stop;
use crate::io::{DEFAULT_MAX_SIZE, read};
use crate::relabel::{Labels, Stage, file_targets, static_targets};
use crate::report::Walk;

const ADDRESS: &str = "__address__";

/// The static targets of the jobs that are asked for.
pub(super) fn of_static_targets(places: &Places<'_>) -> Result<Vec<Walk>, Stop> {
    let mut walks = Vec::new();
    for at in places.jobs()? {
        let place = places.targets_of(at)?;
        walks.extend(static_targets(&at.job.static_configs).map(|target| {
            place.walk(Stage::Target, target.labels.get(ADDRESS).to_owned(), target.span, &target.labels)
        }));
    }
    if walks.is_empty() {
        let whose = places.job.map_or_else(
            || places.configuration.main.source.path.clone(),
            |name| format!("job {}", crate::finding::short(name)),
        );
        let words = "has no static targets to show; give labels with --labels, a file of targets with --targets, or a series with --series";
        return Err(Stop::Said(format!("{whose} {words}")));
    }
    Ok(walks)
}

/// What goes through the places of a stage.
pub(super) fn of(
    places: &Places<'_>,
    stage: Stage,
    inputs: &[Labels],
    target: Option<&Labels>,
) -> Result<Vec<Walk>, Stop> {
    if stage == Stage::Metric {
        return inputs.iter().map(|labels| of_series(places, labels, target)).collect();
    }
    let places = places.of(stage, target)?;
    let walks = places.iter().flat_map(|place| {
        inputs.iter().map(|labels| place.walk(stage, subject(stage, labels), None, labels))
    });
    Ok(walks.collect())
}

/// A series, as its target exposes it, or as Prometheus shows it: then it has the labels of its target, too.
fn of_series(places: &Places<'_>, labels: &Labels, target: Option<&Labels>) -> Result<Walk, Stop> {
    let names_job = |name: &str| places.configuration.jobs().any(|at| at.job.name() == name);
    let shown_job = labels.get("job");
    let places = Places {
        job: places.job.or_else(|| Some(shown_job).filter(|name| names_job(name))),
        configuration: places.configuration,
        wrapper: places.wrapper,
        remote: places.remote,
    };
    let at = places.only_job()?;
    let mut exposed = labels.clone();
    let mut target = target.cloned().unwrap_or_else(|| places.first_target(at));
    if shown_job == at.job.name() {
        for name in ["job", "instance"] {
            if labels.contains(name) {
                target.set(name, labels.get(name));
            }
        }
        // What the target says too comes from it.
        for (name, value) in target.iter() {
            if labels.get(name) == value {
                exposed.remove(name);
            }
        }
    }
    let place = places.series_of(at, Some(&target))?;
    Ok(place.walk(Stage::Metric, subject(Stage::Metric, labels), None, &exposed))
}

/// What becomes of a series or a static target.
pub(super) fn of_question(
    places: &Places<'_>,
    stage: Option<Stage>,
    question: &str,
    target: Option<&Labels>,
) -> Result<Vec<Walk>, Stop> {
    if matches!(stage, None | Some(Stage::Target)) {
        let mut walks = Vec::new();
        for at in places.jobs()? {
            let asked = static_targets(&at.job.static_configs)
                .filter(|target| target.labels.get(ADDRESS) == question);
            let asked: Vec<_> = asked.collect();
            if !asked.is_empty() {
                let place = places.targets_of(at)?;
                walks.extend(asked.into_iter().map(|target| {
                    place.walk(Stage::Target, question.to_owned(), target.span, &target.labels)
                }));
            }
        }
        if !walks.is_empty() {
            return Ok(walks);
        }
    }
    let labels = series_or_labels(question)?;
    let stage = stage.unwrap_or(if labels.contains(ADDRESS) { Stage::Target } else { Stage::Metric });
    of(places, stage, &[labels], target)
}

/// The targets of a file.
pub(super) fn targets_in(path: &Path) -> Result<Vec<Labels>, Stop> {
    let source = read(path, DEFAULT_MAX_SIZE)
        .map_err(|failure| Stop::Said(format!("{}: {}", failure.path, failure.reason)))?;
    let targets = file_targets(&source.text, &source.path).map_err(|broken| {
        let line = crate::source::LineIndex::new(&source.text).line(broken.span.start as usize) + 1;
        Stop::Said(format!(
            "{}:{line}: {}; Prometheus would use none of its targets",
            source.path, broken.problem
        ))
    })?;
    if targets.is_empty() {
        return Err(Stop::Said(format!("{} has no targets", source.path)));
    }
    Ok(targets.into_iter().map(|target| target.labels).collect())
}

/// What something is called.
fn subject(stage: Stage, labels: &Labels) -> String {
    match stage {
        Stage::Target if labels.contains(ADDRESS) => labels.get(ADDRESS).to_owned(),
        Stage::Target | Stage::Alert => labels.to_string(),
        Stage::Metric | Stage::Write => labels.to_series(),
    }
}
