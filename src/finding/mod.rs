//! What every room above reports with. No rendering and no serialisation here.

mod nearest;
mod short;

pub(crate) use nearest::nearest;
pub(crate) use short::{listed, long, plural, short, without_user};

use crate::source::Span;

/// How bad a finding is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run unless asked to.
    Info,
    /// Almost surely not meant, or will hurt.
    Warning,
    /// Broken, or data is being lost.
    Error,
}

impl Severity {
    /// The word used in messages, settings and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure a finding is of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Rests on a name or a habit.
    Low,
    /// Rests on the configuration, with an assumption about intent.
    Medium,
    /// Rests on what Prometheus does.
    High,
}

impl Confidence {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A place with a word about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place, on character boundaries of the finding's source.
    pub span: Span,
    /// What to say there; may be empty.
    pub text: String,
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Meaning unchanged, or unquestionably what was meant.
    Safe,
    /// Changes what Prometheus does in a way its author may not want; opt-in.
    Unsafe,
    /// Shown, never applied.
    DisplayOnly,
}

impl Safety {
    /// The word used in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::DisplayOnly => "display-only",
        }
    }
}

/// One replacement of text: `span` goes, `text` comes. An empty span inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What takes its place.
    pub text: String,
}

/// A repair: edits that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "set `scrape_timeout: 10s`".
    pub title: String,
    /// Whether it may be applied unasked.
    pub safety: Safety,
    /// Edits in ascending order that do not overlap.
    pub edits: Vec<Edit>,
}

/// One reported problem of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name in kebab-case.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The headline: what is wrong, at most about 80 characters, understandable alone.
    pub message: String,
    /// The place at fault, with the value there and where it comes from.
    pub primary: Label,
    /// Other places that matter, in the same source.
    pub related: Vec<Label>,
    /// What Prometheus will do.
    pub note: Option<String>,
    /// What to write instead.
    pub help: Option<String>,
    /// The job concerned, if one is.
    pub job: Option<String>,
    /// Repairs, the recommended one first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding of full confidence with nothing but a headline and a place; the other parts are added with the
    /// `with_` methods.
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            confidence: Confidence::High,
            message: message.into(),
            primary: Label { span, text: String::new() },
            related: Vec::new(),
            note: None,
            help: None,
            job: None,
            fixes: Vec::new(),
        }
    }

    /// Says something at the primary place.
    #[must_use]
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn with_related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Says what Prometheus will do.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names the job concerned.
    #[must_use]
    pub fn with_job(mut self, job: Option<&str>) -> Self {
        self.job = job.map(str::to_owned);
        self
    }

    /// Offers a repair.
    #[must_use]
    pub fn with_fix(mut self, fix: Option<Fix>) -> Self {
        self.fixes.extend(fix);
        self
    }
}
