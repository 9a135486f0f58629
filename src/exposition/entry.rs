//! What a text of a scrape is made of.

use std::borrow::Cow;

use super::problem::Problem;
use crate::relabel::Labels;
use crate::source::Span;

/// One statement of a text. What is borrowed for `'t` points into the text; for `'e`, into the reader's buffers.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry<'t, 'e> {
    /// `# TYPE name kind`
    Type(Family<'t>),
    /// `# HELP name text`
    Help {
        /// The metric family.
        name: Cow<'t, str>,
        /// What it means, without escapes.
        text: Cow<'t, str>,
    },
    /// `# UNIT name unit`, only in OpenMetrics.
    Unit {
        /// The metric family.
        name: Cow<'t, str>,
        /// Its unit; may be empty.
        unit: &'t str,
    },
    /// A series with its value.
    Sample(Sample<'t, 'e>),
    /// `# EOF`, only in OpenMetrics.
    Eof,
    /// Something that Prometheus would not take, or hardly as it was meant.
    Problem(Problem),
}

/// A name and the kind that `# TYPE` gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family<'t> {
    /// The name, for a histogram without `_bucket` and the like.
    pub name: Cow<'t, str>,
    /// The kind.
    pub kind: Kind,
}

/// The kind of a metric family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the formats' own words")]
pub enum Kind {
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
    /// `unknown` in OpenMetrics, `untyped` in the Prometheus format, or no `# TYPE` at all.
    #[default]
    Unknown,
}

/// A label as it is in a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<'t> {
    /// Its name, without quotes and escapes.
    pub name: Cow<'t, str>,
    /// Its value, without escapes; may be empty, which is the same as no label.
    pub value: Cow<'t, str>,
}

/// A series with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<'t, 'e> {
    /// The metric's name.
    pub name: Cow<'t, str>,
    /// The other labels in the order of the text; no name comes twice.
    pub labels: &'e [Label<'t>],
    /// The value.
    pub value: f64,
    /// The value as it is written.
    pub value_text: &'t str,
    /// Milliseconds since 1970, where the line says so.
    pub timestamp: Option<i64>,
    /// The exemplar, only in OpenMetrics.
    pub exemplar: Option<Exemplar<'t, 'e>>,
    /// The family of the last `# TYPE`, whether or not the sample belongs to it; see [`Sample::kind`].
    pub family: Option<&'e Family<'t>>,
    /// From the name to the last thing on the line.
    pub span: Span,
}

/// An example of what was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Exemplar<'t, 'e> {
    /// Its labels, often a trace's id.
    pub labels: &'e [Label<'t>],
    /// The value that was observed.
    pub value: f64,
    /// Milliseconds since 1970.
    pub timestamp: Option<i64>,
}

/// Which part of its family a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The metric itself: a gauge, a counter, a quantile of a summary.
    Value,
    /// `_bucket` of a histogram.
    Bucket,
    /// `_sum` (or `_gsum`) of a histogram or summary.
    Sum,
    /// `_count` (or `_gcount`) of a histogram or summary.
    Count,
    /// `_created`: when the series began.
    Created,
}

impl Sample<'_, '_> {
    /// The kind of the sample's family; unknown where the last `# TYPE` is about another one.
    pub fn kind(&self) -> Kind {
        self.place().map_or(Kind::Unknown, |(kind, _)| kind)
    }

    /// Which part of its family the sample is; the value where the last `# TYPE` is about another one.
    ///
    /// ```
    /// use scrapelint::exposition::{Entry, Exposition, Kind, Part};
    ///
    /// let mut exposition = Exposition::new("# TYPE t histogram\nt_bucket{le=\"1.0\"} 2\n");
    /// exposition.next_entry();
    /// let Some(Entry::Sample(sample)) = exposition.next_entry() else { panic!("a sample") };
    /// assert_eq!((sample.kind(), sample.part()), (Kind::Histogram, Part::Bucket));
    /// ```
    pub fn part(&self) -> Part {
        self.place().map_or(Part::Value, |(_, part)| part)
    }

    /// The name of the sample's family; the metric's own where the last `# TYPE` is about another one.
    pub fn family_name(&self) -> &str {
        match self.family {
            Some(family) if self.place().is_some() => &family.name,
            _ => &self.name,
        }
    }

    fn place(&self) -> Option<(Kind, Part)> {
        let family = self.family?;
        let kind = family.kind;
        // Clients write a counter's family with and without `_total`.
        let base = match kind {
            Kind::Counter => family.name.strip_suffix("_total").unwrap_or(&family.name),
            Kind::Info => family.name.strip_suffix("_info").unwrap_or(&family.name),
            _ => &family.name,
        };
        let part = match (kind, self.name.strip_prefix(base)?) {
            (_, "") => Part::Value,
            (Kind::Counter, "_total") | (Kind::Info, "_info") => Part::Value,
            (Kind::Histogram | Kind::GaugeHistogram, "_bucket") => Part::Bucket,
            (Kind::Histogram | Kind::Summary, "_sum") | (Kind::GaugeHistogram, "_gsum") => Part::Sum,
            (Kind::Histogram | Kind::Summary, "_count") | (Kind::GaugeHistogram, "_gcount") => Part::Count,
            (Kind::Counter | Kind::Histogram | Kind::Summary, "_created") => Part::Created,
            _ => return None,
        };
        Some((kind, part))
    }

    /// All labels with the metric's name among them, as relabeling wants them.
    pub fn to_labels(&self) -> Labels {
        let name = ("__name__", &*self.name);
        self.labels.iter().map(|label| (&*label.name, &*label.value)).chain([name]).collect()
    }
}
