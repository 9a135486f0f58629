//! The reader of a whole text.

use super::bounds::{BucketBounds, Normalizer};
use super::cursor::Cursor;
use super::entry::{Entry, Exemplar, Family, Kind, Sample};
use super::format::Format;
use super::meta::Meta;
use super::problem::{Outcome, Problem};
use super::sample::{Buffers, Line};
use crate::source::Span;

/// A text of a scrape, read statement by statement. Time and memory are linear in its length.
pub struct Exposition<'t> {
    cursor: Cursor<'t>,
    format: Format,
    buffers: Buffers<'t>,
    family: Option<Family<'t>>,
    bounds: BucketBounds,
    normalizer: Normalizer<'t>,
    /// Whether `# EOF` was read.
    is_over: bool,
    told: Told,
}

/// Whether anything in a text is a sample; without one it is no scrape.
pub fn has_samples(text: &str) -> bool {
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        if matches!(entry, Entry::Sample(_)) {
            return true;
        }
    }
    false
}

/// What is said once for the whole text.
#[derive(Default)]
struct Told {
    leading_blank: bool,
    after_eof: bool,
    missing_eof: bool,
}

/// What was read; labels are in the buffers.
enum Found<'t> {
    Meta(Meta<'t>),
    Sample(Line<'t>, Span),
}

impl<'t> Exposition<'t> {
    /// Reads a text in the format that it seems to be in.
    pub fn new(text: &'t str) -> Self {
        Self::in_format(text, Format::guess(text))
    }

    /// Reads a text in a format that is known.
    pub fn in_format(text: &'t str, format: Format) -> Self {
        Self {
            cursor: Cursor::new(text),
            format,
            buffers: Buffers::default(),
            family: None,
            bounds: BucketBounds::default(),
            normalizer: Normalizer::default(),
            is_over: false,
            told: Told::default(),
        }
    }

    /// The same with other bounds of buckets.
    #[must_use]
    pub fn with_bounds(self, bounds: BucketBounds) -> Self {
        Self { bounds, ..self }
    }

    /// The format that the text is read in.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The next statement; nothing at the text's end. Comments and empty lines are passed over.
    pub fn next_entry(&mut self) -> Option<Entry<'t, '_>> {
        let found = match self.next_found()? {
            Ok(found) => found,
            Err(problem) => return Some(Entry::Problem(problem)),
        };
        Some(match found {
            Found::Sample(line, span) => Entry::Sample(self.sample(line, span)),
            Found::Meta(Meta::Type(family)) => Entry::Type(family),
            Found::Meta(Meta::Help { name, text }) => Entry::Help { name, text },
            Found::Meta(Meta::Unit { name, unit }) => Entry::Unit { name, unit },
            Found::Meta(Meta::Eof | Meta::Comment) => Entry::Eof,
        })
    }

    fn sample(&self, line: Line<'t>, span: Span) -> Sample<'t, '_> {
        let exemplar = line.exemplar.map(|example| Exemplar {
            labels: &self.buffers.exemplar,
            value: example.value,
            timestamp: example.timestamp,
        });
        Sample {
            name: line.name,
            labels: &self.buffers.labels,
            value: line.value,
            value_text: line.value_text,
            timestamp: line.timestamp,
            exemplar,
            family: self.family.as_ref(),
            span,
        }
    }

    fn next_found(&mut self) -> Option<Result<Found<'t>, Problem>> {
        loop {
            let start = self.cursor.at;
            if let Some(problem) = self.before_statement(start) {
                return Some(Err(problem));
            }
            let found = match self.cursor.peek() {
                None => return self.missing_eof().map(Err),
                _ if self.format == Format::PrometheusText && self.cursor.is_line_over() => {
                    self.cursor.end_line();
                    continue;
                }
                Some(b'#') => self.cursor.meta(self.format).map(Found::Meta),
                _ => self.line(start),
            };
            match found {
                Ok(found) => {
                    self.cursor.end_line();
                    if !matches!(found, Found::Meta(Meta::Comment)) {
                        return Some(Ok(self.noted(found)));
                    }
                }
                Err(problem) => {
                    if let Some(problem) = self.recover(start, problem) {
                        return Some(Err(problem));
                    }
                }
            }
        }
    }

    fn line(&mut self, start: usize) -> Result<Found<'t>, Problem> {
        let line = self.cursor.sample(self.format, start, &mut self.buffers)?;
        Ok(Found::Sample(line, Span::new(start, self.cursor.at)))
    }

    /// Goes past blanks; says what is wrong with what stands between statements.
    #[inline]
    fn before_statement(&mut self, start: usize) -> Option<Problem> {
        if start == 0 && self.cursor.take_text(BYTE_ORDER_MARK) {
            let problem =
                Problem::new(Span::new(0, self.cursor.at), "the text begins with a byte-order mark");
            return Some(problem.with_outcome(Outcome::Mended));
        }
        if self.is_over && !self.told.after_eof {
            self.told.after_eof = true;
            return self.after_eof(start);
        }
        if self.format == Format::OpenMetrics {
            return None;
        }
        self.cursor.skip_blanks();
        match self.cursor.peek() {
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':')
                if self.cursor.at != start && !self.told.leading_blank =>
            {
                self.told.leading_blank = true;
                let span = Span::new(start, self.cursor.at);
                self.cursor.at = start;
                let message = "blanks before a metric's name become a part of the name";
                Some(Problem::new(span, message).with_outcome(Outcome::Surprising))
            }
            // promlex.l takes it for the end of the text.
            Some(0) => {
                let span = Span::new(self.cursor.at, self.cursor.at + 1);
                self.cursor.at = self.cursor.text.len();
                let message = "Prometheus stops reading at the character U+0000 and drops what follows";
                Some(Problem::new(span, message).with_outcome(Outcome::Surprising))
            }
            _ => None,
        }
    }

    fn after_eof(&mut self, start: usize) -> Option<Problem> {
        self.cursor.peek()?;
        let span = Span::new(start, self.cursor.line_end(start));
        if self.cursor.text[start..].trim().is_empty() {
            self.cursor.at = self.cursor.text.len();
        }
        Some(Problem::new(span, "nothing may follow `# EOF`").with_outcome(Outcome::Mended))
    }

    fn missing_eof(&mut self) -> Option<Problem> {
        if self.format != Format::OpenMetrics || self.is_over || self.told.missing_eof {
            return None;
        }
        self.told.missing_eof = true;
        let message = "an OpenMetrics text ends with a line `# EOF`; this one may have been cut off";
        Some(Problem::new(Span::at(self.cursor.text.len()), message).with_outcome(Outcome::Mended))
    }

    /// Keeps what later statements depend on.
    #[inline]
    fn noted(&mut self, found: Found<'t>) -> Found<'t> {
        match &found {
            Found::Sample(..) if self.bounds == BucketBounds::Normalized => {
                let kind = self.family.as_ref().map_or(Kind::Unknown, |family| family.kind);
                self.normalizer.normalize(&mut self.buffers.labels, kind);
            }
            Found::Meta(Meta::Type(family)) => self.family = Some(family.clone()),
            Found::Meta(Meta::Eof) => self.is_over = true,
            _ => {}
        }
        found
    }

    /// Goes on behind a statement that could not be read. Nothing is returned where it is to be read again.
    ///
    /// A missing quote swallows text up to the next one, maybe lines later. So what spans lines and is wrong is read again
    /// with quoted texts held to their lines, which finds the quote and the following lines. Each line is read twice at most.
    fn recover(&mut self, start: usize, problem: Problem) -> Option<Problem> {
        let reached = self.cursor.at;
        let line_end = self.cursor.line_end(start);
        self.cursor.at = start;
        if reached > line_end && start >= self.cursor.one_line_before {
            self.cursor.one_line_before = reached;
            return None;
        }
        let ends_in_return = self.cursor.text[start..line_end].ends_with('\r');
        if ends_in_return && !self.cursor.takes_carriage_returns {
            self.cursor.takes_carriage_returns = true;
            let span = Span::new(line_end - 1, line_end);
            let message =
                "lines end in a carriage return and a line feed; Prometheus wants a line feed alone";
            return Some(Problem::new(span, message).with_outcome(Outcome::Mended));
        }
        self.cursor.at = line_end;
        self.cursor.take(b'\n');
        Some(problem)
    }
}

const BYTE_ORDER_MARK: &str = "\u{feff}";
