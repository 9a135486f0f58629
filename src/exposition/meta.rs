//! Lines that begin with `#`.

use std::borrow::Cow;

use super::cursor::{Cursor, LineBreaks, Name, unescaped_help, unescaped_openmetrics_help};
use super::entry::{Family, Kind};
use super::format::Format;
use super::problem::{Problem, shown};
use crate::source::Span;

/// What a line that begins with `#` says.
pub(super) enum Meta<'t> {
    Type(Family<'t>),
    Help { name: Cow<'t, str>, text: Cow<'t, str> },
    Unit { name: Cow<'t, str>, unit: &'t str },
    Eof,
    Comment,
}

#[derive(Clone, Copy)]
enum Word {
    Help,
    Type,
    Unit,
}

impl Word {
    fn name(self) -> &'static str {
        match self {
            Self::Help => "HELP",
            Self::Type => "TYPE",
            Self::Unit => "UNIT",
        }
    }
}

impl<'t> Cursor<'t> {
    /// Reads a line up to its break; the cursor stands at its `#`.
    pub(super) fn meta(&mut self, format: Format) -> Result<Meta<'t>, Problem> {
        match format {
            Format::PrometheusText => self.prometheus_meta(),
            Format::OpenMetrics => self.openmetrics_meta(),
        }
    }

    fn prometheus_meta(&mut self) -> Result<Meta<'t>, Problem> {
        self.at += 1;
        let after_sign = self.at;
        self.skip_blanks();
        let word = match () {
            () if self.at == after_sign => None,
            () if self.take_text("HELP") => Some(Word::Help),
            () if self.take_text("TYPE") => Some(Word::Type),
            () => None,
        };
        let (Some(word), Some(b' ' | b'\t')) = (word, self.peek()) else {
            self.rest_of_line();
            return Ok(Meta::Comment);
        };
        self.skip_blanks();
        let name = self.family_name(word)?;
        let start = self.at;
        let rest = self.rest_of_line();
        // The lexer skips blanks that nothing follows; else it goes past one byte, whichever it is.
        let text = match rest.as_bytes().first() {
            _ if rest.bytes().all(|byte| matches!(byte, b' ' | b'\t')) => "",
            Some(first) if first.is_ascii() => &rest[1..],
            _ => return Err(Problem::expected("a blank after the metric's name", self.text, start)),
        };
        match word {
            Word::Type => self.kind(name, text, PROMETHEUS_KINDS),
            _ => Ok(Meta::Help { name, text: unescaped_help(text) }),
        }
    }

    fn openmetrics_meta(&mut self) -> Result<Meta<'t>, Problem> {
        let start = self.at;
        let word = match () {
            () if self.take_text("# HELP ") => Word::Help,
            () if self.take_text("# TYPE ") => Word::Type,
            () if self.take_text("# UNIT ") => Word::Unit,
            () if self.take_text("# EOF") => {
                // The lexer does not see NUL in comments, of which this is one.
                while self.take(0) {}
                return Ok(Meta::Eof);
            }
            () => {
                self.rest_of_line();
                let message = "OpenMetrics has no comments but `# HELP `, `# TYPE `, `# UNIT ` and `# EOF`";
                return Err(Problem::new(Span::new(start, self.at), message));
            }
        };
        let name = self.family_name(word)?;
        if !self.take(b' ') {
            let what = format!("one blank after the name in `# {}`", word.name());
            return Err(Problem::expected(&what, self.text, self.at));
        }
        let text = self.rest_of_line();
        match word {
            Word::Help => Ok(Meta::Help { name, text: unescaped_openmetrics_help(text) }),
            Word::Type => self.kind(name, text, OPENMETRICS_KINDS),
            Word::Unit => self.unit(name, text),
        }
    }

    fn family_name(&mut self, word: Word) -> Result<Cow<'t, str>, Problem> {
        if self.peek() == Some(b'"') {
            return self.quoted(LineBreaks::Allowed);
        }
        let name = self.name(Name::Metric);
        if name.is_empty() {
            let what = format!("a metric's name after `# {}`", word.name());
            return Err(Problem::expected(&what, self.text, self.at));
        }
        Ok(Cow::Borrowed(name))
    }

    /// The kind that a line names; the line is read.
    fn kind(&self, name: Cow<'t, str>, text: &str, kinds: &[(&str, Kind)]) -> Result<Meta<'t>, Problem> {
        if let Some(&(_, kind)) = kinds.iter().find(|(word, _)| *word == text) {
            return Ok(Meta::Type(Family { name, kind }));
        }
        let span = Span::new(self.at - text.len(), self.at);
        let words: Vec<&str> = kinds.iter().map(|(word, _)| *word).collect();
        if text.trim().is_empty() {
            return Err(Problem::new(span, format!("expected the metric's type: {}", words.join(", "))));
        }
        if words.contains(&text.trim()) {
            let message =
                format!("one blank stands before the type and none after it, found {}", shown(text));
            return Err(Problem::new(span, message));
        }
        Err(Problem::new(span, format!("{} is no type; expected {}", shown(text), words.join(", "))))
    }

    /// The unit that a line names; the line is read.
    fn unit(&self, name: Cow<'t, str>, unit: &'t str) -> Result<Meta<'t>, Problem> {
        let is_suffix = name.strip_suffix(unit).is_some_and(|base| base.ends_with('_'));
        if unit.is_empty() || is_suffix {
            return Ok(Meta::Unit { name, unit });
        }
        let message = format!("the name {} does not end in its unit, `_` and {}", shown(&name), shown(unit));
        Err(Problem::new(Span::new(self.at - unit.len(), self.at), message))
    }
}

const PROMETHEUS_KINDS: &[(&str, Kind)] = &[
    ("counter", Kind::Counter),
    ("gauge", Kind::Gauge),
    ("histogram", Kind::Histogram),
    ("summary", Kind::Summary),
    ("untyped", Kind::Unknown),
];

const OPENMETRICS_KINDS: &[(&str, Kind)] = &[
    ("counter", Kind::Counter),
    ("gauge", Kind::Gauge),
    ("histogram", Kind::Histogram),
    ("gaugehistogram", Kind::GaugeHistogram),
    ("summary", Kind::Summary),
    ("info", Kind::Info),
    ("stateset", Kind::StateSet),
    ("unknown", Kind::Unknown),
];
