//! What a test runs: relabel rules of its own, or a stage of a configuration.

use crate::relabel::{
    AlertStage, Chain, Labels, Outcome, Relabeler, SampleStage, TargetOutcome, TargetStage, WriteStage,
};

/// What a test runs.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) stage: Running,
    /// The steps, through all chains.
    pub(super) steps: Vec<StepPlace>,
}

/// What is run.
#[derive(Debug)]
pub(super) enum Running {
    /// Rules of the test's own.
    Rules(Chain),
    /// Targets of a job.
    Target(TargetStage),
    /// Series of a job, of a target with these labels.
    Metric(SampleStage, Labels),
    /// Series on their way to a remote place.
    Write(WriteStage),
    /// Alerts on their way to all Alertmanagers, or to one set of them.
    Alert(AlertStage, Option<usize>),
}

/// Where a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StepPlace {
    pub(super) path: String,
    /// From 1.
    pub(super) line: usize,
    pub(super) action: &'static str,
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Kept(Kept),
    /// By this step, from 0; without one if no label was left.
    Dropped(Option<usize>),
    /// In Prometheus's words.
    Failed(String),
}

/// What is kept of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// Its labels; of a target those that its series get.
    pub(super) labels: Labels,
    /// Further labels of a target, which begin with `__`.
    pub(super) internal: Labels,
    /// What is scraped.
    pub(super) url: Option<String>,
}

impl Kept {
    fn series(labels: Labels) -> Self {
        Self { labels, ..Self::default() }
    }

    /// A label's value; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        if self.internal.contains(name) { self.internal.get(name) } else { self.labels.get(name) }
    }
}

impl Subject {
    /// The chains that run one behind the other.
    pub(super) fn chains(&self) -> Vec<&Chain> {
        match &self.stage {
            Running::Rules(chain) => vec![chain],
            Running::Target(stage) => vec![stage.chain()],
            Running::Metric(stage, _) => vec![stage.chain()],
            Running::Write(stage) => vec![stage.chain()],
            Running::Alert(stage, manager) => {
                let manager = manager.and_then(|manager| stage.managers().get(manager));
                std::iter::once(stage.chain()).chain(manager).collect()
            }
        }
    }

    /// The labels that relabeling starts with.
    pub(super) fn begin(&self, input: &Labels) -> Labels {
        match &self.stage {
            Running::Rules(_) => input.clone(),
            Running::Target(stage) => stage.discovered(input),
            Running::Metric(stage, target) => stage.merge(input.iter(), target),
            Running::Write(stage) => stage.attach(input),
            Running::Alert(stage, _) => stage.attach(input),
        }
    }

    /// What becomes of labels behind the last step.
    pub(super) fn finish(&self, labels: Labels) -> Fate {
        match &self.stage {
            Running::Target(stage) => finish_target(stage, labels),
            Running::Metric(stage, _) if !labels.is_empty() => match stage.check(&labels) {
                Ok(()) => Fate::Kept(Kept::series(labels)),
                Err(error) => Fate::Failed(error),
            },
            _ if labels.is_empty() => Fate::Dropped(None),
            _ => Fate::Kept(Kept::series(labels)),
        }
    }

    /// What becomes of a whole scrape of which so many series are kept.
    pub(super) fn check_scrape(&self, kept: u64) -> Result<(), String> {
        match &self.stage {
            Running::Metric(stage, _) => stage.limits().check_samples(kept),
            _ => Ok(()),
        }
    }

    /// Something that runs one input after the other.
    pub(super) fn runner(&self) -> Runner<'_> {
        let chains = self.chains().into_iter().map(|chain| (chain.relabeler(), chain.len())).collect();
        Runner { subject: self, chains }
    }
}

fn finish_target(stage: &TargetStage, labels: Labels) -> Fate {
    match stage.finish(labels) {
        TargetOutcome::Active(target) => {
            let internal = target.labels.iter().filter(|(name, _)| name.starts_with("__")).collect();
            Fate::Kept(Kept { labels: target.public_labels(), internal, url: Some(target.url) })
        }
        TargetOutcome::Failed { error, .. } => Fate::Failed(error),
        TargetOutcome::Dropped { step, .. } => Fate::Dropped(Some(step)),
    }
}

/// Runs one input after the other, and remembers what it has decided.
pub(super) struct Runner<'s> {
    subject: &'s Subject,
    /// Each with how many steps it has.
    chains: Vec<(Relabeler<'s>, usize)>,
}

impl Runner<'_> {
    pub(super) fn run(&mut self, input: &Labels) -> Fate {
        let mut labels = self.subject.begin(input);
        let mut before = 0;
        for (chain, steps) in &mut self.chains {
            match chain.relabel(labels.iter()).to_outcome() {
                Outcome::Kept(kept) => labels = kept,
                Outcome::Dropped { step, .. } => return Fate::Dropped(Some(before + step)),
            }
            before += *steps;
        }
        self.subject.finish(labels)
    }
}
