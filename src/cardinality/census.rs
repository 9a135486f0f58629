//! The counting of series, one by one.

use std::hint::black_box;
use std::iter::repeat_with;
use std::sync::Arc;

use super::contents::{Content, Contents};
use super::count::{Count, Distinct, Sketch};
use super::dependence::Dependence;
use super::identities::{Identities, LabelIdentities, MetricIdentities};
use super::knowledge::Knowledge;
use super::model::Cardinality;
use super::names::{Cell, LabelName, MetricName, Names};
use crate::exposition::{Part, Sample};
use crate::relabel::Relabeled;

/// Counts series, their labels and values in one pass.
///
/// ```
/// use scrapelint::cardinality::Census;
/// use scrapelint::exposition::{Entry, Exposition};
///
/// let mut exposition = Exposition::new("a{user=\"1\"} 1\na{user=\"2\"} 1\n");
/// let mut census = Census::new();
/// while let Some(entry) = exposition.next_entry() {
///     if let Entry::Sample(sample) = entry {
///         census.add(&sample);
///     }
/// }
/// let cardinality = census.finish();
/// assert_eq!((cardinality.series.value, cardinality.labels[0].distinct.value), (2, 2));
/// ```
#[derive(Debug)]
pub struct Census {
    knowledge: Arc<Knowledge>,
    names: Names,
    contents: Contents,
    identities: Identities,
    /// The labels of the series at hand.
    cells: Vec<Cell>,
}

impl Default for Census {
    fn default() -> Self {
        Self::new()
    }
}

impl Census {
    /// Nothing counted yet.
    pub fn new() -> Self {
        Self::knowing(Knowledge::ours())
    }

    /// The same, with what is known of names.
    pub fn knowing(knowledge: Arc<Knowledge>) -> Self {
        Self {
            knowledge,
            names: Names::default(),
            contents: Contents::default(),
            identities: Identities::default(),
            cells: Vec::new(),
        }
    }

    /// Counts a sample of a text.
    pub fn add(&mut self, sample: &Sample<'_, '_>) {
        let labels = sample.labels.iter().map(|label| (&*label.name, &*label.value));
        self.add_series(&sample.name, sample.family_name(), sample.part(), labels);
    }

    /// Counts a sample of a text as relabeling leaves it. One under another name belongs to no family.
    pub fn add_relabeled(&mut self, sample: &Sample<'_, '_>, relabeled: &Relabeled<'_>) {
        let name = relabeled.labels().find(|(name, _)| *name == "__name__").map_or("", |(_, metric)| metric);
        let family = if name == sample.name { sample.family_name() } else { name };
        let others = relabeled.labels().filter(|(name, _)| *name != "__name__");
        self.add_series(name, family, sample.part(), others);
    }

    /// Counts a sample by its metric's name, the name of its family, its part of that, and its other labels.
    pub fn add_series<'l>(
        &mut self,
        name: &str,
        family: &str,
        part: Part,
        labels: impl Iterator<Item = (&'l str, &'l str)> + Clone,
    ) {
        let Self { names, contents, identities, cells, .. } = self;
        cells.clear();
        let Some(noted) = names.note(name, family, part, labels.clone(), cells) else { return };
        // Large tables are not in the caches. Looked at beforehand, without deciding anything, they are waited for all at
        // once and not one after another: a quarter of the time where labels have millions of values.
        black_box(contents.peek(&noted, cells) ^ identities.peek(&noted));
        contents.count(&noted, cells, |position| labels.clone().nth(position).map(|(_, value)| value));
        identities.count(&noted, cells);
    }

    /// What can be counted by itself.
    pub(super) fn parts(&mut self) -> (&mut Names, &mut Contents, &mut Identities) {
        (&mut self.names, &mut self.contents, &mut self.identities)
    }

    /// What was counted.
    pub fn finish(self) -> Cardinality {
        Cardinality::of(&Counted::of(self))
    }
}

/// All that was counted, by metric and label.
pub(super) struct Counted {
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) metrics: Vec<Metric>,
    pub(super) series: Distinct,
    pub(super) families: u64,
    pub(super) samples: u64,
    pub(super) uncounted: u64,
}

/// A metric, as its series are named.
pub(super) struct Metric {
    pub(super) name: Box<str>,
    pub(super) part: Part,
    pub(super) samples: u64,
    pub(super) series: u64,
    /// Labels of all its series.
    pub(super) pairs: u64,
    /// Bytes of names and values of labels in all its series.
    pub(super) bytes: u64,
    pub(super) dependence: Dependence,
    pub(super) columns: Vec<Column>,
}

/// A label of a metric.
pub(super) struct Column {
    pub(super) name: Box<str>,
    pub(super) values: Content,
    /// Series that have it.
    pub(super) series: u64,
    /// What is left of the series that have it when it is taken away.
    pub(super) rests: Sketch,
}

impl Counted {
    fn of(census: Census) -> Self {
        let Census { knowledge, names, contents, identities, .. } = census;
        let (series, identities) = identities.into_parts();
        // A part that has not seen a metric or a label yet knows of none.
        let contents = contents.into_metrics().chain(repeat_with(Vec::new));
        let identities = identities.chain(repeat_with(MetricIdentities::default));
        let metrics = names.metrics.into_iter().zip(contents).zip(identities);
        Self {
            knowledge,
            metrics: metrics.map(|((names, contents), of)| Metric::of(names, contents, of)).collect(),
            series,
            families: names.families.len() as u64,
            samples: names.samples,
            uncounted: names.uncounted,
        }
    }

    /// How many series a metric would have without one of its labels.
    pub(super) fn without(&self, metric: &Metric, column: &Column) -> Count {
        // A rest may be a series that never had the label.
        let rests = column.rests.count_unless(|rest| self.series.contains(rest));
        // An estimate strays; that none of thousands of rests came twice says more.
        let value =
            if self.needs(column) { rests.value + metric.series - column.series } else { metric.series };
        Count { value: value.min(metric.series), ..rests }
    }

    /// Whether a metric would have fewer series without one of its labels.
    pub(super) fn needs(&self, column: &Column) -> bool {
        column.rests.meets(&self.series)
    }
}

impl Metric {
    fn of(names: MetricName, contents: Vec<Content>, of: MetricIdentities) -> Self {
        let contents = contents.into_iter().chain(repeat_with(Content::default));
        let identities = of.columns.into_iter().chain(repeat_with(LabelIdentities::default));
        let columns = names.columns.into_iter().zip(contents).zip(identities);
        let column = |((name, values), of): ((LabelName, Content), LabelIdentities)| Column {
            name: name.name,
            values,
            series: of.series,
            rests: of.rests,
        };
        Self {
            name: names.name,
            part: names.part,
            samples: names.samples,
            series: of.series,
            pairs: of.pairs,
            bytes: of.bytes,
            dependence: of.dependence,
            columns: columns.map(column).collect(),
        }
    }
}
