//! What a test runs, and what it keeps.

use crate::config::RelabelConfig;
use crate::relabel::{Fate, Labels, Passage};
use crate::source::{LineIndex, Source};
use crate::yaml::Spanned;

/// What a test runs: relabel rules of its own, or a stage of a configuration.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) passage: Passage,
    /// The steps, through all chains.
    pub(super) steps: Vec<StepPlace>,
    /// Labels that the configuration gives to targets: there may be secrets among them.
    pub(super) configured: Vec<Labels>,
}

/// Where a step stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct StepPlace {
    path: String,
    /// From 1.
    line: usize,
    action: &'static str,
    /// The label that it sets, if it is written down.
    target: String,
}

impl Subject {
    /// Whether a step is there to set this label.
    pub(super) fn is_for(&self, at: usize, label: &str) -> bool {
        self.steps.get(at).is_some_and(|step| step.target == label)
    }

    /// A step by its number from 0, and where it stands: `step 2 (prometheus.yml:12, drop)`.
    pub(super) fn step(&self, at: usize) -> String {
        match self.steps.get(at) {
            Some(StepPlace { path, line, action, .. }) => {
                format!("step {} ({path}:{line}, {action})", at + 1)
            }
            None => format!("step {}", at + 1),
        }
    }
}

/// Where relabel steps of a file stand.
pub(super) fn places<'r>(
    source: &Source,
    lines: &LineIndex,
    rules: impl IntoIterator<Item = &'r Spanned<RelabelConfig>>,
) -> Vec<StepPlace> {
    let place = |rule: &Spanned<RelabelConfig>| StepPlace {
        path: source.path.clone(),
        line: lines.line(rule.span.start as usize) + 1,
        action: rule.value().and_then(RelabelConfig::action).unwrap_or_default().as_str(),
        target: rule.value().map(|rule| rule.target_label.text().to_owned()).unwrap_or_default(),
    };
    rules.into_iter().map(place).collect()
}

/// How an input ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It is kept.
    Kept(Kept),
    /// By this step, from 0; by none if the steps left no label.
    Dropped(Option<usize>),
    /// In Prometheus's words.
    Refused(String),
}

impl From<Fate> for End {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Kept(labels) => Self::Kept(Kept { labels, ..Kept::default() }),
            Fate::Scraped(target) => Self::Kept(Kept {
                labels: target.public_labels(),
                internal: target.labels.iter().filter(|(name, _)| name.starts_with("__")).collect(),
                url: Some(target.url),
            }),
            Fate::Dropped(step) => Self::Dropped(step),
            Fate::Refused(error) => Self::Refused(error),
        }
    }
}

/// What is kept of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// Its labels; of a target those that its series get.
    pub(super) labels: Labels,
    /// Further labels of a target, which begin with `__`.
    internal: Labels,
    /// What is scraped.
    pub(super) url: Option<String>,
}

impl Kept {
    /// A label's value; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        if self.internal.contains(name) { self.internal.get(name) } else { self.labels.get(name) }
    }
}
