//! What becomes of a scraped series before it is stored (scrape/scrape.go of Prometheus 3.14, `mutateSampleLabels` and
//! the checks behind it).

use std::collections::BTreeSet;

use super::chain::{Chain, Dialect, Outcome, Unusable};
use super::{Labels, Stage, Trace};
use crate::config::{GlobalConfig, NameScheme, ScrapeConfig, Uint, is_legacy_label_name};
use crate::goregex::Wrapper;
use crate::yaml::{Field, go_quote};

/// What Prometheus does with the series that a job's targets expose.
///
/// ```
/// use scrapelint::config::{GlobalConfig, Mode, load};
/// use scrapelint::goregex::Wrapper;
/// use scrapelint::relabel::{Labels, SampleOutcome, SampleStage};
///
/// let text = "scrape_configs: [{job_name: web, metric_relabel_configs: [{regex: le, action: labeldrop}]}]";
/// let (document, _) = scrapelint::yaml::parse(text);
/// let config = load(&document, Mode::Server).config;
/// let job = config.jobs().next().unwrap();
/// let stage = SampleStage::new(job, &GlobalConfig::default(), Wrapper::Prometheus3).unwrap();
///
/// let target = Labels::from_iter([("instance", "a:80"), ("job", "web")]);
/// let exposed = [("__name__", "up_bucket"), ("le", "1.0"), ("job", "inner")];
/// let SampleOutcome::Kept(labels) = stage.run(exposed, &target) else { panic!("dropped or refused") };
/// let expected = r#"{__name__="up_bucket", exported_job="inner", instance="a:80", job="web"}"#;
/// assert_eq!(labels.to_string(), expected);
/// ```
#[derive(Debug)]
pub struct SampleStage {
    chain: Chain,
    conflicts: Conflicts,
    scheme: NameScheme,
    limits: Limits,
}

/// Whose label counts where target and series have one of the same name: `honor_labels`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflicts {
    /// The target's; that of the series is renamed `exported_…`.
    TargetWins,
    /// The series's. One that it exposes as empty keeps the target's away, too.
    SeriesWins,
}

/// What becomes of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SampleOutcome {
    /// It is stored, with these labels.
    Kept(Labels),
    /// A relabel step dropped it.
    Dropped {
        /// The step, from 0.
        step: usize,
        /// The labels just before that step.
        labels: Labels,
    },
    /// The relabel steps removed all its labels: that drops it, too.
    Emptied,
    /// The whole scrape fails because of it: no series of it is stored.
    Failed {
        /// Why, in Prometheus's words.
        error: String,
        /// The labels behind the last step.
        labels: Labels,
    },
}

/// Limits of a scrape; none where Prometheus keeps to none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// `label_limit`
    pub labels: Option<u64>,
    /// `label_name_length_limit`, in bytes.
    pub name_length: Option<u64>,
    /// `label_value_length_limit`, in bytes.
    pub value_length: Option<u64>,
    /// `sample_limit`
    pub samples: Option<u64>,
}

const METRIC_NAME: &str = "__name__";

impl SampleStage {
    /// The stage of a job that inherits from `global`.
    ///
    /// # Errors
    ///
    /// Names the first relabel step that cannot be run.
    pub fn new(job: &ScrapeConfig, global: &GlobalConfig, wrapper: Wrapper) -> Result<Self, Unusable> {
        let scheme = job.name_scheme(global);
        let honors_labels = job.honor_labels.or(false);
        Ok(Self {
            chain: Chain::compile(job.metric_relabel_configs.items(), Dialect { scheme, wrapper })?,
            conflicts: if honors_labels { Conflicts::SeriesWins } else { Conflicts::TargetWins },
            scheme,
            limits: Limits::of(job, global),
        })
    }

    /// The stage this is.
    pub const fn stage(&self) -> Stage {
        Stage::Metric
    }

