//! The census of a text.

use std::collections::{HashMap, HashSet};

use super::census::{Census, fingerprint};
use super::model::Cardinality;
use crate::exposition::{Entry, Exposition, Problem};

/// What a text's series are made of, and what is wrong with the text.
#[derive(Debug)]
pub struct Survey {
    /// The series.
    pub cardinality: Cardinality,
    /// Lines that are no metrics, or that Prometheus would not take.
    pub problems: Vec<Problem>,
}

/// Counts the series of a text. `progress` is told now and then how far that has come, in bytes.
pub fn survey(text: &str, mut progress: impl FnMut(u64)) -> Survey {
    let mut census = Census::new();
    let mut problems = Vec::new();
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Sample(sample) => {
                census.add(&sample);
                if census.samples.is_multiple_of(STRIDE) {
                    progress(u64::from(sample.span.end));
                }
            }
            Entry::Problem(problem) => problems.push(problem),
            _ => {}
        }
    }
    let mut cardinality = census.finish();
    cardinality.without_ids = without_ids(text, &cardinality);
    Survey { cardinality, problems }
}

/// How many samples are counted between two words on progress.
const STRIDE: u64 = 1 << 14;

/// How many series there would be if labels of IDs had one value each: that is found in a second reading.
fn without_ids(text: &str, cardinality: &Cardinality) -> Option<u64> {
    let mut held: HashMap<&str, Vec<&str>> = HashMap::new();
    for id in cardinality.id_labels.iter().filter(|it| it.rides_along_with.is_none()) {
        for metric in &id.metrics {
            held.entry(metric).or_default().push(&id.label);
        }
    }
    if held.is_empty() {
        return None;
    }
    let others = cardinality.metrics.iter().filter(|metric| !held.contains_key(&*metric.metric));
    let others: u64 = others.map(|metric| metric.series).sum();
    let mut prints = HashSet::new();
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        let Entry::Sample(sample) = entry else { continue };
        let Some(held) = held.get(&*sample.name) else { continue };
        let labels = sample.labels.iter().filter(|label| !label.value.is_empty()).map(|label| {
            let name = &*label.name;
            (name, if held.contains(&name) { "" } else { &*label.value })
        });
        prints.insert(fingerprint(&sample.name, labels));
    }
    Some(others + prints.len() as u64)
}
