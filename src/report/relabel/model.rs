//! What is shown of relabeling. The JSON format is versioned: within a version, members are added but never change.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::dump::DumpReport;
use super::redact::Redactor;
use super::sentence::sentence;
use super::step::walk_step;
use crate::config::RelabelConfig;
use crate::relabel::{Fate, Labels, Stage, Trace};
use crate::source::Span;
use crate::yaml::Spanned;

/// The version of the format.
const VERSION: u32 = 1;

/// What `scrapelint relabel` shows.
#[derive(Serialize, JsonSchema)]
pub struct RelabelReport {
    /// The version of this format: 1.
    version: u32,
    /// The version of scrapelint.
    scrapelint: &'static str,
    /// The configuration.
    pub config: String,
    /// The ways of single targets, series and alerts.
    pub walks: Vec<Walk>,
    /// The ways of all series of metrics dumps, counted.
    pub dumps: Vec<DumpReport>,
}

impl RelabelReport {
    /// A report on a configuration, with nothing in it yet.
    pub fn new(config: impl Into<String>) -> Self {
        Self {
            version: VERSION,
            scrapelint: env!("CARGO_PKG_VERSION"),
            config: config.into(),
            walks: Vec::new(),
            dumps: Vec::new(),
        }
    }
}

/// The JSON Schema of [`RelabelReport`].
pub fn relabel_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(RelabelReport);
    schema.insert("title".to_owned(), "What `scrapelint relabel --output-format json` prints".into());
    schema.to_value()
}

/// The way of one target, series or alert through the steps of a stage.
#[derive(Serialize, JsonSchema)]
pub struct Walk {
    /// What holds the steps: `job "web"`, `remote_write "long-term"`, `alerting`.
    pub owner: String,
    /// `target`, `metric`, `write` or `alert`.
    #[schemars(with = "String")]
    pub stage: Stage,
    /// What went through: an address, a series, an alert's labels.
    pub subject: String,
    /// The line of the configuration on which it stands, if it does.
    pub line: Option<usize>,
    /// The labels before the first step.
    #[schemars(with = "BTreeMap<String, String>")]
    pub start: Labels,
    /// The steps, up to one that drops it.
    pub steps: Vec<WalkStep>,
    /// How many steps there are.
    pub step_count: usize,
    /// What became of it.
    pub end: End,
    /// What became of it and why, in one sentence.
    pub why: String,
}

/// One step, what it looked at and what it did.
#[derive(Serialize, JsonSchema)]
pub struct WalkStep {
    /// Its number, from 1.
    pub number: usize,
    /// The line of the configuration on which it begins.
    pub line: usize,
    /// Its action.
    pub action: &'static str,
    /// The step in words.
    pub rule: String,
    /// The labels whose values it joined, in order; a label that is not there has an empty value.
    pub sources: Vec<WalkLabel>,
    /// The joined values, for a step that joins some.
    pub joined: Option<String>,
    /// Its regex, for a step that has one.
    pub regex: Option<String>,
    /// Whether the regex matched the joined values, for a step that matches those.
    pub matched: Option<bool>,
    /// The groups of the regex, the whole match first, if it matched.
    pub groups: Vec<WalkGroup>,
    /// The names of labels that the regex matched, for a step that matches those.
    pub matching_labels: Vec<String>,
    /// The label that the joined values were compared with.
    pub compared_with: Option<WalkLabel>,
    /// Labels it changed.
    pub changes: Vec<WalkChange>,
    /// Whether it dropped what went through.
    pub dropped: bool,
    /// What else is worth knowing: what would have matched, or why nothing was set.
    pub note: Option<String>,
}

/// A label and its value.
#[derive(Clone, Serialize, JsonSchema)]
pub struct WalkLabel {
    /// Its name.
    pub label: String,
    /// Its value; empty if there is no such label.
    pub value: String,
}

/// A group of a regex.
#[derive(Serialize, JsonSchema)]
pub struct WalkGroup {
    /// Its number; 0 is the whole match.
    pub number: usize,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What it holds; null if it took no part in the match.
    pub text: Option<String>,
}

/// A label that a step changed.
#[derive(Serialize, JsonSchema)]
pub struct WalkChange {
    /// Its name.
    pub label: String,
    /// Its value before; empty if there was none.
    pub before: String,
    /// Its value behind; empty if it was removed.
    pub after: String,
}

/// What became of a target, series or alert.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum End {
    /// A target that is scraped.
    Scraped {
        /// From there.
        url: String,
        /// The labels its series get.
        #[schemars(with = "BTreeMap<String, String>")]
        labels: Labels,
    },
    /// A series that is stored or sent, or an alert that is sent.
    Kept {
        /// Its labels.
        #[schemars(with = "BTreeMap<String, String>")]
        labels: Labels,
    },
    /// A step dropped it.
    Dropped {
        /// The step's number, from 1.
        step: usize,
    },
    /// Its labels were all removed, which drops it too.
    Emptied,
    /// Prometheus refuses what came out: it leaves the target out, or fails the whole scrape.
    Refused {
        /// What it says.
        error: String,
    },
}

/// What went through the steps of a stage, and what came out.
#[derive(Debug)]
pub struct WalkInput<'c> {
    /// What holds the steps.
    pub owner: String,
    /// The stage.
    pub stage: Stage,
    /// What went through.
    pub subject: String,
    /// Where it stands in the configuration.
    pub place: Option<Span>,
    /// The labels before the first step.
    pub start: Labels,
    /// The steps.
    pub rules: &'c [&'c Spanned<RelabelConfig>],
    /// What each step did.
    pub trace: Trace,
    /// What became of it.
    pub fate: Fate,
}

impl Walk {
    /// What is shown of a way through steps; `line` gives the line of a place, from 1.
    pub fn new(input: WalkInput<'_>, line: impl Fn(Span) -> usize, redactor: &Redactor) -> Self {
        let steps = input.rules.iter().zip(&input.trace.steps).enumerate();
        let steps =
            steps.map(|(at, (rule, step))| walk_step(at + 1, line(rule.span), rule.value(), step, redactor));
        let mut walk = Self {
            owner: input.owner,
            stage: input.stage,
            subject: redactor.text(&input.subject),
            line: input.place.map(&line),
            start: redactor.labels(&input.start),
            steps: steps.collect(),
            step_count: input.rules.len(),
            end: match input.fate {
                Fate::Scraped(target) => End::Scraped {
                    url: redactor.url(&target.url),
                    labels: redactor.labels(&target.public_labels()),
                },
                Fate::Kept(labels) => End::Kept { labels: redactor.labels(&labels) },
                Fate::Refused(error) => End::Refused { error: redactor.text(&error) },
                Fate::Dropped(Some(step)) => End::Dropped { step: step + 1 },
                Fate::Dropped(None) => End::Emptied,
            },
            why: String::new(),
        };
        walk.why = sentence(&walk);
        walk
    }
}
