//! All series of a metrics dump.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::List;
use super::place::{Place, Places};
use crate::cardinality::{Cardinality, Census};
use crate::cli::output::Stop;
use crate::exposition::{Entry, Exposition, Outcome, Sample};
use crate::relabel::{Chain, Labels, Passage, Relabeled, Stage};
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
) -> Result<(DumpReport, Cardinality), Stop> {
    let place = places.series_of(places.only_job()?, target)?;
    let mut census = Census::new();
    let report = of(&place, Stage::Metric, source, &[], Some(&mut census));
    Ok((report, census.finish()))
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
    let Some(chain) = place.passage.chains().first().copied() else { return report };
    let mut runner = place.passage.runner();
    let mut prints: HashSet<u64, FixedState> = HashSet::default();
    let mut twice = HashSet::default();
    let lines = LineIndex::new(text);
    let check = Check::of(&place.passage);
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        let sample = match entry {
            Entry::Sample(sample) => sample,
            Entry::Problem(problem) => {
                let line = lines.line(problem.span.start as usize) + 1;
                let words = format!("line {line}: {problem}");
                if problem.outcome != Outcome::Surprising {
                    report.scrape_error.get_or_insert_with(|| format!("it cannot read {words}"));
                }
                report.problems.push(words);
                continue;
            }
            _ => continue,
        };
        report.series += 1;
        let relabeled = runner.relabel(labels(&sample));
        let is_changed = relabeled.is_changed();
        let dropped_by = relabeled.dropped_by();
        let is_kept = dropped_by.is_none() && relabeled.labels().next().is_some();
        report.kept += usize::from(is_kept);
        report.dropped += usize::from(!is_kept);
        report.changed += usize::from(is_kept && is_changed);
        if is_kept && report.scrape_error.is_none() {
            report.scrape_error = check.objection(&relabeled, is_changed);
        }
        if is_kept && !chain.only_selects() {
            let fingerprint = relabeled.fingerprint();
            if !prints.insert(fingerprint) {
                twice.insert(fingerprint);
            }
        }
        if is_kept && let Some(census) = &mut census {
            add(census, &relabeled, &sample);
        }
        if list.iter().any(|which| which.takes(is_kept, is_changed)) {
            let becomes = (is_kept && is_changed).then(|| relabeled.to_labels().to_series());
            report.listed.push(Listed {
                series: place.redactor.text(&sample.to_labels().to_series()),
                becomes: becomes.map(|series| place.redactor.text(&series)),
                dropped_by: dropped_by.map(|step| step + 1),
            });
        }
    }
    if let Err(error) = place.passage.check_scrape(report.kept as u64) {
        report.scrape_error.get_or_insert(error);
    }
    let tallies = place.rules.iter().zip(runner.tallies()).enumerate();
    let steps = tallies.map(|(at, (rule, tally))| StepCount {
        number: at + 1,
        line: place.file.line(rule.span),
        rule: place.redactor.text(&rule.value().map_or_else(String::new, rule_words)),
        reached: tally.reached,
        changed: tally.changed,
        dropped: tally.dropped,
    });
    report.steps = steps.collect();
    if !twice.is_empty() {
        find_collisions(place, text, &twice, &mut report);
    }
    report
}

/// Counts a series as it came out. One under another name belongs to no family.
fn add(census: &mut Census, relabeled: &Relabeled<'_>, sample: &Sample<'_, '_>) {
    let metric = relabeled.labels().find(|(name, _)| *name == "__name__").map_or("", |(_, metric)| metric);
    let family = if metric == sample.name { sample.family_name() } else { metric };
    let others = relabeled.labels().filter(|(name, _)| *name != "__name__");
    census.add_series(metric, family, sample.part(), others);
}

/// The labels of a sample, its metric's name among them.
fn labels<'s>(sample: &'s Sample<'_, '_>) -> impl Iterator<Item = (&'s str, &'s str)> + Clone {
    let own = sample.labels.iter().map(|label| (&*label.name, &*label.value));
    [("__name__", &*sample.name)].into_iter().chain(own)
}

/// What Prometheus checks of single series behind the steps.
struct Check<'p> {
    passage: &'p Passage,
    /// Whether series that the steps did not change can fail, too.
    of_all: bool,
}

impl<'p> Check<'p> {
    fn of(passage: &'p Passage) -> Self {
        let of_all = match passage {
            Passage::Metric(stage, _) => stage.checks_all(),
            _ => false,
        };
        Self { passage, of_all }
    }

    fn objection(&self, relabeled: &Relabeled<'_>, is_changed: bool) -> Option<String> {
        let Passage::Metric(stage, _) = self.passage else { return None };
        let is_plain = || relabeled.labels().all(|(name, _)| !name.is_empty()) && relabeled.has("__name__");
        if !self.of_all && (!is_changed || is_plain()) {
            return None;
        }
        stage.check(&relabeled.to_labels()).err()
    }
}

/// Series that came to have the same labels.
struct Group {
    labels: Labels,
    first: String,
    second: Option<String>,
    /// Fingerprints of the series; the same series twice is no collision.
    series: HashSet<u64, FixedState>,
}

/// Looks again at the series whose fingerprints came twice, and compares their labels.
fn find_collisions(place: &Place<'_>, text: &str, twice: &HashSet<u64, FixedState>, report: &mut DumpReport) {
    let no_steps = Chain::default();
    let (mut runner, mut plain) = (place.passage.runner(), no_steps.relabeler());
    // Other labels with the same fingerprint are possible.
    let mut groups: HashMap<u64, Vec<Group>, FixedState> = HashMap::default();
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        let Entry::Sample(sample) = entry else { continue };
        let relabeled = runner.relabel(labels(&sample));
        if relabeled.dropped_by().is_some() {
            continue;
        }
        let fingerprint = relabeled.fingerprint();
        if !twice.contains(&fingerprint) {
            continue;
        }
        let series = || place.redactor.text(&sample.to_labels().to_series());
        let alike = groups.entry(fingerprint).or_default();
        let at = alike.iter().position(|group| relabeled.is(&group.labels)).unwrap_or_else(|| {
            let labels = relabeled.to_labels();
            alike.push(Group { labels, first: series(), second: None, series: HashSet::default() });
            alike.len() - 1
        });
        let group = &mut alike[at];
        if group.series.insert(plain.relabel(labels(&sample)).fingerprint()) && group.series.len() == 2 {
            group.second = Some(series());
        }
    }
    let groups = || groups.values().flatten();
    report.collided = groups().map(|group| group.series.len().saturating_sub(1)).sum();
    let shown = groups().filter_map(|group| Some((&group.labels, &group.first, group.second.as_ref()?)));
    report.collision = shown.min_by_key(|(labels, ..)| *labels).map(|(labels, first, second)| {
        [first.clone(), second.clone(), place.redactor.text(&labels.to_series())]
    });
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
