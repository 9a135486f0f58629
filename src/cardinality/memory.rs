//! What series cost Prometheus.

use schemars::JsonSchema;
use serde::Serialize;

use super::census::{Counted, Metric};
use super::model::LabelValues;

/// An estimate of the memory that Prometheus needs for series, at worst.
///
/// It is that of Brian Brazil, from profiles of Prometheus 2.9: for each series 732 bytes and its labels twice as text, for
/// each of its labels 32 bytes, for each value of a label 120 bytes, and all that twice for the garbage collector. Later
/// versions need less for labels. Samples are not in it.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Memory {
    /// Bytes in all.
    pub bytes: u64,
    /// Labels of all series, the metric's name among them.
    pub label_pairs: u64,
    /// Values of labels, each once for a label.
    pub label_values: u64,
    /// Bytes of the series, written out once.
    pub series_bytes: u64,
    /// Where the estimate is from.
    pub source: &'static str,
}

/// Where the estimate is from.
const SOURCE: &str =
    "https://www.robustperception.io/how-much-ram-does-prometheus-2-x-need-for-cardinality-and-ingestion/";

const PER_SERIES: u64 = 732;
const PER_LABEL_PAIR: u64 = 32;
const PER_LABEL_VALUE: u64 = 120;
/// How often a series is held as text.
const TEXTS: u64 = 2;
const GARBAGE: u64 = 2;

impl Memory {
    pub(super) fn of(counted: &Counted, labels: &[LabelValues]) -> Self {
        let sum = |of: fn(&Metric) -> u64| counted.metrics.iter().map(of).sum::<u64>();
        let series = sum(|metric| metric.series);
        let label_pairs = sum(|metric| metric.series + metric.pairs);
        let series_bytes = sum(|metric| metric.series * metric.name.len() as u64 + metric.bytes);
        let label_values =
            counted.metrics.len() as u64 + labels.iter().map(|label| label.distinct.value).sum::<u64>();
        let bytes = series * PER_SERIES
            + label_pairs * PER_LABEL_PAIR
            + label_values * PER_LABEL_VALUE
            + series_bytes * TEXTS;
        Self { bytes: bytes * GARBAGE, label_pairs, label_values, series_bytes, source: SOURCE }
    }
}