    /// The relabel steps.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Whose label counts where target and series have one of the same name.
    pub fn conflicts(&self) -> Conflicts {
        self.conflicts
    }

    /// The limits in force.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether [`SampleStage::check`] can fail for a series that the steps did not change.
    pub fn checks_all(&self) -> bool {
        let Limits { labels, name_length, value_length, samples: _ } = self.limits;
        let has_limit = labels.or(name_length).or(value_length).is_some();
        has_limit || self.scheme == NameScheme::Legacy
    }

    /// Adds the public labels of its target to a series, `__name__` and empty labels included in what it exposes.
    pub fn merge<'l>(
        &self,
        exposed: impl IntoIterator<Item = (&'l str, &'l str)>,
        target: &Labels,
    ) -> Labels {
        let Merged { mut base, set } = self.merged(exposed, target);
        set.into_iter().for_each(|(name, value)| base.set(name, value));
        base
    }

    /// As [`SampleStage::merge`], in the parts that `labelmap` tells apart.
    pub(super) fn merged<'l>(
        &self,
        exposed: impl IntoIterator<Item = (&'l str, &'l str)>,
        target: &Labels,
    ) -> Merged {
        match self.conflicts {
            Conflicts::SeriesWins => beside_target(exposed, target),
            Conflicts::TargetWins => under_target(exposed.into_iter().collect(), target),
        }
    }

    /// What Prometheus checks behind the relabel steps: the metric's name, all names, and the limits on labels.
    ///
    /// # Errors
    ///
    /// Prometheus's words for the first objection, for which the whole scrape fails.
    pub fn check(&self, labels: &Labels) -> Result<(), String> {
        let metric = labels.get(METRIC_NAME);
        if metric.is_empty() {
            return Err(format!("missing metric name ({METRIC_NAME} label)"));
        }
        let is_valid = match self.scheme {
            NameScheme::Utf8 => labels.iter().all(|(name, _)| !name.is_empty()),
            NameScheme::Legacy => {
                is_legacy_metric_name(metric) && labels.iter().all(|(name, _)| is_legacy_label_name(name))
            }
        };
        if !is_valid {
            return Err(format!("invalid metric name or label names: {labels}"));
        }
        self.limits.check(metric, labels)
    }

    /// What each relabel step does to a series.
    pub fn trace<'l>(&self, exposed: impl IntoIterator<Item = (&'l str, &'l str)>, target: &Labels) -> Trace {
        let merged = self.merged(exposed, target);
        self.chain.trace_parts(merged.base.iter(), merged.set())
    }

    /// Merges, relabels and checks one series.
    pub fn run<'l>(
        &self,
        exposed: impl IntoIterator<Item = (&'l str, &'l str)>,
        target: &Labels,
    ) -> SampleOutcome {
        let merged = self.merged(exposed, target);
        match self.chain.run_parts(merged.base.iter(), merged.set()) {
            Outcome::Dropped { step, labels } => SampleOutcome::Dropped { step, labels },
            Outcome::Kept(labels) if labels.is_empty() => SampleOutcome::Emptied,
            Outcome::Kept(labels) => match self.check(&labels) {
                Ok(()) => SampleOutcome::Kept(labels),
                Err(error) => SampleOutcome::Failed { error, labels },
            },
        }
    }
}

/// A series with the labels of its target.
pub(super) struct Merged {
    /// Labels that it exposes and keeps.
    pub(super) base: Labels,
    /// Labels that are set on it, in this order.
    set: Vec<(String, String)>,
}

