//! What Prometheus objects to in a configuration, before it becomes a finding.

use crate::source::Span;
use crate::yaml::Spanned;

/// One objection of a check that Prometheus makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The load finding's rule: `duplicate-job`.
    pub rule: &'static str,
    /// The place at fault.
    pub span: Span,
    /// What Prometheus prints.
    pub text: String,
    /// The headline, where Prometheus's text would not do.
    pub headline: Option<String>,
    /// What to say at the place.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places that matter.
    pub related: Vec<(Span, String)>,
    /// When Prometheus makes the check; see [`Spanned::order`].
    pub order: u32,
    /// Whether Prometheus makes the check at all: not within a section that holds a type error.
    pub reached: bool,
}

impl Refusal {
    /// An objection in Prometheus's words.
    pub fn new(rule: &'static str, span: Span, text: impl Into<String>) -> Self {
        Self {
            rule,
            span,
            text: text.into(),
            headline: None,
            label: String::new(),
            help: None,
            related: Vec::new(),
            order: 0,
            reached: true,
        }
    }

    /// A headline of our own.
    #[must_use]
    pub fn headline(mut self, headline: impl Into<String>) -> Self {
        self.headline = Some(headline.into());
        self
    }

    /// Words at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// What to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn related(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        self.related.extend(span.map(|span| (span, text.into())));
        self
    }
}

/// Objections as they are collected.
///
/// Checks are made section by section; the order in which Prometheus would meet them, and so which one it prints, comes
/// from the sections' own [`Spanned::order`].
#[derive(Debug)]
pub struct Refusals {
    list: Vec<Refusal>,
    /// The smallest order of one that is reached.
    first: u64,
}

impl Default for Refusals {
    fn default() -> Self {
        Self { list: Vec::new(), first: u64::MAX }
    }
}

/// Objections that are kept: no one reads more, and each takes memory.
const MAX_REFUSALS: usize = 100_000;

impl Refusals {
    /// Notes an objection made while `section` is decoded. Within one section, the order of calls is the order of
    /// Prometheus's checks.
    pub fn add<T>(&mut self, section: &Spanned<T>, refusal: Refusal) {
        self.push(Refusal { order: section.order, reached: section.clean, ..refusal });
    }

    /// Keeps an objection. Of very many only those are kept that Prometheus meets before the others.
    fn push(&mut self, refusal: Refusal) {
        let comes_first = refusal.reached && u64::from(refusal.order) < self.first;
        if comes_first {
            self.first = u64::from(refusal.order);
        }
        if comes_first || self.list.len() < MAX_REFUSALS {
            self.list.push(refusal);
        }
    }

    /// Shorthand: an objection in Prometheus's words at `span`, or at the whole section.
    pub fn say<T>(
        &mut self,
        section: &Spanned<T>,
        rule: &'static str,
        span: Option<Span>,
        text: impl Into<String>,
    ) {
        self.add(section, Refusal::new(rule, span.unwrap_or(section.span), text));
    }

    /// Notes an objection made after the whole file was decoded; `reached` tells whether everything was of the right
    /// type.
    pub fn add_last(&mut self, reached: bool, refusal: Refusal) {
        self.push(Refusal { order: u32::MAX, reached, ..refusal });
    }

    /// All of them, in the order noted.
    pub fn into_list(self) -> Vec<Refusal> {
        self.list
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
