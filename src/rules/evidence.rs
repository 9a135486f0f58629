//! What targets of jobs have answered, and what relabeling does to it: what rules on evidence rest on.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

use super::idle::{IdleStep, idle_steps};
use crate::cardinality::{Cardinality, Census, Knowledge, Packs};
use crate::config::{Config, GlobalConfig, ScrapeConfig};
use crate::evidence::{Observation, is_kept, observe};
use crate::finding::{plural, short};
use crate::goregex::Wrapper;
use crate::relabel::{Labels, Limits, Passage, SampleStage, StepTally, TargetStage};
use crate::settings::{JobPattern, TargetVersion};
use crate::source::Source;

/// Metrics dumps, each with the jobs that it is of.
#[derive(Clone, Debug, Default)]
pub struct Dumps(Arc<[JobDump]>);

/// A metrics dump: the text that a target answered.
#[derive(Clone, Debug)]
pub struct JobDump {
    /// The jobs that it is of; without them, that of a file with a single job.
    pub job: Option<JobPattern>,
    /// The text.
    pub source: Arc<Source>,
}

impl Dumps {
    /// The dumps one by one.
    pub fn iter(&self) -> impl Iterator<Item = &JobDump> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<JobDump> for Dumps {
    fn from_iter<I: IntoIterator<Item = JobDump>>(dumps: I) -> Self {
        Self(dumps.into_iter().collect())
    }
}

/// The dumps of a file's jobs, run through relabeling when a rule first asks.
pub(crate) struct Evidence<'a> {
    dumps: &'a Dumps,
    pub(super) packs: &'a Packs,
    knowledge: OnceCell<Arc<Knowledge>>,
    has_one_job: bool,
    global: &'a GlobalConfig,
    wrapper: Wrapper,
    /// By the place of the job in memory.
    known: RefCell<HashMap<*const ScrapeConfig, Option<Rc<JobEvidence>>>>,
}

/// What is known of a job from its dumps.
pub(super) struct JobEvidence {
    /// The way of its samples. Their target is the first static one; nothing is known of others.
    pub(super) passage: Passage,
    pub(super) limits: Limits,
    /// One or more.
    pub(super) dumps: Vec<DumpEvidence>,
    knowledge: Arc<Knowledge>,
    idle_steps: OnceCell<Vec<IdleStep>>,
    stored: OnceCell<Option<Cardinality>>,
}

/// A dump, and what relabeling does to it.
pub(super) struct DumpEvidence {
    pub(super) source: Arc<Source>,
    pub(super) observation: Observation,
}

impl<'a> Evidence<'a> {
    pub(crate) fn new(
        dumps: &'a Dumps,
        packs: &'a Packs,
        config: &Config,
        global: &'a GlobalConfig,
        target: TargetVersion,
    ) -> Self {
        let wrapper = Wrapper::of_major(target.major());
        let has_one_job = config.scrape_configs.items().len() == 1;
        let knowledge = OnceCell::new();
        Self { dumps, packs, knowledge, has_one_job, global, wrapper, known: RefCell::default() }
    }

    /// What is known of a job; nothing if it has no dumps, or its steps cannot be run.
    pub(super) fn of(&self, job: &ScrapeConfig) -> Option<Rc<JobEvidence>> {
        if self.dumps.is_empty() {
            return None;
        }
        let key = ptr::from_ref(job);
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let found = self.find(job).map(Rc::new);
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    fn find(&self, job: &ScrapeConfig) -> Option<JobEvidence> {
        let is_of_job = |dump: &&JobDump| match &dump.job {
            Some(pattern) => pattern.matches(job.name()),
            None => self.has_one_job,
        };
        let dumps: Vec<&JobDump> = self.dumps.iter().filter(is_of_job).collect();
        if dumps.is_empty() {
            return None;
        }
        let stage = SampleStage::new(job, self.global, self.wrapper).ok()?;
        let limits = stage.limits();
        let target = TargetStage::new(job, self.global, self.wrapper).map_or_else(
            |_| Labels::from_iter([("job", job.name())]),
            |stage| stage.first_public_labels(job),
        );
        let passage = Passage::Metric(stage, target);
        let observed = |dump: &JobDump| DumpEvidence {
            source: Arc::clone(&dump.source),
            observation: observe(&passage, &dump.source.text, |_, _| ()),
        };
        let dumps = dumps.into_iter().map(observed).collect();
        let knowledge = Arc::clone(self.knowledge.get_or_init(|| self.packs.knowledge()));
        let (idle_steps, stored) = (OnceCell::new(), OnceCell::new());
        Some(JobEvidence { passage, limits, dumps, knowledge, idle_steps, stored })
    }
}

impl JobEvidence {
    /// Whether a step, from 0, makes series of a dump the same.
    pub(super) fn loses_at(&self, step: usize) -> bool {
        let mut merges = self.dumps.iter().flat_map(|dump| &dump.observation.merges);
        merges.any(|merge| merge.step == Some(step))
    }

    /// What a step, from 0, did to the samples of all dumps.
    pub(super) fn tally(&self, step: usize) -> StepTally {
        let tallies = self.dumps.iter().filter_map(|dump| dump.observation.steps.get(step));
        tallies.fold(StepTally::default(), |sum, tally| StepTally {
            reached: sum.reached + tally.reached,
            changed: sum.changed + tally.changed,
            dropped: sum.dropped + tally.dropped,
        })
    }

    /// The steps whose regexes match nothing in the dumps.
    pub(super) fn idle_steps(&self, job: &ScrapeConfig) -> &[IdleStep] {
        self.idle_steps.get_or_init(|| idle_steps(job, self))
    }

    /// What is stored of the fullest dump.
    pub(super) fn stored(&self) -> Option<&Cardinality> {
        let count = || {
            let dump = fullest(&self.dumps)?;
            let mut census = Census::knowing(Arc::clone(&self.knowledge));
            observe(&self.passage, &dump.source.text, |sample, relabeled| {
                if is_kept(relabeled) {
                    census.add_relabeled(sample, relabeled);
                }
            });
            Some(census.finish())
        };
        self.stored.get_or_init(count).as_ref()
    }

    /// The dumps in words.
    pub(super) fn described(&self) -> String {
        match &self.dumps[..] {
            [dump] => short(dump.source.path.rsplit('/').next().unwrap_or_default()),
            dumps => plural(dumps.len() as u64, "dump"),
        }
    }
}

/// The dump with the most samples that count for `sample_limit`.
pub(super) fn fullest(dumps: &[DumpEvidence]) -> Option<&DumpEvidence> {
    dumps.iter().rev().max_by_key(|dump| dump.observation.counted())
}
