//! The counting of series, one by one.

use std::hash::BuildHasher;
use std::hint::black_box;
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::count::{Budget, Count, Distinct, Sketch};
use super::dependence::{ABSENT, Cells, Dependence, MOST_LABELS};
use super::knowledge::Knowledge;
use super::model::Cardinality;
use super::values::Class;
use crate::exposition::{Part, Sample};
use crate::relabel::Relabeled;

/// What is remembered at most, so that no text can exhaust memory: 64-bit fingerprints, metrics, their labels, and values
/// watched for dependence.
const MOST_FINGERPRINTS: u64 = 64 << 20;
const MOST_METRICS: usize = 1 << 17;
const MOST_COLUMNS: usize = 1 << 18;
const MOST_CELLS: usize = 4 << 20;
/// Values of a label that are kept to be shown, and those whose form is looked at.
const EXAMPLES: usize = 3;
const MOST_EXAMINED: u64 = 1 << 14;

const NAMES: FixedState = FixedState::with_seed(1);
const VALUES: FixedState = FixedState::with_seed(2);

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
    pub(super) knowledge: Arc<Knowledge>,
    pub(super) metrics: Vec<Metric>,
    by_name: HashTable<u32>,
    /// The metric of the series before, which is often that of the next.
    last: usize,
    pub(super) series: Distinct,
    pub(super) families: Distinct,
    pub(super) samples: u64,
    /// Samples of metrics beyond those that are remembered.
    pub(super) uncounted: u64,
    columns: usize,
    budget: Budget,
    watched: Cells,
    /// The values of the series at hand, by the metric's labels.
    values: Vec<u64>,
    /// Its labels.
    cells: Vec<Cell>,
}

/// A label of the series at hand.
#[derive(Debug)]
struct Cell {
    /// Where it stands in the series.
    position: usize,
    /// The number of the metric's label.
    column: usize,
    value: u64,
    /// Its part of the series' fingerprint.
    pair: u64,
}

/// A metric, as its series are named.
#[derive(Debug)]
pub(super) struct Metric {
    pub(super) name: Box<str>,
    hash: u64,
    pub(super) part: Part,
    pub(super) series: u64,
    pub(super) samples: u64,
    pub(super) columns: Vec<Column>,
    pub(super) dependence: Dependence,
    /// Labels of all its series.
    pub(super) pairs: u64,
    /// Bytes of names and values of labels in all its series.
    pub(super) bytes: u64,
}

/// A label of a metric.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: Box<str>,
    seed: u64,
    /// Series that have it.
    pub(super) series: u64,
    pub(super) bytes: u64,
    pub(super) values: Distinct,
    /// What is left of the series that have it when it is taken away.
    pub(super) rests: Sketch,
    pub(super) examples: Vec<Box<str>>,
    /// Values whose form was looked at: the first ones.
    pub(super) examined: u64,
    pub(super) classes: Vec<OfClass>,
    pub(super) largest: Option<u64>,
    pub(super) smallest: Option<u64>,
}

/// The values of a label that are of a class.
#[derive(Debug)]
pub(super) struct OfClass {
    pub(super) class: Class,
    pub(super) values: u64,
    pub(super) example: Box<str>,
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
            metrics: Vec::new(),
            by_name: HashTable::new(),
            last: 0,
            series: Distinct::default(),
            families: Distinct::default(),
            samples: 0,
            uncounted: 0,
            columns: 0,
            budget: Budget::new(MOST_FINGERPRINTS),
            watched: Cells(MOST_CELLS),
            values: Vec::new(),
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
        self.samples += 1;
        let Some(at) = self.metric(name, family, part) else {
            self.uncounted += 1;
            return;
        };
        let Self { metrics, series, columns, budget, watched, values, cells, .. } = self;
        let metric = &mut metrics[at];
        metric.samples += 1;
        values.clear();
        values.resize(metric.columns.len(), ABSENT);
        cells.clear();
        let mut print = metric.hash;
        let (mut pairs, mut bytes) = (0, 0);
        for (position, (name, value)) in
            labels.clone().enumerate().filter(|(_, (_, value))| !value.is_empty())
        {
            pairs += 1;
            bytes += (name.len() + value.len()) as u64;
            let hash = VALUES.hash_one(value).max(ABSENT + 1);
            let Some(at) = metric.column(position, name, columns) else {
                print = print.wrapping_add(paired(NAMES.hash_one(name), hash));
                continue;
            };
            if at >= values.len() {
                values.resize(at + 1, ABSENT);
            }
            values[at] = hash;
            let pair = paired(metric.columns[at].seed, hash);
            print = print.wrapping_add(pair);
            cells.push(Cell { position, column: at, value: hash, pair });
        }
        // Large tables are not in the caches. Looked at beforehand, without deciding anything, they are waited for all at
        // once and not one after another: a quarter of the time where labels have millions of values.
        let peeks = cells.iter().map(|cell| metric.columns[cell.column].values.peek(cell.value));
        black_box(peeks.fold(series.peek(print), |all, one| all ^ one));
        for cell in &*cells {
            let column = &mut metric.columns[cell.column];
            if column.values.insert(cell.value, budget)
                && let Some((_, value)) = labels.clone().nth(cell.position)
            {
                column.note_new(value);
            }
        }
        if !series.insert(print, budget) {
            return;
        }
        metric.series += 1;
        metric.pairs += pairs;
        metric.bytes += bytes;
        for cell in &*cells {
            let column = &mut metric.columns[cell.column];
            column.series += 1;
            column.rests.insert(print.wrapping_sub(cell.pair));
        }
        metric.dependence.note(values, watched);
    }

    /// The number of a metric, known or new; nothing if there are too many.
    fn metric(&mut self, name: &str, family: &str, part: Part) -> Option<usize> {
        if self.metrics.get(self.last).is_some_and(|metric| *metric.name == *name) {
            return Some(self.last);
        }
        let Self { metrics, by_name, families, budget, .. } = self;
        let hash = NAMES.hash_one(name);
        let known = by_name.find(hash, |&at| *metrics[at as usize].name == *name).copied();
        let at = match known {
            Some(at) => at as usize,
            None if metrics.len() >= MOST_METRICS => return None,
            None => {
                families.insert(NAMES.hash_one(family), budget);
                by_name.insert_unique(hash, metrics.len() as u32, |&at| metrics[at as usize].hash);
                metrics.push(Metric::new(name, hash, part));
                metrics.len() - 1
            }
        };
        self.last = at;
        Some(at)
    }

    /// Whether there is a metric of this name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_name.find(NAMES.hash_one(name), |&at| *self.metrics[at as usize].name == *name).is_some()
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

    /// What was counted.
    pub fn finish(self) -> Cardinality {
        Cardinality::of(&self)
    }
}

