//! A series with its value: one line, unless a quoted text holds a line break.

use std::borrow::Cow;

use super::braces::Braces;
use super::buffer::{LabelBuffer, METRIC_NAME};
use super::cursor::{Cursor, Name};
use super::float;
use super::format::Format;
use super::problem::{Problem, shown};
use crate::source::Span;

/// A sample without its labels, which are in buffers.
pub(super) struct Line<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) value: f64,
    pub(super) value_text: &'t str,
    pub(super) timestamp: Option<i64>,
    pub(super) exemplar: Option<Example>,
}

/// An exemplar without its labels.
pub(super) struct Example {
    pub(super) value: f64,
    pub(super) timestamp: Option<i64>,
}

/// Where labels are read to.
#[derive(Default)]
pub(super) struct Buffers<'t> {
    /// The name of the sample before, where it stood without quotes: often that of the next.
    metric: &'t str,
    pub(super) labels: LabelBuffer<'t>,
    pub(super) exemplar: LabelBuffer<'t>,
}

impl<'t> Cursor<'t> {
    /// Reads a sample up to the line break behind it; blanks before it are gone past.
    ///
    /// `start` is where the name begins: Prometheus takes blanks before it for a part of it.
    #[inline]
    pub(super) fn sample(
        &mut self,
        format: Format,
        start: usize,
        buffers: &mut Buffers<'t>,
    ) -> Result<Line<'t>, Problem> {
        buffers.labels.clear();
        buffers.exemplar.clear();
        let name = self.name_like(buffers.metric, Name::Metric);
        buffers.metric = name;
        let mut metric = (!name.is_empty()).then(|| Cow::Borrowed(&self.text[start..self.at]));
        if metric.is_some() && format == Format::PrometheusText {
            self.skip_blanks();
        }
        if self.take(b'{') {
            self.labels(format, Braces::Series(&mut metric), &mut buffers.labels)?;
        }
        let Some(name) = metric else {
            return Err(self.nameless(start));
        };
        if buffers.labels.has_metric_name()
            && let Some(known) = buffers.labels.iter().find(|label| label.name == METRIC_NAME)
        {
            let message = format!("the metric has two names: {} and {}", shown(&name), shown(&known.value));
            return Err(Problem::new(Span::new(start, self.at), message));
        }
        match format {
            Format::PrometheusText => self.prometheus_value(name),
            Format::OpenMetrics => self.openmetrics_value(name, buffers),
        }
    }

    fn nameless(&self, start: usize) -> Problem {
        if self.at == start && self.peek() == Some(b'\n') {
            return Problem::new(Span::at(start), "OpenMetrics has no empty lines");
        }
        if self.at == start {
            return Problem::expected("a metric's name, `{` or `#`", self.text, start);
        }
        let span = Span::new(start, self.at);
        Problem::new(span, "the series has no name: it stands before `{`, or in quotes within the braces")
    }

    #[inline]
    fn prometheus_value(&mut self, name: Cow<'t, str>) -> Result<Line<'t>, Problem> {
        self.skip_blanks();
        let value_text = self.word(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'{'));
        let value = self.number("a value after the metric", value_text)?;
        self.skip_blanks();
        let mut timestamp = None;
        if let Some(b'0'..=b'9') = self.peek() {
            let digits = self.word(|byte| !byte.is_ascii_digit());
            let Ok(milliseconds) = digits.parse() else {
                let span = Span::new(self.at - digits.len(), self.at);
                return Err(Problem::new(span, format!("the timestamp {} is too large", shown(digits))));
            };
            timestamp = Some(milliseconds);
            self.skip_blanks();
        }
        if self.is_line_over() {
            return Ok(Line { name, value, value_text, timestamp, exemplar: None });
        }
        let what = match timestamp {
            None if self.peek() == Some(b'#') => {
                "a timestamp or the end of the line (only OpenMetrics has exemplars)"
            }
            None => "a timestamp in whole milliseconds or the end of the line",
            Some(_) => "the end of the line after the timestamp",
        };
        Err(Problem::expected(what, self.text, self.at))
    }

    fn openmetrics_value(
        &mut self,
        name: Cow<'t, str>,
        buffers: &mut Buffers<'t>,
    ) -> Result<Line<'t>, Problem> {
        let (value, value_text) = self.openmetrics_number("one blank and a value after the metric")?;
        let mut line = Line { name, value, value_text, timestamp: None, exemplar: None };
        if self.peek() == Some(b' ') && !self.is_at_exemplar() {
            line.timestamp = Some(self.openmetrics_timestamp()?);
        }
        if self.is_at_exemplar() {
            self.at += " # {".len();
            self.labels(Format::OpenMetrics, Braces::Exemplar, &mut buffers.exemplar)?;
            let (value, _) = self.openmetrics_number("one blank and a value after the exemplar's labels")?;
            let timestamp =
                if self.peek() == Some(b' ') { Some(self.openmetrics_timestamp()?) } else { None };
            line.exemplar = Some(Example { value, timestamp });
        }
        if self.is_line_over() {
            return Ok(line);
        }
        Err(Problem::expected("the end of the line", self.text, self.at))
    }

    fn is_at_exemplar(&self) -> bool {
        self.text.as_bytes()[self.at..].starts_with(b" # {")
    }

    fn openmetrics_number(&mut self, what: &str) -> Result<(f64, &'t str), Problem> {
        if !self.take(b' ') {
            return Err(Problem::expected(what, self.text, self.at));
        }
        let text = self.word(|byte| matches!(byte, b' ' | b'\n'));
        Ok((self.number(what, text)?, text))
    }

    /// A time in seconds, as milliseconds.
    fn openmetrics_timestamp(&mut self) -> Result<i64, Problem> {
        let (seconds, text) = self.openmetrics_number("a timestamp in seconds")?;
        if seconds.is_finite() {
            return Ok((seconds * 1000.0) as i64);
        }
        let span = Span::new(self.at - text.len(), self.at);
        Err(Problem::new(span, format!("{} is no time", shown(text))))
    }

    /// The bytes up to one of those that end a word, which is not gone past, nor a `\r` that ends the line.
    #[inline]
    fn word(&mut self, ends: impl Fn(u8) -> bool) -> &'t str {
        let start = self.at;
        let bytes = &self.text.as_bytes()[start..];
        let mut end = start + bytes.iter().position(|&byte| ends(byte)).unwrap_or(bytes.len());
        if self.takes_carriage_returns && self.is_break(end) && bytes[..end - start].ends_with(b"\r") {
            end -= 1;
        }
        self.at = end;
        &self.text[start..end]
    }

    /// The number that a word is; the word was just read.
    #[inline]
    fn number(&self, what: &str, word: &str) -> Result<f64, Problem> {
        if word.is_empty() {
            return Err(Problem::expected(what, self.text, self.at));
        }
        float::parse(word).map_err(|complaint| {
            let span = Span::new(self.at - word.len(), self.at);
            Problem::new(span, format!("{} {complaint}", shown(word)))
        })
    }
}
