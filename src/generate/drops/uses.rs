//! Which metrics are read, and by what.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{KeptMetric, UnreadableQuery, UsageFound};
use super::names::Metric;
use crate::generate::trial::Trial;
use crate::usage::{Reader, Usage};

/// What is read of the metrics of a job.
pub(super) struct Uses<'u> {
    usage: &'u Usage,
    /// The readers of metrics, by name. A part of a histogram has those of all of it.
    by_name: BTreeMap<&'u str, Vec<&'u Reader>>,
}

impl<'u> Uses<'u> {
    pub(super) fn of(usage: &'u Usage, metrics: &'u [Metric<'u>]) -> Self {
        let mut by_whole: BTreeMap<&str, Vec<&Reader>> = BTreeMap::new();
        let mut by_name = BTreeMap::new();
        for metric in metrics {
            let has_label = |label: &str| metric.labels.contains(&label);
            let readers = usage.readers(metric.name, has_label);
            if metric.is_created {
                by_name.insert(metric.name, readers);
                continue;
            }
            let whole =
                by_whole.entry(metric.whole).or_insert_with(|| usage.readers(metric.whole, has_label));
            for reader in readers {
                if !whole.iter().any(|known| std::ptr::eq(*known, reader)) {
                    whole.push(reader);
                }
            }
        }
        for metric in metrics.iter().filter(|metric| !metric.is_created) {
            by_name.insert(metric.name, by_whole.get(metric.whole).cloned().unwrap_or_default());
        }
        Self { usage, by_name }
    }

    pub(super) fn readers(&self, metric: &str) -> &[&'u Reader] {
        self.by_name.get(metric).map_or(&[], |readers| &readers[..])
    }

    pub(super) fn is_read(&self, metric: &str) -> bool {
        !self.readers(metric).is_empty()
    }

    /// Whether any metric of the job is read.
    pub(super) fn is_any_read(&self) -> bool {
        self.by_name.values().any(|readers| !readers.is_empty())
    }

    pub(super) fn speaks_of_label(&self, label: &str) -> bool {
        !self.usage.readers_of_label(label).is_empty()
    }

    /// Whether a metric that is not there yet, but is read, may begin so.
    pub(super) fn may_read_more(&self, prefix: &str) -> bool {
        !self.usage.has_only_names() || self.usage.names().iter().any(|name| name.starts_with(prefix))
    }

    /// Where the readers of a metric stand, and who reads what they record.
    pub(super) fn places(&self, metric: &str) -> Vec<String> {
        let places: BTreeSet<String> = self.readers(metric).iter().map(|reader| self.place(reader)).collect();
        places.into_iter().collect()
    }

    fn place(&self, reader: &Reader) -> String {
        let next = reader.records.as_deref().and_then(|record| {
            let others = self.usage.all().iter().filter(|other| !std::ptr::eq(*other, reader));
            others.into_iter().find(|other| other.reads(record, |_| false))
        });
        match next {
            Some(next) => format!("{}, which {} reads", reader.place, next.place),
            None => reader.place.clone(),
        }
    }

    pub(super) fn found(&self, trial: &Trial<'_>, metrics: &[Metric<'_>]) -> UsageFound {
        let mut kept: BTreeMap<&str, KeptMetric> = BTreeMap::new();
        for metric in metrics.iter().filter(|metric| self.is_read(metric.name)) {
            let name = if metric.is_created { metric.name } else { metric.whole };
            let kept = kept.entry(name).or_insert_with(|| KeptMetric {
                metric: name.to_owned(),
                series: 0,
                readers: self.places(metric.name),
            });
            kept.series += metric.series;
        }
        let mut kept: Vec<KeptMetric> = kept.into_values().collect();
        kept.sort_by(|a, b| b.series.cmp(&a.series).then_with(|| a.metric.cmp(&b.metric)));
        let unreadable = self.usage.all().iter().filter_map(|reader| {
            let reads =
                |metric: &&Metric<'_>| reader.reads(metric.name, |label| metric.labels.contains(&label));
            Some(UnreadableQuery {
                place: reader.place.clone(),
                query: reader.unreadable.clone()?,
                keeps: metrics.iter().filter(reads).count() as u64,
            })
        });
        UsageFound {
            files: self.usage.files().to_vec(),
            readers: self.usage.len() as u64,
            kept,
            unreadable: unreadable.collect(),
            unseen: self.usage.unseen().iter().cloned().chain(unseen(trial)).collect(),
        }
    }
}

/// Readers that no file shows.
fn unseen(trial: &Trial<'_>) -> Vec<String> {
    let remote = match trial.writes_remotely() {
        true => "what is behind `remote_write` of this configuration",
        false => "what is behind `remote_write`, if you have some",
    };
    let words = [
        remote,
        "other Prometheus servers that federate this one",
        "queries by hand, and files that were not named",
    ];
    words.map(str::to_owned).to_vec()
}
