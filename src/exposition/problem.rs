//! What is wrong with a text, and where.

use std::fmt;

use crate::source::{LineIndex, Span};

/// What becomes of a text with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Prometheus refuses the whole scrape, and what the place holds is left out here.
    Refused,
    /// Prometheus refuses the whole scrape; here it is read as it was likely meant.
    Mended,
    /// Prometheus takes it, but hardly as it was meant.
    Surprising,
}

/// A place in a text where something else was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in the text that was read.
    pub span: Span,
    /// What was expected, and what is there, in one line.
    pub message: String,
    /// What becomes of the text.
    pub outcome: Outcome,
}

impl Problem {
    /// A problem for which Prometheus refuses the scrape.
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), outcome: Outcome::Refused }
    }

    /// Something else than expected at an offset; the place is the one character there.
    pub(super) fn expected(what: &str, text: &str, at: usize) -> Self {
        let found = text.get(at..).and_then(|rest| rest.chars().next());
        let message = match found {
            None => format!("expected {what}, found the end of the text"),
            Some('\n') => format!("expected {what}, found the end of the line"),
            Some(' ') => format!("expected {what}, found a blank"),
            Some('`') => format!("expected {what}, found a backquote"),
            Some(c) if c.is_control() => format!("expected {what}, found the character U+{:04X}", c as u32),
            Some(c) => format!("expected {what}, found `{c}`"),
        };
        let width = found.filter(|&c| c != '\n').map_or(0, char::len_utf8);
        Self::new(Span::new(at.min(text.len()), at.min(text.len()) + width), message)
    }

    /// What is wrong, behind the number of its line.
    ///
    /// ```
    /// use scrapelint::exposition::{Entry, Exposition};
    /// use scrapelint::source::LineIndex;
    ///
    /// let text = "up 1\nup x\n";
    /// let mut exposition = Exposition::new(text);
    /// exposition.next_entry();
    /// let Some(Entry::Problem(problem)) = exposition.next_entry() else { panic!("no number") };
    /// assert_eq!(problem.with_line(&LineIndex::new(text)), "line 2: `x` is not a number");
    /// ```
    pub fn with_line(&self, lines: &LineIndex) -> String {
        format!("line {}: {self}", lines.line(self.span.start as usize) + 1)
    }

    /// The same with another outcome.
    pub(super) fn with_outcome(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// A piece of the text for a message: in backquotes, and not longer than a reader would want.
pub(super) fn shown(piece: &str) -> String {
    const LONGEST: usize = 40;
    if piece.chars().nth(LONGEST).is_none() {
        return format!("`{}`", piece.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"));
    }
    let start: String = piece.chars().take(LONGEST).collect();
    format!("`{}…`", start.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"))
}
