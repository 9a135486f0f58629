//! The metrics that are stored, and which of them belong together.

use std::collections::{BTreeMap, BTreeSet};

use crate::cardinality::{MetricSeries, is_created, runtime_of};
use crate::exposition::Part;
use crate::generate::trial::{Origin, Trial};

/// A metric that is stored.
#[derive(Debug)]
pub(super) struct Metric<'t> {
    pub(super) name: &'t str,
    /// The metric that it is a part of: a histogram for its buckets, or itself.
    pub(super) whole: &'t str,
    pub(super) series: u64,
    /// Labels that it has of its own.
    pub(super) labels: Vec<&'t str>,
    /// Whether it says when others began.
    pub(super) is_created: bool,
    /// Whose runtime it is about.
    pub(super) runtime: Option<&'static str>,
}

/// The metrics that are stored, by name. Series without a name are left out.
pub(super) fn metrics<'t>(trial: &'t Trial<'_>) -> Vec<Metric<'t>> {
    let origins = &trial.origins;
    let counted: BTreeMap<&str, &MetricSeries> =
        trial.cardinality.metrics.iter().map(|metric| (&*metric.metric, metric)).collect();
    let own = |metric: &'t MetricSeries| {
        let names = metric.labels.iter().map(|label| &*label.label);
        names.filter(|name| !trial.target.contains(name)).collect()
    };
    let named = origins.iter().filter(|(name, _)| !name.is_empty());
    let metric = |(name, origin): (&'t String, &'t Origin)| Metric {
        name,
        whole: whole(name, origin, origins),
        series: counted.get(&**name).map_or(0, |metric| metric.series),
        labels: counted.get(&**name).map_or_else(Vec::new, |metric| own(metric)),
        is_created: is_created(name, origin.part, |other| origins.contains_key(other)),
        runtime: runtime_of(name),
    };
    named.map(metric).collect()
}

/// The histogram or summary that a metric is a part of. Without types, names and labels tell.
fn whole<'t>(name: &'t str, origin: &'t Origin, all: &BTreeMap<String, Origin>) -> &'t str {
    if matches!(origin.part, Part::Bucket | Part::Sum | Part::Count) {
        return &origin.family;
    }
    let is_summary = |base: &str| all.get(base).is_some_and(|origin| origin.has_quantiles);
    let is_histogram =
        |base: &str| all.get(&format!("{base}_bucket")).is_some_and(|origin| origin.has_bounds);
    let bases = ["_bucket", "_sum", "_count"].iter().filter_map(|end| name.strip_suffix(end));
    bases.into_iter().find(|base| is_summary(base) || is_histogram(base)).unwrap_or(name)
}

/// Names in the order of the alphabet.
pub(super) fn names<'t>(metrics: &[&Metric<'t>]) -> BTreeSet<&'t str> {
    metrics.iter().map(|metric| metric.name).collect()
}
