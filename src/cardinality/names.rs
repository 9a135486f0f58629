//! Which metrics there are, and which labels they have.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::dependence::{ABSENT, MOST_LABELS};
use super::prints::Prints;
use crate::exposition::Part;

/// What is remembered at most, so that no text can exhaust memory.
const MOST_METRICS: usize = 1 << 17;
const MOST_COLUMNS: usize = 1 << 18;

const NAMES: FixedState = FixedState::with_seed(1);
const VALUES: FixedState = FixedState::with_seed(2);

/// Metrics and their labels by numbers, which stay the same.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) metrics: Vec<MetricName>,
    by_name: HashTable<u32>,
    /// The metric of the series before, which is often that of the next.
    last: usize,
    pub(super) families: Prints,
    pub(super) samples: u64,
    /// Samples of metrics beyond those that are remembered.
    pub(super) uncounted: u64,
    columns: usize,
}

/// A metric, as its series are named.
#[derive(Debug)]
pub(super) struct MetricName {
    pub(super) name: Box<str>,
    hash: u64,
    pub(super) part: Part,
    pub(super) samples: u64,
    pub(super) columns: Vec<LabelName>,
}

/// A label of a metric.
#[derive(Debug)]
pub(super) struct LabelName {
    pub(super) name: Box<str>,
    seed: u64,
}

/// A sample in numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    pub(super) metric: usize,
    /// The fingerprint of its series.
    pub(super) print: u64,
    /// How many labels it has, and how many bytes their names and values have.
    pub(super) pairs: u64,
    pub(super) bytes: u64,
}

/// A label of a sample in numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Where it stands in the sample.
    pub(super) position: usize,
    /// The number of the metric's label.
    pub(super) column: usize,
    pub(super) value: u64,
    /// Its part of the series' fingerprint.
    pub(super) pair: u64,
}

impl Names {
    /// Looks up a sample by its metric's name, the name of its family, its part of that, and its other labels, which are
    /// added to `cells`. Nothing if there are too many metrics.
    pub(super) fn note<'l>(
        &mut self,
        name: &str,
        family: &str,
        part: Part,
        labels: impl Iterator<Item = (&'l str, &'l str)>,
        cells: &mut Vec<Cell>,
    ) -> Option<Noted> {
        self.samples += 1;
        let Some(at) = self.metric(name, family, part) else {
            self.uncounted += 1;
            return None;
        };
        let metric = &mut self.metrics[at];
        metric.samples += 1;
        let mut noted = Noted { metric: at, print: metric.hash, pairs: 0, bytes: 0 };
        for (position, (name, value)) in labels.enumerate().filter(|(_, (_, value))| !value.is_empty()) {
            noted.pairs += 1;
            noted.bytes += (name.len() + value.len()) as u64;
            let value = VALUES.hash_one(value).max(ABSENT + 1);
            let Some(column) = metric.column(position, name, &mut self.columns) else {
                noted.print = noted.print.wrapping_add(paired(NAMES.hash_one(name), value));
                continue;
            };
            let pair = paired(metric.columns[column].seed, value);
            noted.print = noted.print.wrapping_add(pair);
            cells.push(Cell { position, column, value, pair });
        }
        Some(noted)
    }

    /// The number of a metric, known or new; nothing if there are too many.
    fn metric(&mut self, name: &str, family: &str, part: Part) -> Option<usize> {
        if self.metrics.get(self.last).is_some_and(|metric| *metric.name == *name) {
            return Some(self.last);
        }
        let Self { metrics, by_name, families, .. } = self;
        let hash = NAMES.hash_one(name);
        let known = by_name.find(hash, |&at| *metrics[at as usize].name == *name).copied();
        let at = match known {
            Some(at) => at as usize,
            None if metrics.len() >= MOST_METRICS => return None,
            None => {
                families.insert(NAMES.hash_one(family));
                by_name.insert_unique(hash, metrics.len() as u32, |&at| metrics[at as usize].hash);
                metrics.push(MetricName { name: name.into(), hash, part, samples: 0, columns: Vec::new() });
                metrics.len() - 1
            }
        };
        self.last = at;
        Some(at)
    }
}

impl MetricName {
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
        self.columns.push(LabelName { name: name.into(), seed: seed(name) });
        Some(self.columns.len() - 1)
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
