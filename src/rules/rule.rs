//! What a rule is: a page and a function.

use super::Evidence;
use crate::config::sd::Discoveries;
use crate::config::{AlertmanagerConfig, Config, GlobalConfig, RelabelConfig, ScrapeConfig};
use crate::finding::{Confidence, Finding, Safety, Severity};
pub use crate::settings::Preset;
use crate::settings::{RuleOptions, TargetVersion};
use crate::source::Span;
use crate::yaml::edit::Plan;
use crate::yaml::{Document, Field, NodeId, Spanned};

/// What a rule's repairs are at best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// None.
    None,
    /// Applied by `--fix`.
    Safe,
    /// Applied by `--unsafe-fixes`.
    Unsafe,
    /// Shown only.
    DisplayOnly,
}

impl FixKind {
    /// The word used in pages and lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::DisplayOnly => "display-only",
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub enum Run {
    /// Nothing: Prometheus's own checks raise it.
    Load,
    /// The run itself raises it, for what no function over one file can see.
    Runner,
    /// The text and its tree.
    Document(fn(&mut Cx<'_>)),
    /// The whole configuration.
    Config(fn(&mut Cx<'_>)),
    /// Each job.
    Job(JobCheck),
    /// Each chain of relabel steps.
    Chain(ChainCheck),
}

/// Looks at a job.
pub type JobCheck = fn(&mut Cx<'_>, Job<'_>);

/// Looks at a chain of relabel steps.
pub type ChainCheck = fn(&mut Cx<'_>, Chain<'_>);

/// A rule: what its page says of it, the page, and its function.
pub struct Rule {
    /// Kebab-case noun phrase of the bad thing.
    pub name: &'static str,
    /// The folder its page stands in.
    pub category: &'static str,
    /// One line.
    pub summary: &'static str,
    /// How bad its findings are.
    pub severity: Severity,
    /// How sure its findings are.
    pub confidence: Confidence,
    /// The first preset that holds it.
    pub preset: Preset,
    /// What its repairs are at best.
    pub fix: FixKind,
    /// What can be set of it beside its level: keys of [`crate::settings::RuleTable`].
    pub options: &'static [&'static str],
    /// The version of scrapelint that brought it.
    pub since: &'static str,
    /// The whole page.
    pub page: &'static str,
    /// Its function.
    pub run: Run,
}

/// A job with its place.
#[derive(Clone, Copy)]
pub struct Job<'c> {
    /// The job and where it stands.
    pub at: &'c Spanned<ScrapeConfig>,
    /// The job.
    pub config: &'c ScrapeConfig,
}

/// Where a chain of relabel steps acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// `relabel_configs` of a job: on targets, before the scrape.
    Target,
    /// `metric_relabel_configs`: on samples, after the scrape.
    Metric,
    /// `write_relabel_configs`: on samples, before they are sent.
    Write,
    /// `alert_relabel_configs`: on alerts, before they are sent.
    Alert,
    /// `relabel_configs` of an Alertmanager: on where alerts are sent.
    AlertmanagerTarget,
}

/// A chain of relabel steps.
#[derive(Clone, Copy)]
pub struct Chain<'c> {
    /// Where it acts.
    pub stage: Stage,
    /// The job it belongs to, if it belongs to one.
    pub job: Option<&'c ScrapeConfig>,
    /// The steps.
    pub steps: &'c [Spanned<RelabelConfig>],
    /// The list that holds them, if it stands in this file and belongs to this chain alone.
    pub list: Option<NodeId>,
    finder: Option<Finder<'c>>,
}

/// What finds the targets that a chain acts on.
#[derive(Clone, Copy)]
enum Finder<'c> {
    Job(&'c ScrapeConfig),
    Alertmanager(&'c AlertmanagerConfig),
}

impl<'c> Chain<'c> {
    /// All chains of a configuration that have steps.
    pub(crate) fn all(config: &'c Config) -> Vec<Self> {
        let mut chains = Vec::new();
        for job in config.jobs() {
            chains.push(Self::of_targets(job));
            chains.push(Self::of(Stage::Metric, Some(job), &job.metric_relabel_configs));
        }
        for write in config.remote_write.values() {
            chains.push(Self::of(Stage::Write, None, &write.write_relabel_configs));
        }
        if let Some(alerting) = config.alerting.value() {
            chains.push(Self::of(Stage::Alert, None, &alerting.alert_relabel_configs));
            for manager in alerting.alertmanagers.values() {
                chains.push(Self::of(Stage::Alert, None, &manager.alert_relabel_configs));
                let chain = Self::of(Stage::AlertmanagerTarget, None, &manager.relabel_configs);
                chains.push(Self { finder: Some(Finder::Alertmanager(manager)), ..chain });
            }
        }
        chains.retain(|chain| !chain.steps.is_empty());
        chains
    }

    /// The chain that acts on a job's targets; it may have no steps.
    pub(crate) fn of_targets(job: &'c ScrapeConfig) -> Self {
        let chain = Self::of(Stage::Target, Some(job), &job.relabel_configs);
        Self { finder: Some(Finder::Job(job)), ..chain }
    }

    /// Where what it acts on is found, if it acts on targets.
    pub(crate) fn discoveries(&self) -> Option<Discoveries<'c>> {
        Some(match self.finder? {
            Finder::Job(job) => job.discoveries(),
            Finder::Alertmanager(manager) => manager.discoveries(),
        })
    }

    fn of(
        stage: Stage,
        job: Option<&'c ScrapeConfig>,
        steps: &'c Field<Vec<Spanned<RelabelConfig>>>,
    ) -> Self {
        let list =
            steps.spanned().filter(|steps| !steps.borrowed && !steps.elsewhere).map(|steps| steps.node);
        Self { stage, job, steps: steps.items(), list, finder: None }
    }
}

/// What a rule's function is given, and where it reports.
pub struct Cx<'a> {
    /// The tree.
    pub document: &'a Document<'a>,
    /// The configuration, as far as it could be decoded.
    pub config: &'a Config,
    /// Its `global`, or an empty one.
    pub global: &'a GlobalConfig,
    /// Whether the file is a whole configuration, so that what it does not set is not set anywhere.
    pub whole: bool,
    /// What lies around the file.
    pub files: &'a dyn Files,
    /// The version of Prometheus that the file is for.
    pub target_version: TargetVersion,
    /// What settings say of the rule at hand.
    pub options: RuleOptions<'a>,
    pub(crate) evidence: &'a Evidence<'a>,
    pub(crate) rule: &'static Rule,
    pub(crate) found: Vec<Found>,
}