impl Metric {
    fn new(name: &str, hash: u64, part: Part) -> Self {
        Self {
            name: name.into(),
            hash,
            part,
            series: 0,
            samples: 0,
            columns: Vec::new(),
            dependence: Dependence::default(),
            pairs: 0,
            bytes: 0,
        }
    }

    /// The number of a label, which is often its position; nothing if there are too many.
    fn column(&mut self, position: usize, name: &str, columns: &mut usize) -> Option<usize> {
        if self.columns.get(position).is_some_and(|column| same_name(&column.name, name)) {
            return Some(position);
        }
        if let Some(at) = self.columns.iter().position(|column| *column.name == *name) {
            return Some(at);
        }
        if self.columns.len() >= MOST_LABELS || *columns >= MOST_COLUMNS {
            return None;
        }
        *columns += 1;
        self.columns.push(Column::new(name));
        Some(self.columns.len() - 1)
    }
}

impl Column {
    fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            seed: NAMES.hash_one(name),
            series: 0,
            bytes: 0,
            values: Distinct::default(),
            rests: Sketch::default(),
            examples: Vec::new(),
            examined: 0,
            classes: Vec::new(),
            largest: None,
            smallest: None,
        }
    }

    /// Looks at a value that is seen for the first time.
    fn note_new(&mut self, value: &str) {
        self.bytes += value.len() as u64;
        if self.examples.len() < EXAMPLES {
            self.examples.push(value.into());
        }
        if self.examined == MOST_EXAMINED {
            return;
        }
        self.examined += 1;
        let Some(class) = Class::of(value) else { return };
        if class == Class::Number {
            let number = value.parse().unwrap_or(u64::MAX);
            self.largest = self.largest.max(Some(number));
            self.smallest = Some(self.smallest.map_or(number, |it| it.min(number)));
        }
        match self.classes.iter_mut().find(|of| of.class == class) {
            Some(of) => of.values += 1,
            None => self.classes.push(OfClass { class, values: 1, example: value.into() }),
        }
    }
}

/// The fingerprint of a label with a value. Those of a series are added up, so that any can be taken out again.
fn paired(name: u64, value: u64) -> u64 {
    let product = u128::from(name ^ value.rotate_left(32)) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    let mixed = (product as u64) ^ ((product >> 64) as u64) ^ value;
    mixed.wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// Whether two names are the same. Most have 4 to 16 bytes, for which two comparisons of numbers are faster than a call.
#[inline]
fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            4..8 => {
                one.first_chunk::<4>() == other.first_chunk() && one.last_chunk::<4>() == other.last_chunk()
            }
            8..=16 => {
                one.first_chunk::<8>() == other.first_chunk() && one.last_chunk::<8>() == other.last_chunk()
            }
            _ => one == other,
        }
}

/// The seed of a label's name.
pub(super) fn seed(name: &str) -> u64 {
    NAMES.hash_one(name)
}

/// The fingerprint of a series, from the seeds of its labels and their values.
pub(super) fn fingerprint<'l>(metric: u64, labels: impl Iterator<Item = (u64, &'l str)>) -> u64 {
    labels.fold(metric, |print, (seed, value)| {
        print.wrapping_add(paired(seed, VALUES.hash_one(value).max(ABSENT + 1)))
    })
}