impl Merged {
    pub(super) fn set(&self) -> impl Iterator<Item = (&str, &str)> {
        self.set.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Sets those labels of a target that a series does not expose.
fn beside_target<'l>(exposed: impl IntoIterator<Item = (&'l str, &'l str)>, target: &Labels) -> Merged {
    let mut base = Labels::new();
    let mut blank = BTreeSet::new();
    for (name, value) in exposed {
        if value.is_empty() {
            blank.insert(name);
        }
        base.set(name, value);
    }
    let lacked = target.iter().filter(|(name, _)| !base.contains(name) && !blank.contains(name));
    let set = lacked.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Merged { base, set }
}

/// Sets a target's labels on a series and renames those that they displace (`resolveConflictingExposedLabels`).
fn under_target(mut base: Labels, target: &Labels) -> Merged {
    let mut displaced = Vec::new();
    let mut set = Vec::with_capacity(target.len());
    for (name, value) in target.iter() {
        if base.contains(name) {
            displaced.push((name, base.get(name).to_owned()));
            base.remove(name);
        }
        set.push((name.to_owned(), value.to_owned()));
    }
    displaced.sort_by_key(|(name, _)| name.len());
    let mut taken = BTreeSet::new();
    for (name, value) in displaced {
        let mut renamed = format!("exported_{name}");
        while base.contains(&renamed) || target.contains(&renamed) || taken.contains(&renamed) {
            renamed.insert_str(0, "exported_");
        }
        taken.insert(renamed.clone());
        set.push((renamed, value));
    }
    Merged { base, set }
}

impl Limits {
    /// The limits of a job. It cannot switch off one that `global` sets, as zero stands for "not set".
    fn of(job: &ScrapeConfig, global: &GlobalConfig) -> Self {
        let limit = |own: &Field<Uint>, inherited: &Field<Uint>| {
            let number = |field: &Field<Uint>| field.or(Uint(0)).0;
            let limit = if number(own) == 0 { number(inherited) } else { number(own) };
            // Converted to a signed number, what is larger becomes negative: no limit.
            (1..=i64::MAX as u64).contains(&limit).then_some(limit)
        };
        Self {
            labels: limit(&job.label_limit, &global.label_limit),
            name_length: limit(&job.label_name_length_limit, &global.label_name_length_limit),
            value_length: limit(&job.label_value_length_limit, &global.label_value_length_limit),
            samples: limit(&job.sample_limit, &global.sample_limit),
        }
    }

    /// `verifyLabelLimits`
    fn check(&self, metric: &str, labels: &Labels) -> Result<(), String> {
        let over = |length: usize, limit: Option<u64>| limit.filter(|&limit| length as u64 > limit);
        let metric = first_characters(metric);
        let count = labels.len();
        if let Some(limit) = over(count, self.labels) {
            return Err(format!(
                "label_limit exceeded (metric: {metric}, number of labels: {count}, limit: {limit})"
            ));
        }
        if self.name_length.is_none() && self.value_length.is_none() {
            return Ok(());
        }
        for (name, value) in labels.iter() {
            let shown = first_characters(name);
            let length = name.len();
            if let Some(limit) = over(length, self.name_length) {
                return Err(format!(
                    "label_name_length_limit exceeded (metric: {metric}, label name: {shown}, length: {length}, limit: {limit})"
                ));
            }
            let length = value.len();
            if let Some(limit) = over(length, self.value_length) {
                let value = go_quote(first_characters(value));
                return Err(format!(
                    "label_value_length_limit exceeded (metric: {metric}, label name: {shown}, value: {value}, length: {length}, limit: {limit})"
                ));
            }
        }
        Ok(())
    }

    /// Whether a scrape may give so many samples; those that relabeling dropped do not count.
    ///
    /// # Errors
    ///
    /// Prometheus's words if it may not: the whole scrape fails.
    pub fn check_samples(&self, kept: u64) -> Result<(), String> {
        match self.samples {
            Some(limit) if kept > limit => Err("sample limit exceeded".to_owned()),
            _ => Ok(()),
        }
    }
}

/// As much of a text as Prometheus prints.
fn first_characters(text: &str) -> &str {
    text.char_indices().nth(50).map_or(text, |(end, _)| &text[..end])
}

fn is_legacy_metric_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':')
}