/// What a rule may ask about the folder of the file at hand. Rules themselves touch no file.
pub trait Files {
    /// Whether a path that the configuration names is there; nothing if that cannot be told.
    fn exists(&self, path: &str) -> Option<bool>;
}

/// Nothing is known: the text came from nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn exists(&self, _: &str) -> Option<bool> {
        None
    }
}

/// A repair that has yet to be proved.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What it does, as an order.
    pub title: String,
    /// Whether it may be applied unasked.
    pub safety: Safety,
    /// How.
    pub plan: Plan,
}

/// A finding and the repairs that its rule has for it, the recommended one first.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) finding: Finding,
    pub(crate) repairs: Vec<Repair>,
}

impl<'a> Cx<'a> {
    /// A finding of the rule at hand with a headline, to be completed and handed to [`Cx::report`].
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        let mut finding = Finding::new(self.rule.name, self.rule.severity, span, message);
        finding.confidence = self.rule.confidence;
        finding
    }

    /// Reports a finding.
    pub fn report(&mut self, finding: Finding) {
        self.report_with(finding, None);
    }

    /// Reports a finding with a repair. It is offered only if it proves to do what its plan says.
    pub fn report_with(&mut self, finding: Finding, repair: Option<Repair>) {
        self.found.push(Found { finding, repairs: repair.into_iter().collect() });
    }

    /// The first line of a place, to point at where all of it would be too much.
    pub(crate) fn first_line(&self, span: Span) -> Span {
        let first = self.text()[span.range()].lines().next().map_or(0, |line| line.trim_end().len());
        Span::new(span.start as usize, span.start as usize + first)
    }

    /// The text of the file.
    pub fn text(&self) -> &'a str {
        self.document.text()
    }
}
