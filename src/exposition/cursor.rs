//! A place in the text that moves forward, and the small pieces that both formats are made of.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::problem::Problem;
use crate::source::Span;

/// What a name may be made of.
#[derive(Clone, Copy)]
pub(super) enum Name {
    /// `[a-zA-Z_][a-zA-Z0-9_]*`
    Label,
    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`
    Metric,
}

/// Whether a quoted text may hold a line break as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineBreaks {
    /// It may, as textparse's lexers have it.
    Allowed,
    /// It must end on its line.
    Refused,
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const COLON: u8 = 4;

/// What each byte may be in a name.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => LETTER,
            b'0'..=b'9' => DIGIT,
            b':' => COLON,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// The text and how far it is read.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// Quoted texts that begin before this offset must end on their line: a missing quote was found there already.
    pub(super) one_line_before: usize,
    /// Whether a `\r` before a line break belongs to it.
    pub(super) takes_carriage_returns: bool,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, one_line_before: 0, takes_carriage_returns: false }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past a byte, if it is the next one.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Goes past a text, if it is the next one.
    pub(super) fn take_text(&mut self, text: &str) -> bool {
        let is_next = self.text.as_bytes()[self.at..].starts_with(text.as_bytes());
        if is_next {
            self.at += text.len();
        }
        is_next
    }

    /// Goes past blanks and tabs.
    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Whether nothing more is on the line.
    #[inline]
    pub(super) fn is_line_over(&self) -> bool {
        match self.peek() {
            None | Some(b'\n') => true,
            Some(b'\r') => self.takes_carriage_returns && self.is_break(self.at + 1),
            Some(_) => false,
        }
    }

    /// Whether a line break or the text's end is at an offset.
    #[inline]
    pub(super) fn is_break(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_none_or(|&byte| byte == b'\n')
    }

    /// Goes past the line break, if the line is over.
    #[inline]
    pub(super) fn end_line(&mut self) {
        if self.is_line_over() {
            self.take(b'\r');
            self.take(b'\n');
        }
    }

    /// The offset of the line break at or after an offset, or the text's end.
    pub(super) fn line_end(&self, from: usize) -> usize {
        memchr(b'\n', &self.text.as_bytes()[from..]).map_or(self.text.len(), |length| from + length)
    }

    /// The rest of the line, which is gone past; its line break is not.
    pub(super) fn rest_of_line(&mut self) -> &'t str {
        let start = self.at;
        let end = self.line_end(start);
        let rest = &self.text[start..end];
        let rest = if self.takes_carriage_returns { rest.strip_suffix('\r').unwrap_or(rest) } else { rest };
        self.at = start + rest.len();
        rest
    }

    /// A name without quotes; empty where none begins.
    #[inline]
    pub(super) fn name(&mut self, name: Name) -> &'t str {
        let start = self.at;
        let (first, later) = match name {
            Name::Label => (LETTER, LETTER | DIGIT),
            Name::Metric => (LETTER | COLON, LETTER | DIGIT | COLON),
        };
        let bytes = &self.text.as_bytes()[start..];
        if bytes.first().is_some_and(|&byte| CLASSES[usize::from(byte)] & first != 0) {
            let length = bytes.iter().position(|&byte| CLASSES[usize::from(byte)] & later == 0);
            self.at += length.unwrap_or(bytes.len());
        }
        &self.text[start..self.at]
    }

    /// The same, with a name that it may well be; it is one of its kind, or empty.
    #[inline]
    pub(super) fn name_like(&mut self, guess: &'t str, kind: Name) -> &'t str {
        let bytes = &self.text.as_bytes()[self.at..];
        let is_longer = |byte: &u8| CLASSES[usize::from(*byte)] != 0;
        if guess.is_empty()
            || !bytes.starts_with(guess.as_bytes())
            || bytes.get(guess.len()).is_some_and(is_longer)
        {
            return self.name(kind);
        }
        self.at += guess.len();
        guess
    }

    /// A label `name="value"` without blanks, escapes and line breaks; no name where it is the guessed one. Where something
    /// else begins, nothing is gone past.
    #[inline]
    pub(super) fn plain_label(&mut self, guess: &str) -> Option<(Option<&'t str>, &'t str)> {
        let start = self.at;
        let bytes = &self.text.as_bytes()[start..];
        let name = if !guess.is_empty()
            && bytes.starts_with(guess.as_bytes())
            && bytes.get(guess.len()) == Some(&b'=')
        {
            self.at += guess.len();
            None
        } else {
            let name = self.name(Name::Label);
            if name.is_empty() {
                return None;
            }
            Some(name)
        };
        let bytes = &self.text.as_bytes()[self.at..];
        if let Some(rest) = bytes.strip_prefix(b"=\"") {
            let length = plain_length(rest);
            if rest.get(length) == Some(&b'"') {
                let from = self.at + 2;
                self.at = from + length + 1;
                return Some((name, &self.text[from..from + length]));
            }
        }
        self.at = start;
        None
    }

    /// A quoted text that begins here, without its quotes and escapes. Where its closing quote is missing, the cursor
    /// stands where it was looked for last.
    #[inline]
    pub(super) fn quoted(&mut self, breaks: LineBreaks) -> Result<Cow<'t, str>, Problem> {
        let start = self.at + 1;
        let is_one_line = breaks == LineBreaks::Refused || self.at < self.one_line_before;
        let bytes = self.text.as_bytes();
        let mut from = start;
        loop {
            let rest = bytes.get(from..).unwrap_or_default();
            let hit =
                if is_one_line { memchr3(b'"', b'\\', b'\n', rest) } else { memchr2(b'"', b'\\', rest) };
            let end = hit.map_or(self.text.len(), |length| from + length);
            match bytes.get(end) {
                Some(b'"') => {
                    self.at = end + 1;
                    let raw = &self.text[start..end];
                    return Ok(if from == start { Cow::Borrowed(raw) } else { Cow::Owned(unescaped(raw)) });
                }
                Some(b'\\') if bytes.get(end + 1).is_some_and(|&next| next != b'\n') => from = end + 2,
                Some(b'\\') => {
                    self.at = end;
                    let span = Span::new(end, end + 1);
                    return Err(Problem::new(span, "the backslash at the end of the line escapes nothing"));
                }
                _ => {
                    self.at = end;
                    let span = Span::new(start - 1, self.line_end(start - 1));
                    return Err(Problem::new(span, "the quoted text that begins here has no closing quote"));
                }
            }
        }
    }
}

/// How many bytes come before a quote, a backslash or a line break.
///
/// Most values are short, for which eight bytes at once are faster than a call of memchr.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < 32
        && let Some(eight) = bytes[at..].first_chunk::<8>()
    {
        let word = u64::from_le_bytes(*eight);
        let hits = places_of(b'"', word) | places_of(b'\\', word) | places_of(b'\n', word);
        if hits != 0 {
            return at + hits.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = &bytes[at..];
    at + memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len())
}

/// Sets the highest bit of each byte of a word that is the given one. Only the lowest such bit is to be relied on.
#[inline]
fn places_of(byte: u8, word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let different = word ^ (ONES * byte as u64);
    different.wrapping_sub(ONES) & !different & (ONES << 7)
}

/// A text with its escapes resolved: `\\`, `\"` and `\n`; any other backslash stands for itself.
fn unescaped(raw: &str) -> String {
    replaced(raw, |escaped| match escaped {
        b'\\' => Some('\\'),
        b'"' => Some('"'),
        b'n' => Some('\n'),
        _ => None,
    })
}

/// The text of `# HELP` in the Prometheus format, where quotes are not escaped.
pub(super) fn unescaped_help(raw: &str) -> Cow<'_, str> {
    if memchr(b'\\', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(replaced(raw, |escaped| match escaped {
        b'\\' => Some('\\'),
        b'n' => Some('\n'),
        _ => None,
    }))
}

/// The text of `# HELP` in OpenMetrics.
pub(super) fn unescaped_openmetrics_help(raw: &str) -> Cow<'_, str> {
    if memchr(b'\\', raw.as_bytes()).is_none() { Cow::Borrowed(raw) } else { Cow::Owned(unescaped(raw)) }
}

/// Replaces each backslash with the byte after it by what they stand for together, if they stand for something.
fn replaced(raw: &str, meaning: fn(u8) -> Option<char>) -> String {
    let mut result = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        result.push_str(&rest[..at]);
        match rest.as_bytes().get(at + 1).and_then(|&escaped| meaning(escaped)) {
            Some(c) => {
                result.push(c);
                rest = &rest[at + 2..];
            }
            None => {
                result.push('\\');
                rest = &rest[at + 1..];
            }
        }
    }
    result.push_str(rest);
    result
}
