//! One reading of a dump, counted.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use super::merge::{Merge, Merges, find_merges};
use crate::exposition::{Entry, Exposition, Outcome, Problem, Sample};
use crate::relabel::{Labels, Passage, Relabeled, StepTally};

/// What became of the samples of a dump.
///
/// ```
/// use scrapelint::config::{GlobalConfig, Mode, load};
/// use scrapelint::evidence::observe;
/// use scrapelint::goregex::Wrapper;
/// use scrapelint::relabel::{Labels, Passage, SampleStage};
///
/// let text = "scrape_configs: [{job_name: web, metric_relabel_configs: [{regex: user, action: labeldrop}]}]";
/// let (document, _) = scrapelint::yaml::parse(text);
/// let config = load(&document, Mode::Server).config;
/// let job = config.jobs().next().unwrap();
/// let stage = SampleStage::new(job, &GlobalConfig::default(), Wrapper::Prometheus3).unwrap();
/// let passage = Passage::Metric(stage, Labels::from_iter([("job", "web")]));
///
/// let observation = observe(&passage, "seen{user=\"a\"} 1\nseen{user=\"b\"} 2\n", |_, _| ());
/// assert_eq!((observation.samples, observation.kept, observation.lost()), (2, 2, 1));
/// assert_eq!(observation.merges[0].becomes.to_series(), r#"seen{job="web"}"#);
/// ```
#[derive(Debug, Default)]
pub struct Observation {
    /// How many samples the dump has.
    pub samples: u64,
    /// How many of them are kept.
    pub kept: u64,
    /// How many of those have other labels behind the steps than before.
    pub changed: u64,
    /// How many of those kept are of a series that came before in the dump, and have no timestamp: Prometheus leaves
    /// them out, and counts them.
    pub repeated: u64,
    /// What each step did.
    pub steps: Vec<StepTally>,
    /// Series that become the same: for each step that brings that about, in order.
    pub merges: Vec<Merge>,
    /// Why Prometheus would fail the whole scrape: the first reason in the dump.
    pub objection: Option<Objection>,
    /// What cannot be read, or is not what it seems.
    pub problems: Vec<Problem>,
}

/// Why a whole scrape fails.
#[derive(Debug)]
pub enum Objection {
    /// It cannot be read from here on.
    Unreadable(Problem),
    /// Prometheus refuses a series as it is behind the steps.
    Series {
        /// Why, in Prometheus's words.
        error: String,
        /// The labels behind the steps.
        labels: Labels,
    },
}

impl Observation {
    /// How many samples are lost because their series become others that are there.
    pub fn lost(&self) -> u64 {
        self.merges.iter().map(|merge| merge.lost).sum()
    }

    /// How many of them are lost at a step, from 0, or before the first one.
    pub fn lost_at(&self, step: Option<usize>) -> u64 {
        self.merges.iter().filter(|merge| merge.step == step).map(|merge| merge.lost).sum()
    }

    /// How many samples count for `sample_limit` (scrape/scrape.go: those behind relabeling, without repeated ones).
    pub fn counted(&self) -> u64 {
        self.kept - self.repeated
    }
}

/// The labels of a sample, its metric's name among them.
pub fn sample_labels<'s>(sample: &'s Sample<'_, '_>) -> impl Iterator<Item = (&'s str, &'s str)> + Clone {
    let own = sample.labels.iter().map(|label| (&*label.name, &*label.value));
    [("__name__", &*sample.name)].into_iter().chain(own)
}

/// The samples of a dump; what cannot be read is passed over.
pub(super) fn each_sample(text: &str, mut each: impl FnMut(&Sample<'_, '_>)) {
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        if let Entry::Sample(sample) = entry {
            each(&sample);
        }
    }
}

/// Runs the samples of a dump through the first chain of a passage; `each` is shown what becomes of every one.
pub fn observe(
    passage: &Passage,
    text: &str,
    mut each: impl FnMut(&Sample<'_, '_>, &Relabeled<'_>),
) -> Observation {
    let mut observation = Observation::default();
    let mut runner = passage.runner();
    let mut prints: HashSet<u64, FixedState> = HashSet::default();
    let mut twice = HashSet::default();
    let check = Check::of(passage);
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        let sample = match entry {
            Entry::Sample(sample) => sample,
            Entry::Problem(problem) => {
                if problem.outcome != Outcome::Surprising && observation.objection.is_none() {
                    observation.objection = Some(Objection::Unreadable(problem.clone()));
                }
                observation.problems.push(problem);
                continue;
            }
            _ => continue,
        };
        observation.samples += 1;
        let relabeled = runner.relabel(sample_labels(&sample));
        each(&sample, &relabeled);
        if !is_kept(&relabeled) {
            continue;
        }
        let is_changed = relabeled.is_changed();
        observation.kept += 1;
        observation.changed += u64::from(is_changed);
        if observation.objection.is_none() {
            observation.objection = check.objection(&relabeled, is_changed);
        }
        let print = relabeled.fingerprint();
        if !prints.insert(print) {
            twice.insert(print);
        }
    }
    observation.steps = runner.tallies().to_vec();
    drop(prints);
    if !twice.is_empty() {
        let Merges { merges, repeated } = find_merges(passage, text, &twice, &observation.steps);
        observation.merges = merges;
        observation.repeated = repeated;
    }
    observation
}

/// Whether a sample is stored; one without any label is not.
pub(crate) fn is_kept(relabeled: &Relabeled<'_>) -> bool {
    relabeled.dropped_by().is_none() && relabeled.labels().next().is_some()
}

/// What Prometheus checks of single series behind the steps.
struct Check<'p> {
    passage: &'p Passage,
    /// Whether series that the steps did not change can fail, too.
    of_all: bool,
}

impl<'p> Check<'p> {
    fn of(passage: &'p Passage) -> Self {
        let of_all = match passage {
            Passage::Metric(stage, _) => stage.checks_all(),
            _ => false,
        };
        Self { passage, of_all }
    }

    fn objection(&self, relabeled: &Relabeled<'_>, is_changed: bool) -> Option<Objection> {
        let Passage::Metric(stage, _) = self.passage else { return None };
        let is_plain = || relabeled.labels().all(|(name, _)| !name.is_empty()) && relabeled.has("__name__");
        if !self.of_all && (!is_changed || is_plain()) {
            return None;
        }
        let labels = relabeled.to_labels();
        let error = stage.check(&labels).err()?;
        Some(Objection::Series { error, labels })
    }
}
