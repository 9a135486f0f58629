//! Which series there are, and which of their labels tell them apart.

use super::count::{Budget, Distinct, MOST_FINGERPRINTS, Sketch};
use super::dependence::{ABSENT, Cells, Dependence};
use super::names::{Cell, Noted};

/// Values watched for dependence by all metrics together.
const MOST_CELLS: usize = 4 << 20;

/// The series of all metrics.
#[derive(Debug)]
pub(super) struct Identities {
    pub(super) series: Distinct,
    metrics: Vec<MetricIdentities>,
    budget: Budget,
    watched: Cells,
    /// The values of the series at hand, by the metric's labels.
    values: Vec<u64>,
}

/// The series of a metric.
#[derive(Debug, Default)]
pub(super) struct MetricIdentities {
    pub(super) series: u64,
    /// Labels of all its series.
    pub(super) pairs: u64,
    /// Bytes of names and values of labels in all its series.
    pub(super) bytes: u64,
    pub(super) columns: Vec<LabelIdentities>,
    pub(super) dependence: Dependence,
}

/// The series that have a label.
#[derive(Debug, Default)]
pub(super) struct LabelIdentities {
    /// How many there are.
    pub(super) series: u64,
    /// What is left of them when the label is taken away.
    pub(super) rests: Sketch,
}

impl Default for Identities {
    fn default() -> Self {
        Self {
            series: Distinct::default(),
            metrics: Vec::new(),
            budget: Budget::new(MOST_FINGERPRINTS),
            watched: Cells(MOST_CELLS),
            values: Vec::new(),
        }
    }
}

impl Identities {
    /// See [`super::prints::Prints::peek`].
    pub(super) fn peek(&self, sample: &Noted) -> u64 {
        self.series.peek(sample.print)
    }

    /// Counts the series of a sample, once.
    pub(super) fn count(&mut self, sample: &Noted, cells: &[Cell]) {
        let Self { series, metrics, budget, watched, values } = self;
        if metrics.len() <= sample.metric {
            metrics.resize_with(sample.metric + 1, MetricIdentities::default);
        }
        let metric = &mut metrics[sample.metric];
        let labels = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
        if metric.columns.len() < labels {
            metric.columns.resize_with(labels, LabelIdentities::default);
        }
        if !series.insert(sample.print, budget) {
            return;
        }
        metric.series += 1;
        metric.pairs += sample.pairs;
        metric.bytes += sample.bytes;
        values.clear();
        values.resize(metric.columns.len(), ABSENT);
        for cell in cells {
            values[cell.column] = cell.value;
            let column = &mut metric.columns[cell.column];
            column.series += 1;
            column.rests.insert(sample.print.wrapping_sub(cell.pair));
        }
        metric.dependence.note(values, watched);
    }

    /// What was counted: all series together, and those of each metric.
    pub(super) fn into_parts(self) -> (Distinct, impl Iterator<Item = MetricIdentities>) {
        (self.series, self.metrics.into_iter())
    }
}
