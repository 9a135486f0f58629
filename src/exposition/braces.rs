//! What stands in braces: labels, and maybe the metric's name in quotes.

use std::borrow::Cow;

use hashbrown::HashMap;

use super::buffer::{LabelBuffer, PlainName};
use super::cursor::{Cursor, LineBreaks, Name};
use super::entry::Label;
use super::format::Format;
use super::problem::{Problem, shown};
use crate::source::Span;

/// Whether a quoted name without a value names the metric.
pub(super) enum Braces<'n, 't> {
    /// Of a series; its name is put there, or is there already.
    Series(&'n mut Option<Cow<'t, str>>),
    /// Of an exemplar, which has no name.
    Exemplar,
}

/// What was read within braces.
enum Within<'t> {
    Label { name: Cow<'t, str>, name_span: Span, value: Cow<'t, str> },
    MetricName(Cow<'t, str>, Span),
    End,
}

impl<'t> Cursor<'t> {
    /// Reads labels up to the closing brace; the opening one is gone past.
    #[inline]
    pub(super) fn labels(
        &mut self,
        format: Format,
        mut braces: Braces<'_, 't>,
        labels: &mut LabelBuffer<'t>,
    ) -> Result<(), Problem> {
        let mut names = Seen::default();
        loop {
            let start = self.at;
            let guess = labels.guess();
            // Nearly all labels are plain, and they are fast.
            if let Some((name, value)) = self.plain_label(guess.text) {
                let is_guessed = name.is_none();
                let name = name.map_or(guess, |text| PlainName { text, bit: bit(text) });
                match names.earlier(name.text, name.bit, labels) {
                    None if is_guessed => labels.push_guessed(value),
                    None => labels.push_plain(name, value),
                    Some(at) => {
                        let span = Span::new(start, start + name.text.len());
                        names.repeat(at, &mut labels[at], Cow::Borrowed(value), span);
                    }
                }
            } else {
                match self.within(format)? {
                    Within::Label { name, name_span, value } => {
                        match names.earlier(&name, bit(&name), labels) {
                            None => labels.push(name, value),
                            Some(at) => names.repeat(at, &mut labels[at], value, name_span),
                        }
                    }
                    Within::MetricName(name, span) => braces.name_metric(name, span)?,
                    Within::End => return names.checked(labels),
                }
            }
            self.blanks_of(format);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return names.checked(labels);
                }
                // In the Prometheus format the comma between labels may be left out.
                _ if format == Format::PrometheusText => {}
                _ => return Err(Problem::expected("`,` or `}` after the label value", self.text, self.at)),
            }
        }
    }

    fn blanks_of(&mut self, format: Format) {
        if format == Format::PrometheusText {
            self.skip_blanks();
        }
    }

    /// Reads one label, a metric's name in quotes, or the closing brace.
    fn within(&mut self, format: Format) -> Result<Within<'t>, Problem> {
        self.blanks_of(format);
        let start = self.at;
        if self.take(b'}') {
            return Ok(Within::End);
        }
        let is_quoted = self.peek() == Some(b'"');
        let name =
            if is_quoted { self.quoted(LineBreaks::Allowed)? } else { Cow::Borrowed(self.name(Name::Label)) };
        if self.at == start {
            return Err(Problem::expected("a label name or `}`", self.text, start));
        }
        let name_span = Span::new(start, self.at);
        self.blanks_of(format);
        if let Some(b',' | b'}') = self.peek() {
            if is_quoted {
                return Ok(Within::MetricName(name, name_span));
            }
            let name = shown(&name);
            let message = format!("the label {name} has no value; a metric's name stands in quotes here");
            return Err(Problem::new(name_span, message));
        }
        if !self.take(b'=') {
            return Err(Problem::expected("`=` after the label name", self.text, self.at));
        }
        self.blanks_of(format);
        if self.peek() != Some(b'"') {
            return Err(Problem::expected("a label value in double quotes", self.text, self.at));
        }
        let value = self.quoted(match format {
            Format::PrometheusText => LineBreaks::Allowed,
            Format::OpenMetrics => LineBreaks::Refused,
        })?;
        Ok(Within::Label { name, name_span, value })
    }
}

impl<'t> Braces<'_, 't> {
    fn name_metric(&mut self, name: Cow<'t, str>, span: Span) -> Result<(), Problem> {
        match self {
            Self::Exemplar => Err(Problem::new(span, "an exemplar has labels only, no name of a metric")),
            Self::Series(Some(known)) => {
                Err(Problem::new(span, format!("the metric has a name already: {}", shown(known))))
            }
            // Where the lexer expects a name it does not go past NUL.
            Self::Series(_) if name.contains('\0') => {
                Err(Problem::new(span, "the name of a metric cannot hold the character U+0000"))
            }
            Self::Series(slot) => {
                **slot = Some(name);
                Ok(())
            }
        }
    }
}

/// The names of a sample so far. Storage refuses a sample in which one comes twice (tsdb/head_append.go), and with it the
/// scrape; the parser itself does not look. But an empty value removes all labels of its name before that (labels.Builder).
#[derive(Default)]
struct Seen {
    /// A bit for each name: two names with different bits are different.
    bits: u64,
    /// All names and their positions, from the moment that there are many.
    many: Option<HashMap<String, usize, foldhash::fast::RandomState>>,
    /// Positions of labels whose names came again, and where.
    repeated: Vec<(usize, Span)>,
}

/// One bit that stands for a name.
#[inline]
fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let edges = [bytes.first(), bytes.last()].map(|byte| usize::from(byte.copied().unwrap_or_default()));
    1 << ((bytes.len() * 7 + edges[0] * 5 + edges[1]) % 64)
}

/// Up to so many names are compared one by one.
const FEW: usize = 32;

impl Seen {
    /// The position of an earlier label of the same name.
    #[inline]
    fn earlier(&mut self, name: &str, bit: u64, labels: &[Label<'_>]) -> Option<usize> {
        let is_new = self.bits & bit == 0;
        self.bits |= bit;
        if labels.len() > FEW {
            return self.among_many(name, labels);
        }
        if is_new { None } else { labels.iter().position(|label| label.name == name) }
    }

    #[cold]
    fn among_many(&mut self, name: &str, labels: &[Label<'_>]) -> Option<usize> {
        let many = self.many.get_or_insert_default();
        for (at, label) in labels.iter().enumerate().skip(many.len()) {
            many.insert(label.name.clone().into_owned(), at);
        }
        many.get(name).copied()
    }

    /// Notes a label whose name was there before.
    #[cold]
    fn repeat<'t>(&mut self, at: usize, earlier: &mut Label<'t>, value: Cow<'t, str>, span: Span) {
        if value.is_empty() {
            earlier.value = value;
        }
        self.repeated.push((at, span));
    }

    #[inline]
    fn checked(&self, labels: &[Label<'_>]) -> Result<(), Problem> {
        match self.repeated.iter().find(|(at, _)| !labels[*at].value.is_empty()) {
            None => Ok(()),
            Some(&(at, span)) => {
                Err(Problem::new(span, format!("the label {} comes twice", shown(&labels[at].name))))
            }
        }
    }
}
