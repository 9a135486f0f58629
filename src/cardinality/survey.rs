//! The census of a text.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::census::Census;
use super::knowledge::Knowledge;
use super::model::{Cardinality, sort};
use super::names::{fingerprint, seed};
use super::prints::Prints;
use crate::exposition::{Entry, Exposition, Problem, Sample};

/// What a text's series are made of, and what is wrong with the text.
#[derive(Debug)]
pub struct Survey {
    /// The series.
    pub cardinality: Cardinality,
    /// Lines that are no metrics, or that Prometheus would not take.
    pub problems: Vec<Problem>,
}

/// Counts the series of a text. `progress` is told now and then how far that has come, in bytes.
pub fn survey(text: &str, progress: impl FnMut(u64)) -> Survey {
    survey_knowing(text, Knowledge::ours(), progress)
}

/// The same, with what is known of names.
pub fn survey_knowing<'t>(text: &'t str, knowledge: Arc<Knowledge>, mut progress: impl FnMut(u64)) -> Survey {
    let mut census = Census::knowing(knowledge);
    let mut read = |add: &mut dyn FnMut(&Sample<'t, '_>)| {
        let (mut samples, mut problems) = (0_u64, Vec::new());
        let mut exposition = Exposition::new(text);
        while let Some(entry) = exposition.next_entry() {
            match entry {
                Entry::Sample(sample) => {
                    add(&sample);
                    samples += 1;
                    if samples.is_multiple_of(STRIDE) {
                        progress(u64::from(sample.span.end));
                    }
                }
                Entry::Problem(problem) => problems.push(problem),
                _ => {}
            }
        }
        problems
    };
    let abreast = if text.len() < LONG { None } else { census.count_abreast(&mut read) };
    let problems = abreast.unwrap_or_else(|| read(&mut |sample| census.add(sample)));
    let mut cardinality = census.finish();
    weigh_ids(text, &mut cardinality);
    Survey { cardinality, problems }
}

/// From how many bytes on threads are worth their start.
const LONG: usize = 1 << 20;
/// How many samples are counted between two words on progress.
const STRIDE: u64 = 1 << 14;

/// Finds in a second reading how many series there would be if labels of IDs had one value each. Where that is as many, the
/// other labels together say what those of IDs say.
fn weigh_ids(text: &str, cardinality: &mut Cardinality) {
    let mut held: HashMap<&str, Held<'_>> = HashMap::new();
    for id in cardinality.id_labels.iter().filter(|id| !id.rides_along) {
        for metric in &id.metrics {
            held.entry(metric).or_default().labels.push(&id.label);
        }
    }
    if held.is_empty() {
        return;
    }
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        let Entry::Sample(sample) = entry else { continue };
        let Some(held) = held.get_mut(&*sample.name) else { continue };
        let Held { labels, metric, columns, prints } = held;
        let metric = *metric.get_or_insert_with(|| seed(&sample.name));
        let present = sample.labels.iter().enumerate().filter(|(_, label)| !label.value.is_empty());
        let print = fingerprint(
            metric,
            present.map(|(at, label)| {
                let column = column(columns, at, &label.name, labels);
                (column.seed, if column.is_held { "" } else { &*label.value })
            }),
        );
        prints.insert(print);
    }
    let mut without = 0;
    let mut idle = HashSet::new();
    for metric in &cardinality.metrics {
        let left = held.get(&*metric.metric).map_or(metric.series, |held| held.prints.len() as u64);
        without += left;
        if left == metric.series {
            idle.insert(metric.metric.clone());
        }
    }
    for id in cardinality.id_labels.iter_mut() {
        id.rides_along |= id.metrics.iter().all(|metric| idle.contains(metric));
    }
    sort(&mut cardinality.id_labels);
    cardinality.without_ids = cardinality.id_labels.iter().any(|id| !id.rides_along).then_some(without);
}

/// What is held still of a metric.
#[derive(Default)]
struct Held<'c> {
    labels: Vec<&'c str>,
    metric: Option<u64>,
    /// Its labels in the order of the series before: nearly always that of the next.
    columns: Vec<Column>,
    prints: Prints,
}

struct Column {
    name: String,
    seed: u64,
    is_held: bool,
}

/// What is known of a label at a place.
fn column<'h>(columns: &'h mut Vec<Column>, at: usize, name: &str, held: &[&str]) -> &'h Column {
    let new = || Column { name: name.to_owned(), seed: seed(name), is_held: held.contains(&name) };
    while columns.len() <= at {
        columns.push(new());
    }
    if columns[at].name != name {
        columns[at] = new();
    }
    &columns[at]
}
