//! What stands in braces: labels, and maybe the metric's name in quotes.

use std::borrow::Cow;

use hashbrown::HashMap;

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

impl<'t> Cursor<'t> {
    /// Reads labels up to the closing brace; the opening one is gone past.
    #[inline]
    pub(super) fn labels(
        &mut self,
        format: Format,
        mut braces: Braces<'_, 't>,
        labels: &mut Vec<Label<'t>>,
    ) -> Result<(), Problem> {
        let blanks = |cursor: &mut Self| {
            if format == Format::PrometheusText {
                cursor.skip_blanks();
            }
        };
        let value_breaks = match format {
            Format::PrometheusText => LineBreaks::Allowed,
            Format::OpenMetrics => LineBreaks::Refused,
        };
        let mut names = Seen::default();
        loop {
            blanks(self);
            let start = self.at;
            let name = self.name(Name::Label);
            let name = if name.is_empty() {
                match self.peek() {
                    Some(b'}') => {
                        self.at += 1;
                        return names.checked(labels);
                    }
                    Some(b'"') => {
                        let name = self.quoted(LineBreaks::Allowed)?;
                        blanks(self);
                        if let Some(closing @ (b',' | b'}')) = self.peek() {
                            self.name_metric(name, start, &mut braces)?;
                            self.at += 1;
                            if closing == b'}' {
                                return names.checked(labels);
                            }
                            continue;
                        }
                        name
                    }
                    _ => return Err(Problem::expected("a label name or `}`", self.text, self.at)),
                }
            } else {
                blanks(self);
                Cow::Borrowed(name)
            };
            if !self.take(b'=') {
                return Err(self.no_equals_sign(start));
            }
            blanks(self);
            if self.peek() != Some(b'"') {
                return Err(Problem::expected("a label value in double quotes", self.text, self.at));
            }
            let span = Span::new(start, self.at - 1);
            let value = self.quoted(value_breaks)?;
            match names.earlier(&name, labels) {
                None => labels.push(Label { name, value }),
                Some(earlier) => names.repeat(earlier, &mut labels[earlier], value, span),
            }
            blanks(self);
            // In the Prometheus format the comma may be left out.
            if !self.take(b',') && format == Format::OpenMetrics && self.peek() != Some(b'}') {
                return Err(Problem::expected("`,` or `}` after the label value", self.text, self.at));
            }
        }
    }

    fn name_metric(
        &self,
        name: Cow<'t, str>,
        start: usize,
        braces: &mut Braces<'_, 't>,
    ) -> Result<(), Problem> {
        let span = Span::new(start, self.at);
        match braces {
            Braces::Exemplar => Err(Problem::new(span, "an exemplar has labels only, no name of a metric")),
            Braces::Series(Some(known)) => {
                Err(Problem::new(span, format!("the metric has a name already: {}", shown(known))))
            }
            // Where the lexer expects a name it does not go past NUL.
            Braces::Series(_) if name.contains('\0') => {
                Err(Problem::new(span, "the name of a metric cannot hold the character U+0000"))
            }
            Braces::Series(slot) => {
                **slot = Some(name);
                Ok(())
            }
        }
    }

    fn no_equals_sign(&self, start: usize) -> Problem {
        let is_name_alone = matches!(self.peek(), Some(b',' | b'}'));
        if is_name_alone && self.text.as_bytes().get(start) != Some(&b'"') {
            let span = Span::new(start, self.at);
            let name = shown(&self.text[span.range()]);
            return Problem::new(
                span,
                format!("the label {name} has no value; a metric's name stands in quotes here"),
            );
        }
        Problem::expected("`=` after the label name", self.text, self.at)
    }
}

/// The names of a sample so far. Storage refuses a sample in which one comes twice (tsdb/head_append.go), and with it the
/// scrape; the parser itself does not look. But an empty value removes all labels of its name before that (labels.Builder).
#[derive(Default)]
struct Seen {
    /// A bit for each name: two names with different bits are different.
    bits: u64,
    /// All names and their positions, from the moment that there are many.
    many: HashMap<String, usize, foldhash::fast::RandomState>,
    /// Positions of labels whose names came again, and where.
    repeated: Vec<(usize, Span)>,
}

/// Up to so many names are compared one by one.
const FEW: usize = 32;

impl Seen {
    /// The position of an earlier label of the same name.
    #[inline]
    fn earlier(&mut self, name: &str, labels: &[Label<'_>]) -> Option<usize> {
        let bytes = name.as_bytes();
        let edges = [bytes.first(), bytes.last()].map(|byte| usize::from(byte.copied().unwrap_or_default()));
        let bit = 1 << ((bytes.len() * 7 + edges[0] * 5 + edges[1]) % 64);
        let is_new = self.bits & bit == 0;
        self.bits |= bit;
        if labels.len() > FEW {
            return self.among_many(name, labels);
        }
        if is_new { None } else { labels.iter().position(|label| label.name == name) }
    }

    #[cold]
    fn among_many(&mut self, name: &str, labels: &[Label<'_>]) -> Option<usize> {
        for (at, label) in labels.iter().enumerate().skip(self.many.len()) {
            self.many.insert(label.name.clone().into_owned(), at);
        }
        self.many.get(name).copied()
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
