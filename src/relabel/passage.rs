//! The steps of a stage, with what Prometheus does before the first and behind the last.

use super::{
    AlertStage, Chain, Conflicts, Labels, Outcome, Relabeled, Relabeler, SampleStage, Stage, StepTally,
    Target, TargetOutcome, TargetStage, Trace, WriteStage,
};

/// What targets, series or alerts pass through at one place of a configuration.
#[derive(Debug)]
pub enum Passage {
    /// Rules alone, as any place has them.
    Rules(Chain),
    /// Targets of a job.
    Target(TargetStage),
    /// Series of a job, from a target with these public labels.
    Metric(SampleStage, Labels),
    /// Series on their way to a remote place.
    Write(WriteStage),
    /// Alerts on their way to one of the sets of Alertmanagers, by position, or to any of them.
    Alert(AlertStage, Option<usize>),
}

/// What became of something behind the last step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A target that is scraped.
    Scraped(Target),
    /// A series that is stored or sent, or an alert that is sent.
    Kept(Labels),
    /// Dropped by a step, counted from 0 through all chains; by none if the steps left no label.
    Dropped(Option<usize>),
    /// Prometheus refuses what came out, in these words: it leaves the target out, or fails the whole scrape.
    Refused(String),
}

impl Passage {
    /// The stage; `None` for rules alone.
    pub fn stage(&self) -> Option<Stage> {
        match self {
            Self::Rules(_) => None,
            Self::Target(_) => Some(Stage::Target),
            Self::Metric(..) => Some(Stage::Metric),
            Self::Write(_) => Some(Stage::Write),
            Self::Alert(..) => Some(Stage::Alert),
        }
    }

    /// The chains that run one behind the other.
    pub fn chains(&self) -> Vec<&Chain> {
        match self {
            Self::Rules(chain) => vec![chain],
            Self::Target(stage) => vec![stage.chain()],
            Self::Metric(stage, _) => vec![stage.chain()],
            Self::Write(stage) => vec![stage.chain()],
            Self::Alert(stage, manager) => {
                let manager = manager.and_then(|manager| stage.managers().get(manager));
                std::iter::once(stage.chain()).chain(manager).collect()
            }
        }
    }

    /// The labels that relabeling starts with.
    pub fn begin(&self, input: &Labels) -> Labels {
        match self {
            Self::Rules(_) => input.clone(),
            Self::Target(stage) => stage.discovered(input),
            Self::Metric(stage, target) => stage.merge(input.iter(), target),
            Self::Write(stage) => stage.attach(input),
            Self::Alert(stage, _) => stage.attach(input),
        }
    }

    /// What becomes of labels behind the last step.
    pub fn finish(&self, labels: Labels) -> Fate {
        match self {
            Self::Target(stage) => match stage.finish(labels) {
                TargetOutcome::Active(target) => Fate::Scraped(target),
                TargetOutcome::Failed { error, .. } => Fate::Refused(error),
                TargetOutcome::Dropped { step, .. } => Fate::Dropped(Some(step)),
            },
            _ if labels.is_empty() => Fate::Dropped(None),
            Self::Metric(stage, _) => match stage.check(&labels) {
                Ok(()) => Fate::Kept(labels),
                Err(error) => Fate::Refused(error),
            },
            Self::Rules(_) | Self::Write(_) | Self::Alert(..) => Fate::Kept(labels),
        }
    }

    /// What becomes of a whole scrape of which so many series are kept.
    ///
    /// # Errors
    ///
    /// Prometheus's words for a scrape that fails because they are too many.
    pub fn check_scrape(&self, kept: u64) -> Result<(), String> {
        match self {
            Self::Metric(stage, _) => stage.limits().check_samples(kept),
            _ => Ok(()),
        }
    }

    /// The way of one target, series or alert.
    pub fn trace(&self, input: &Labels) -> Way {
        let start = self.begin(input);
        let mut trace = match self {
            Self::Rules(chain) => chain.trace(&start),
            Self::Target(stage) => stage.trace(input),
            Self::Metric(stage, target) => stage.trace(input.iter(), target),
            Self::Write(stage) => stage.trace(input),
            Self::Alert(stage, _) => stage.trace(input),
        };
        for chain in self.chains().into_iter().skip(1) {
            let Outcome::Kept(labels) = &trace.outcome else { break };
            let next = chain.trace(labels);
            trace.steps.extend(next.steps);
            trace.outcome = next.outcome;
        }
        let fate = match &trace.outcome {
            Outcome::Kept(labels) => self.finish(labels.clone()),
            Outcome::Dropped { .. } => Fate::Dropped(trace.steps.len().checked_sub(1)),
        };
        Way { start, trace, fate }
    }

