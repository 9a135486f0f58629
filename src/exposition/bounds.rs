//! The labels `le` and `quantile`, whose values are numbers.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::entry::{Kind, Label};
use super::float;

/// What becomes of `le` in histograms and `quantile` in summaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BucketBounds {
    /// As Prometheus 3 does before relabeling (textparse, normalizeFloatsInLabelValues): `le="1"` becomes `le="1.0"`.
    #[default]
    Normalized,
    /// As Prometheus 2 does: they stay as they are written.
    AsWritten,
}

/// Normalised bounds, kept because the same few come again and again.
#[derive(Default)]
pub(super) struct Normalizer<'t> {
    /// What a text becomes; nothing where it stays as it is.
    known: HashMap<&'t str, Option<Box<str>>, foldhash::fast::RandomState>,
}

/// More different bounds than this are not kept.
const MOST: usize = 4096;

impl<'t> Normalizer<'t> {
    /// Normalises the bound among labels. Prometheus goes by the last `# TYPE`, whichever family it is about.
    pub(super) fn normalize(&mut self, labels: &mut [Label<'t>], kind: Kind) {
        let name = match kind {
            Kind::Histogram => "le",
            Kind::Summary => "quantile",
            _ => return,
        };
        for label in
            labels.iter_mut().filter(|label| label.name == name && !float::is_openmetrics(&label.value))
        {
            match label.value {
                Cow::Borrowed(value) => {
                    if let Some(normal) = self.look_up(value) {
                        label.value = Cow::Owned(normal.to_owned());
                    }
                }
                Cow::Owned(ref mut value) => {
                    if let Some(normal) = normal(value) {
                        *value = normal;
                    }
                }
            }
        }
    }

    fn look_up(&mut self, value: &'t str) -> Option<&str> {
        if self.known.len() == MOST && !self.known.contains_key(value) {
            self.known.clear();
        }
        self.known.entry(value).or_insert_with(|| normal(value).map(String::into_boxed_str)).as_deref()
    }
}

/// What a bound becomes, if that is something else. What is no number stays.
fn normal(value: &str) -> Option<String> {
    let normal = float::openmetrics(float::parse(value).ok()?);
    (normal != value).then_some(normal)
}
