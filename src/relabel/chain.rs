//! A list of relabel steps, compiled.

use std::fmt;

use super::relabeler::Relabeler;
use super::step::{Step, ValueStep};
use super::{Labels, Trace};
use crate::config::{NameScheme, Refusal, RelabelConfig, check_relabel};
use crate::goregex::{TooLarge, Wrapper};
use crate::source::Span;
use crate::yaml::Spanned;

/// What depends on Prometheus's settings and version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// Which label names a step may set.
    pub scheme: NameScheme,
    /// What is put around regular expressions: in Prometheus 2, `.` does not match a line break.
    pub wrapper: Wrapper,
}

/// Relabel steps, compiled: the value of `relabel_configs` and its like.
///
/// ```
/// use scrapelint::config::RelabelConfig;
/// use scrapelint::relabel::{Chain, Dialect, Labels, Outcome};
/// use scrapelint::yaml::{Field, Spanned, decode, parse};
///
/// let (document, _) = parse("[{source_labels: [path], regex: '/user/.*', action: drop}]");
/// let rules = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document).unwrap().value;
/// let chain = Chain::compile(rules.items(), Dialect::default()).unwrap();
///
/// let labels = Labels::from_iter([("path", "/user/7")]);
/// assert_eq!(chain.run(&labels), Outcome::Dropped { step: 0, labels: labels.clone() });
/// let other = Labels::from_iter([("path", "/health")]);
/// assert_eq!(chain.run(&other), Outcome::Kept(other.clone()));
/// ```
#[derive(Debug, Default)]
pub struct Chain {
    pub(super) steps: Vec<Step>,
}

/// What became of a label set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept, with these labels.
    Kept(Labels),
    /// It is dropped.
    Dropped {
        /// The step that dropped it, from 0.
        step: usize,
        /// The labels just before that step.
        labels: Labels,
    },
}

/// Why steps cannot be run.
#[derive(Clone, Debug)]
pub struct Unusable {
    /// The step, from 0.
    pub step: usize,
    /// Where it stands.
    pub span: Span,
    /// What is wrong with it.
    pub reason: Unfit,
}

/// What keeps a step from being run.
#[derive(Clone, Debug)]
pub enum Unfit {
    /// It does not decode: an unknown action, a broken regex.
    Undecodable,
    /// Prometheus refuses it.
    Refused(Box<Refusal>),
    /// Its regex would take too much memory.
    TooLarge,
}

impl fmt::Display for Unusable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = self.step + 1;
        match &self.reason {
            Unfit::Undecodable => write!(formatter, "step {step} is not one that Prometheus reads"),
            Unfit::Refused(refusal) => write!(formatter, "Prometheus refuses step {step}: {}", refusal.text),
            Unfit::TooLarge => write!(formatter, "step {step}: {TooLarge}"),
        }
    }
}

impl std::error::Error for Unusable {}

impl Chain {
    /// Compiles steps, in order.
    ///
    /// # Errors
    ///
    /// Names the first step that Prometheus refuses, or whose regex is too large to be run here.
    pub fn compile(rules: &[Spanned<RelabelConfig>], dialect: Dialect) -> Result<Self, Unusable> {
        let steps = rules.iter().enumerate().map(|(step, rule)| {
            compile(rule, dialect).map_err(|reason| Unusable { step, span: rule.span, reason })
        });
        Ok(Self { steps: steps.collect::<Result<_, _>>()? })
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Runs one label set through all steps. For many, a [`Relabeler`] is faster.
    pub fn run(&self, labels: &Labels) -> Outcome {
        self.relabeler().relabel(labels.iter()).to_outcome()
    }

    /// Runs one label set through all steps, and tells of each what it saw and did.
    pub fn trace(&self, labels: &Labels) -> Trace {
        let mut relabeler = self.relabeler();
        relabeler.load(labels.iter());
        super::trace::trace(relabeler)
    }

    /// As [`Chain::run`], for labels to which `set` were added one by one: `labelmap` goes through those last.
    pub(super) fn run_parts<'t>(
        &self,
        base: impl IntoIterator<Item = (&'t str, &'t str)>,
        set: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Outcome {
        self.relabeler().relabel_parts(base, set).to_outcome()
    }

    /// As [`Chain::trace`], for such labels.
    pub(super) fn trace_parts<'t>(
        &self,
        base: impl IntoIterator<Item = (&'t str, &'t str)>,
        set: impl IntoIterator<Item = (&'t str, &'t str)>,
    ) -> Trace {
        let mut relabeler = self.relabeler();
        relabeler.load_parts(base, set);
        super::trace::trace(relabeler)
    }

    /// Whether no step sets or removes a label.
    pub fn only_selects(&self) -> bool {
        let selects = |step: &Step| match step {
            Step::Value(_, ValueStep::Keep(_) | ValueStep::Drop(_)) | Step::Equal(..) => true,
            Step::Value(..) | Step::Name(_) => false,
        };
        self.steps.iter().all(selects)
    }

    /// Something to run many label sets through: it remembers what it has decided.
    pub fn relabeler(&self) -> Relabeler<'_> {
        Relabeler::new(self)
    }
}

fn compile(rule: &Spanned<RelabelConfig>, dialect: Dialect) -> Result<Step, Unfit> {
    let config = rule.value().filter(|_| rule.clean).ok_or(Unfit::Undecodable)?;
    if let Some(refusal) = check_relabel(rule, dialect.scheme) {
        return Err(Unfit::Refused(Box::new(refusal)));
    }
    let action = config.action().ok_or(Unfit::Undecodable)?;
    Step::compile(config, action, dialect).map_err(|TooLarge| Unfit::TooLarge)
}
