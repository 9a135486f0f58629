//! What a census found.

use std::collections::{BTreeMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::census::{Column, Counted, Metric};
use super::count::{Count, Distinct};
use super::judge::{Suspicion, suspicions};
use super::memory::Memory;
use super::packs::Expected;
use super::values::Class;
use crate::exposition::Part;
use crate::finding::without_user;

/// What series are made of.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Cardinality {
    /// Metric families: a histogram is one.
    pub families: Count,
    /// Series.
    pub series: Count,
    /// Samples: a series that comes twice has two.
    pub samples: u64,
    /// Samples that were not looked at, because there are too many metrics.
    pub unexamined: u64,
    /// Series that are buckets of histograms.
    pub buckets: u64,
    /// Series that say when others began (`_created`).
    pub created: u64,
    /// Series of language runtimes and client libraries, the most first.
    pub runtimes: Vec<RuntimeSeries>,
    /// What Prometheus would need.
    pub memory: Memory,
    /// Labels that hold IDs, those in the most series first.
    pub id_labels: Vec<IdLabel>,
    /// How many series there would be if each of these labels had one value; nothing if there are none of them.
    pub without_ids: Option<u64>,
    /// Labels of all metrics, those with the most values first.
    pub labels: Vec<LabelValues>,
    /// Metrics, those with the most series first.
    pub metrics: Vec<MetricSeries>,
}

/// Series of a language runtime.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuntimeSeries {
    /// Whose.
    pub of: String,
    /// How many.
    pub series: u64,
}

/// A label that holds IDs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IdLabel {
    /// Its name.
    pub label: String,
    /// What its values look like.
    pub class: Class,
    /// One of them; of a token, the beginning.
    pub example: String,
    /// How many values it has.
    pub distinct: Count,
    /// How many of a hundred values look like IDs, in the metric with the most of them.
    pub percent: u64,
    /// How sure that is.
    pub confidence: Confidence,
    /// The metrics that have it so.
    pub metrics: Vec<String>,
    /// Their series that have it.
    pub series: u64,
    /// Their series that there would be without it.
    pub without: Count,
    /// Whether the other labels say already what this one says: without it there would be as many series.
    pub rides_along: bool,
    /// The label that says it alone, if one does.
    pub rides_along_with: Option<String>,
}

/// How sure it is that a label holds IDs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Its values look like it.
    Medium,
    /// Its name says so too, or there are a hundred of them.
    High,
}

/// The values of a label in all metrics.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LabelValues {
    /// Its name.
    pub label: String,
    /// How many values it has.
    pub distinct: Count,
    /// How many metrics have it.
    pub metrics: u64,
    /// How many series have it.
    pub series: u64,
    /// Some values.
    pub examples: Vec<String>,
    /// How many bytes the values of each metric have together, each value counted once.
    pub bytes: u64,
}

/// The series of a metric.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MetricSeries {
    /// Its name.
    pub metric: String,
    /// How many series it has.
    pub series: u64,
    /// How many samples.
    pub samples: u64,
    /// How many bytes the names and values of their labels have.
    pub bytes: u64,
    /// Its labels.
    pub labels: Vec<MetricLabel>,
}

/// A label of a metric.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MetricLabel {
    /// Its name.
    pub label: String,
    /// How many values it has.
    pub distinct: Count,
    /// How many series have it.
    pub series: u64,
    /// How many series the metric would have without it: fewer, if it makes series different.
    pub without: Count,
    /// Other labels that come with one value of this one each time.
    pub determined_by: Vec<String>,
}

impl Cardinality {
    /// The same with the values that are shown replaced.
    #[must_use]
    pub fn with_values(mut self, replaced: impl Fn(&str) -> String) -> Self {
        let shown = self.labels.iter_mut().flat_map(|label| &mut label.examples);
        for value in shown.chain(self.id_labels.iter_mut().map(|id| &mut id.example)) {
            *value = replaced(value);
        }
        self
    }

    pub(super) fn of(counted: &Counted) -> Self {
        let buckets = counted.metrics.iter().filter(|metric| metric.part == Part::Bucket);
        let mut metrics: Vec<MetricSeries> =
            counted.metrics.iter().map(|metric| MetricSeries::of(counted, metric)).collect();
        metrics.sort_by(|a, b| b.series.cmp(&a.series).then_with(|| a.metric.cmp(&b.metric)));
        let labels = labels(counted);
        Self {
            families: Count::exact(counted.families),
            series: counted.series.count(),
            samples: counted.samples,
            unexamined: counted.uncounted,
            buckets: buckets.map(|metric| metric.series).sum(),
            created: created(counted),
            runtimes: runtimes(counted),
            memory: Memory::of(counted, &labels),
            id_labels: id_labels(counted),
            without_ids: None,
            labels,
            metrics,
        }
    }
}

impl MetricSeries {
    fn of(counted: &Counted, metric: &Metric) -> Self {
        let columns = || metric.columns.iter().enumerate();
        let varies = |column: &Column| column.values.distinct.count().value > 1;
        let labels = columns().map(|(at, column)| {
            let sayers = columns().filter(|(other, sayer)| {
                *other != at && varies(sayer) && varies(column) && metric.dependence.determines(*other, at)
            });
            MetricLabel {
                label: column.name.to_string(),
                distinct: column.values.distinct.count(),
                series: column.series,
                without: counted.without(metric, column),
                determined_by: sayers.map(|(_, sayer)| sayer.name.to_string()).collect(),
            }
        });
        Self {
            metric: metric.name.to_string(),
            series: metric.series,
            samples: metric.samples,
            bytes: metric.bytes,
            labels: labels.collect(),
        }
    }
}

