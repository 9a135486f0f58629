//! What is proposed.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::generate::NewStep;
use crate::yaml::Tree;
use crate::yaml::emit::{Layout, block_item};

/// What could be left out of what is stored.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Proposals {
    /// The metrics dumps that all this rests on.
    pub dumps: Vec<String>,
    /// Series that are stored now.
    pub series: u64,
    /// Samples that are stored now.
    pub samples: u64,
    /// Metrics that are stored now.
    pub metrics: u64,
    /// Samples that the steps which are there lose already.
    pub lost: u64,
    /// What is read of these metrics, if that was looked at.
    pub usage: Option<UsageFound>,
    /// The proposals, the safest first, and of those the ones that save most.
    pub proposals: Vec<Proposal>,
    /// What those that are safe do together.
    pub together: Option<Effect>,
    /// Labels of IDs that cannot be taken away without loss.
    pub ids: Vec<IdAdvice>,
}

/// What is read of the metrics of a job.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UsageFound {
    /// The files that were read.
    pub files: Vec<String>,
    /// How many readers there are in them: queries, variables and the like.
    pub readers: u64,
    /// What is kept because something reads it, the metrics with the most series first. A histogram is one.
    pub kept: Vec<KeptMetric>,
    /// Queries that cannot be read as PromQL: whatever they could name is kept.
    pub unreadable: Vec<UnreadableQuery>,
    /// What the files point at that is not in them.
    pub unseen: Vec<String>,
}

/// A metric that is kept because something reads it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeptMetric {
    /// Its name; of a histogram or summary, that without `_bucket`, `_sum` and `_count`.
    pub metric: String,
    /// Its series.
    pub series: u64,
    /// What reads it.
    pub readers: Vec<String>,
}

/// A query that cannot be read as PromQL.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnreadableQuery {
    /// Where it stands.
    pub place: String,
    /// The query.
    pub query: String,
    /// How many metrics are kept that it could name.
    pub keeps: u64,
}

/// A step, and what it does to the dumps.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Proposal {
    /// Its number, from 1.
    pub number: usize,
    /// What it is about.
    pub kind: Kind,
    /// What is left out.
    pub title: String,
    /// Why that may be.
    pub reason: String,
    /// What is to be thought of before it is followed.
    pub safety: Safety,
    /// The metrics that are left out, or that lose a label.
    pub metrics: Vec<String>,
    /// The step, as YAML.
    #[serde(serialize_with = "as_yaml")]
    #[schemars(with = "String")]
    pub step: NewStep,
    /// What it does, alone.
    pub effect: Effect,
}

/// What a proposal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Series that say when others began.
    Created,
    /// Metrics of a language runtime or client library.
    Runtime,
    /// A family with many series.
    Costly,
    /// All other metrics that nothing reads.
    Unused,
    /// All but what is read, in place of the proposals that drop metrics.
    KeepList,
    /// A label of IDs that makes no more series.
    Label,
}

/// What is to be thought of before a proposal is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Safety {
    /// Nothing that was looked at needs what is left out.
    Safe,
    /// Whether anybody needs it, only you can tell.
    YourCall,
    /// It was found to be without loss in these dumps alone.
    Unsafe,
}

/// What steps do to the dumps: found by running them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Effect {
    /// Series before.
    pub series_before: u64,
    /// Series after.
    pub series_after: u64,
    /// Samples before.
    pub samples_before: u64,
    /// Samples after.
    pub samples_after: u64,
    /// Samples that are lost because series come to have the same labels: none, or it would not be proposed.
    pub collisions: u64,
}

/// A label of IDs that cannot be taken away without loss.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IdAdvice {
    /// Its name.
    pub label: String,
    /// What its values look like.
    pub values: String,
    /// One of them.
    pub example: String,
    /// How many values it has.
    pub distinct: u64,
    /// The metrics that have it.
    pub metrics: Vec<String>,
    /// Their series.
    pub series: u64,
    /// How many series there would be without it.
    pub without: u64,
    /// How many samples would be lost without it: found by running such a step.
    pub lost: u64,
    /// The proposals that drop such metrics.
    pub proposals: Vec<usize>,
    /// What reads such metrics, where that was looked at.
    pub readers: Vec<String>,
    /// How the metric is better made, for each framework that the dump points at.
    pub fixes: Vec<Fix>,
}

/// How a metric is made without IDs in its labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fix {
    /// With what: a framework or language.
    pub with: String,
    /// What is done there.
    pub words: String,
    /// A few lines of code.
    pub snippet: String,
}

impl Proposal {
    /// The step as lines of YAML.
    pub fn lines(&self) -> Vec<String> {
        lines(&self.step.step)
    }
}

fn lines(step: &Tree) -> Vec<String> {
    block_item(step, Layout::default())
}

fn as_yaml<S: Serializer>(step: &NewStep, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&(lines(&step.step).join("\n") + "\n"))
}
