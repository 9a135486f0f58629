//! All series of a metrics dump.

use std::cell::LazyCell;
use std::sync::Arc;

use super::List;
use super::place::{Place, Places};
use crate::cardinality::{Cardinality, Census, Knowledge};
use crate::cli::output::Stop;
use crate::evidence::{Objection, observe};
use crate::exposition::Problem;
use crate::relabel::{Labels, Stage};
use crate::report::{DumpReport, Listed, StepCount, rule_words};
use crate::source::{LineIndex, Source};

/// Runs a dump through each place of a stage.
pub(super) fn run(
    places: &Places<'_>,
    stage: Stage,
    source: &Source,
    list: &[List],
    target: Option<&Labels>,
) -> Result<Vec<DumpReport>, Stop> {
    let places = places.of(stage, target)?;
    Ok(places.iter().map(|place| of(place, stage, source, list, None)).collect())
}

/// Runs a dump through the metric relabeling of one job, and counts what is left.
pub(in crate::cli) fn count(
    places: &Places<'_>,
    source: &Source,
    target: Option<&Labels>,
    knowledge: Arc<Knowledge>,
) -> Result<(DumpReport, Cardinality), Stop> {
    let place = places.series_of(places.only_job()?, target)?;
    let mut census = Census::knowing(knowledge);
    let report = of(&place, Stage::Metric, source, &[], Some(&mut census));
    Ok((report, census.finish().with_values(|value| place.redactor.text(value))))
}

fn of(
    place: &Place<'_>,
    stage: Stage,
    source: &Source,
    list: &[List],
    mut census: Option<&mut Census>,
) -> DumpReport {
    let text = &source.text;
    let mut report = DumpReport {
        path: source.path.clone(),
        owner: place.owner.clone(),
        stage: stage.to_string(),
        ..DumpReport::default()
    };
    let lines = LazyCell::new(|| LineIndex::new(text));
    let words = |problem: &Problem| problem.with_line(&lines);
    let observation = observe(&place.passage, text, |sample, relabeled| {
        let dropped_by = relabeled.dropped_by();
        let is_kept = dropped_by.is_none() && relabeled.labels().next().is_some();
        let is_changed = relabeled.is_changed();
        if is_kept && let Some(census) = &mut census {
            census.add_relabeled(sample, relabeled);
        }
        if list.iter().any(|which| which.takes(is_kept, is_changed)) {
            let becomes = (is_kept && is_changed).then(|| relabeled.to_labels().to_series());
            report.listed.push(Listed {
                series: place.redactor.text(&sample.to_labels().to_series()),
                becomes: becomes.map(|series| place.redactor.text(&series)),
                dropped_by: dropped_by.map(|step| step + 1),
            });
        }
    });
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    report.series = count(observation.samples);
    report.kept = count(observation.kept);
    report.changed = count(observation.changed);
    report.dropped = count(observation.samples - observation.kept);
    report.collided = count(observation.lost());
    report.problems = observation.problems.iter().map(words).collect();
    let too_many = || place.passage.check_scrape(observation.counted()).err();
    report.scrape_error = match &observation.objection {
        Some(Objection::Unreadable(problem)) => Some(format!("it cannot read {}", words(problem))),
        Some(Objection::Series { error, .. }) => Some(error.clone()),
        None => too_many(),
    };
    let tallies = place.rules.iter().zip(&observation.steps).enumerate();
    let steps = tallies.map(|(at, (rule, tally))| StepCount {
        number: at + 1,
        line: place.file.line(rule.span),
        rule: place.redactor.text(&rule.value().map_or_else(String::new, rule_words)),
        reached: tally.reached,
        changed: tally.changed,
        dropped: tally.dropped,
        lost: observation.lost_at(Some(at)),
    });
    report.steps = steps.collect();
    report.collision = observation.merges.first().map(|merge| {
        [&merge.first, &merge.second, &merge.becomes].map(|labels| place.redactor.text(&labels.to_series()))
    });
    report
}

impl List {
    fn takes(self, is_kept: bool, is_changed: bool) -> bool {
        match self {
            Self::Dropped => !is_kept,
            Self::Changed => is_kept && is_changed,
            Self::Unchanged => is_kept && !is_changed,
            Self::All => true,
        }
    }
}