    /// Something that runs one input after the other, and remembers what it has decided.
    pub fn runner(&self) -> Runner<'_> {
        let chains = self.chains();
        Runner {
            passage: self,
            added: self.begin(&Labels::new()),
            first: chains.first().map_or_else(|| NO_STEPS.relabeler(), |chain| chain.relabeler()),
            rest: chains.iter().skip(1).map(|chain| chain.relabeler()).collect(),
        }
    }
}

/// A chain without steps.
static NO_STEPS: Chain = Chain { steps: Vec::new() };

/// The way of one target, series or alert through a [`Passage`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The labels before the first step.
    pub start: Labels,
    /// Each step, through all chains. The step of a drop counts within its own chain.
    pub trace: Trace,
    /// What became of it.
    pub fate: Fate,
}

/// Runs one input after the other; see [`Passage::runner`].
#[derive(Debug)]
pub struct Runner<'p> {
    passage: &'p Passage,
    /// Labels that inputs get if they do not have them.
    added: Labels,
    first: Relabeler<'p>,
    rest: Vec<Relabeler<'p>>,
}

impl<'p> Runner<'p> {
    /// Runs an input through the first chain; the only one, but for alerts.
    pub fn relabel<'t>(
        &'t mut self,
        input: impl IntoIterator<Item = (&'t str, &'t str), IntoIter: Clone>,
    ) -> Relabeled<'t> {
        self.relabel_watched(input, |_, _| ())
    }

    /// As [`Runner::relabel`]; `before` is shown the labels before each step that they come to.
    pub fn relabel_watched<'t>(
        &'t mut self,
        input: impl IntoIterator<Item = (&'t str, &'t str), IntoIter: Clone>,
        before: impl FnMut(usize, Relabeled<'_>),
    ) -> Relabeled<'t> {
        self.load(input.into_iter());
        self.first.run_watched(before)
    }

    fn load<'t>(&mut self, input: impl Iterator<Item = (&'t str, &'t str)> + Clone) {
        let overlaps = input.clone().any(|(name, _)| self.added.contains(name));
        match self.passage {
            Passage::Rules(_) => self.first.load(input),
            // An empty label keeps that of the target away, so it overlaps, too.
            Passage::Metric(..) | Passage::Write(_) | Passage::Alert(..) if !overlaps => {
                self.first.load_parts(input, self.added.iter());
            }
            Passage::Metric(stage, _) if stage.conflicts() == Conflicts::SeriesWins => {
                let own = input.clone();
                let added =
                    self.added.iter().filter(|(name, _)| own.clone().all(|(other, _)| other != *name));
                self.first.load_parts(input, added);
            }
            Passage::Metric(stage, target) => {
                let merged = stage.merged(input, target);
                self.first.load_parts(merged.base.iter(), merged.set());
            }
            Passage::Target(stage) => {
                let found: Labels = input.collect();
                self.first.load_parts([], stage.in_order(&found));
            }
            Passage::Write(_) | Passage::Alert(..) => {
                let own: Labels = input.collect();
                let added = self.added.iter().filter(|(name, _)| !own.contains(name));
                self.first.load_parts(own.iter(), added);
            }
        }
    }

    /// What becomes of an input.
    pub fn run(&mut self, input: &Labels) -> Fate {
        let mut outcome = self.relabel(input.iter()).to_outcome();
        let mut before = self.first.chain().len();
        for relabeler in &mut self.rest {
            let Outcome::Kept(labels) = &outcome else { break };
            outcome = match relabeler.relabel(labels.iter()).to_outcome() {
                Outcome::Dropped { step, labels } => Outcome::Dropped { step: before + step, labels },
                kept => kept,
            };
            before += relabeler.chain().len();
        }
        match outcome {
            Outcome::Kept(labels) => self.passage.finish(labels),
            Outcome::Dropped { step, .. } => Fate::Dropped(Some(step)),
        }
    }

    /// What each step of the first chain has done so far.
    pub fn tallies(&self) -> &[StepTally] {
        self.first.tallies()
    }
}