fn created(counted: &Counted) -> u64 {
    let names: HashSet<&str> = counted.metrics.iter().map(|metric| &*metric.name).collect();
    let is_begin = |metric: &&Metric| is_created(&metric.name, metric.part, |name| names.contains(name));
    counted.metrics.iter().filter(is_begin).map(|metric| metric.series).sum()
}

/// Whether the series of a metric say when others began. In the Prometheus format, clients write them as gauges of their
/// own, which the metrics beside them (`knows`) tell.
pub fn is_created(metric: &str, part: Part, knows: impl Fn(&str) -> bool) -> bool {
    let base = metric.strip_suffix("_created");
    let began =
        base.is_some_and(|base| ["_total", "_count"].iter().any(|end| knows(&format!("{base}{end}"))));
    part == Part::Created || began
}

fn runtimes(counted: &Counted) -> Vec<RuntimeSeries> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for metric in &counted.metrics {
        if let Some(of) = counted.knowledge.runtime_of(&metric.name) {
            *counts.entry(of).or_default() += metric.series;
        }
    }
    let mut runtimes: Vec<RuntimeSeries> =
        counts.into_iter().map(|(of, series)| RuntimeSeries { of: of.to_owned(), series }).collect();
    runtimes.sort_by_key(|runtime| std::cmp::Reverse(runtime.series));
    runtimes
}

fn labels(counted: &Counted) -> Vec<LabelValues> {
    let mut by_name: BTreeMap<&str, Vec<&Column>> = BTreeMap::new();
    for column in counted.metrics.iter().flat_map(|metric| &metric.columns) {
        by_name.entry(&column.name).or_default().push(column);
    }
    let labels = by_name.into_iter().map(|(name, columns)| {
        let most = columns.iter().max_by_key(|column| column.values.distinct.count().value);
        LabelValues {
            label: name.to_owned(),
            distinct: Distinct::union(columns.iter().map(|column| &column.values.distinct)),
            metrics: columns.len() as u64,
            series: columns.iter().map(|column| column.series).sum(),
            examples: most
                .map_or_else(Vec::new, |column| column.values.examples.iter().map(|it| shown(it)).collect()),
            bytes: columns.iter().map(|column| column.values.bytes).sum(),
        }
    });
    let mut labels: Vec<LabelValues> = labels.collect();
    labels.sort_by(|a, b| b.distinct.value.cmp(&a.distinct.value).then_with(|| a.label.cmp(&b.label)));
    labels
}

fn id_labels(counted: &Counted) -> Vec<IdLabel> {
    const MANY: u64 = 100;
    // By label, class and the label that it comes with.
    type Key<'c> = (&'c str, Class, Option<&'c str>);
    type Place<'c> = (&'c Metric, &'c Column, Suspicion<'c>);
    let mut found: BTreeMap<Key<'_>, Vec<Place<'_>>> = BTreeMap::new();
    for metric in &counted.metrics {
        for (at, suspicion) in suspicions(counted, metric) {
            let column = &metric.columns[at];
            let key = (&*column.name, suspicion.class, suspicion.rides_along);
            found.entry(key).or_default().push((metric, column, suspicion));
        }
    }
    let labels = found.into_iter().filter_map(|((label, class, rides_along), places)| {
        let (_, column, most) = places.iter().max_by_key(|(_, _, suspicion)| suspicion.matching)?;
        let is_named = matches!(most.expected, Expected::Id | Expected::Unbounded);
        let without = places.iter().map(|(metric, column, _)| {
            let without = counted.without(metric, column);
            // Of the series that have the label only.
            Count { value: without.value.saturating_sub(metric.series - column.series), ..without }
        });
        Some(IdLabel {
            label: label.to_owned(),
            class,
            example: shown(most.example),
            distinct: Distinct::union(places.iter().map(|(_, column, _)| &column.values.distinct)),
            percent: most.matching * 100 / column.values.examined.max(1),
            confidence: if is_named || most.matching >= MANY { Confidence::High } else { Confidence::Medium },
            metrics: places.iter().map(|(metric, ..)| metric.name.to_string()).collect(),
            series: places.iter().map(|(_, column, _)| column.series).sum(),
            without: sum(without),
            rides_along: rides_along.is_some(),
            rides_along_with: rides_along.map(str::to_owned),
        })
    });
    let mut labels: Vec<IdLabel> = labels.collect();
    sort(&mut labels);
    labels
}

/// Labels that make series first; of those, the ones in the most series.
pub(super) fn sort(ids: &mut [IdLabel]) {
    ids.sort_by(|a, b| {
        let rides = a.rides_along.cmp(&b.rides_along);
        rides.then_with(|| b.series.cmp(&a.series)).then_with(|| a.label.cmp(&b.label))
    });
}

fn sum(counts: impl Iterator<Item = Count>) -> Count {
    counts.fold(Count::default(), |sum, count| Count {
        value: sum.value + count.value,
        precision: sum.precision.max(count.precision),
    })
}

/// A value as it may be shown: of what may be a key, the beginning, and of a URL no user and password.
fn shown(value: &str) -> String {
    const LONGEST: usize = 80;
    let value = &*without_user(value);
    let most = if Class::of(value) == Some(Class::Token) { 4 } else { LONGEST };
    match value.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
