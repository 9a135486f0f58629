//! The short way for plain block YAML, which is what nearly all configurations are written in.
//!
//! It reads block lists and mappings, scalars and flow collections of one line, and comments, and gives up on everything
//! else: anchors, tags, block scalars, text of several lines, tabs, a second document, anything that looks wrong. What it
//! gives up on goes the long way. What it accepts, it must read as the long way does, to the last place: the tests hold
//! one against the other.

use super::node::{Children, Kind};
use super::parse::Builder;
use crate::source::Span;
use granit_parser::ScalarStyle;

/// Levels from which the long way decides.
const MAX_LEVELS: usize = 60;
/// Bytes from which a key is no longer one to libyaml (1024) with room for its quotes.
const MAX_KEY: usize = 1_000;

/// Reads a text into a builder that is new. If it does not, the builder is of no more use.
pub(super) fn read(builder: &mut Builder<'_>) -> bool {
    let text = builder.text().as_bytes();
    let is_plain = text.iter().all(|&byte| (0x20..0x7F).contains(&byte) || byte == b'\n');
    is_plain && Reader { text, at: 0, levels: Vec::new(), builder }.document().is_some()
}

/// A block collection whose end has not been seen.
struct Level {
    /// The column of its keys or dashes.
    column: usize,
    is_list: bool,
    /// Where a value is still to come: behind the colon or the dash.
    waiting: Option<usize>,
}

struct Reader<'b, 's> {
    text: &'s [u8],
    at: usize,
    levels: Vec<Level>,
    builder: &'b mut Builder<'s>,
}

impl Reader<'_, '_> {
    /// `None` is for giving up, here and below.
    fn document(&mut self) -> Option<()> {
        let mut may_start = true;
        while self.at < self.text.len() {
            let start = self.at;
            let column = self.skip_blanks();
            match self.peek() {
                None => break,
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.comment(),
                Some(b'-') if column == 0 && self.text[start..].starts_with(b"---") => {
                    // A marker before everything else is no more than that.
                    let is_bare = may_start && self.text.get(start + 3).is_none_or(|&byte| byte == b'\n');
                    if !is_bare {
                        return None;
                    }
                    may_start = false;
                    self.at += 3;
                }
                Some(b'.') if column == 0 && self.text[start..].starts_with(b"...") => return None,
                Some(_) => {
                    may_start = false;
                    self.line(column)?;
                }
            }
        }
        self.close_above(None)?;
        self.builder.has_root().then_some(())
    }

    /// A line with content, up to its end.
    fn line(&mut self, mut column: usize) -> Option<()> {
        self.place(column)?;
        while self.peek()? == b'-' && self.is_blank(self.at + 1) {
            self.open(column, true)?;
            self.at += 1;
            self.waits(self.at);
            column += 1 + self.skip_blanks();
            if self.ends_line() {
                return self.end_line();
            }
        }
        let start = self.at;
        let (style, end) = self.scalar_at(start)?;
        if let Some(end) = end.filter(|&end| self.text.get(end) == Some(&b':') && self.is_blank(end + 1)) {
            if end - start > MAX_KEY {
                return None;
            }
            self.open(column, false)?;
            self.scalar(style, start, end)?;
            self.waits(end);
            self.at = end + 1;
            self.skip_blanks();
            if self.ends_line() {
                return self.end_line();
            }
        }
        self.value()?;
        self.end_line()
    }

    /// Closes what a line of this column is not part of.
    fn place(&mut self, column: usize) -> Option<()> {
        let is_dash = self.peek()? == b'-' && self.is_blank(self.at + 1);
        let Some(top) = self.levels.last() else {
            return (!self.builder.has_root()).then_some(());
        };
        let takes_value = column > top.column || (column == top.column && is_dash && !top.is_list);
        if top.waiting.is_some() && takes_value {
            return Some(());
        }
        self.close_above(Some(column))?;
        if self.levels.last().is_some_and(|top| top.is_list && top.column == column && !is_dash) {
            // A list in the column of its key ends where a key stands.
            self.close()?;
        }
        let top = self.levels.last()?;
        (top.column == column && top.is_list == is_dash).then_some(())?;
        self.fill()
    }

    fn close_above(&mut self, column: Option<usize>) -> Option<()> {
        while self.levels.last().is_some_and(|top| column.is_none_or(|column| top.column > column)) {
            self.close()?;
        }
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        self.fill()?;
        self.levels.pop();
        self.builder.end(0);
        Some(())
    }

    /// Gives the key that waits for a value an empty one. Where an empty item stands, the long way has to say.
    fn fill(&mut self) -> Option<()> {
        let top = self.levels.last_mut()?;
        if let Some(at) = top.waiting.take() {
            if top.is_list {
                return None;
            }
            self.builder.scalar("", ScalarStyle::Plain, at..at, None, None);
        }
        Some(())
    }

    /// Makes sure that the innermost collection is one of this column and kind.
    fn open(&mut self, column: usize, is_list: bool) -> Option<()> {
        if self.levels.last().is_some_and(|top| top.column == column && top.is_list == is_list) {
            return Some(());
        }
        if self.levels.len() >= MAX_LEVELS {
            return None;
        }
        if let Some(top) = self.levels.last_mut() {
            top.waiting.take()?;
        }
        let children = Children { first: 0, count: 0 };
        let flow = false;
        let kind = if is_list { Kind::Sequence { flow, children } } else { Kind::Mapping { flow, children } };
        self.builder.begin(kind, self.at, None, None);
        self.levels.push(Level { column, is_list, waiting: None });
        Some(())
    }

    fn waits(&mut self, at: usize) {
        if let Some(top) = self.levels.last_mut() {
            top.waiting = Some(at);
        }
    }

    /// The value of the key or item that waits for one, on this line.
    fn value(&mut self) -> Option<()> {
        self.levels.last_mut()?.waiting.take()?;
        if matches!(self.peek()?, b'[' | b'{') {
            return self.flow(0);
        }
        let start = self.at;
        let (style, end) = self.scalar_at(start)?;
        let end = end?;
        // A colon here would make a key of what cannot be one.
        if self.text.get(end) == Some(&b':') {
            return None;
        }
        self.scalar(style, start, end)?;
        self.at = end;
        Some(())
    }

    /// The style of the scalar at an offset and where it ends; nothing as its end for a flow collection.
    fn scalar_at(&self, start: usize) -> Option<(ScalarStyle, Option<usize>)> {
        match *self.text.get(start)? {
            b'\'' => Some((ScalarStyle::SingleQuoted, Some(self.single_quoted(start)?))),
            b'"' => Some((ScalarStyle::DoubleQuoted, Some(self.double_quoted(start)?))),
            b'[' | b'{' => Some((ScalarStyle::Plain, None)),
            _ => Some((ScalarStyle::Plain, Some(self.plain(start)?))),
        }
    }

    /// The end of a plain scalar of a block collection: before `: `, ` #` or the end of the line.
    fn plain(&self, start: usize) -> Option<usize> {
        self.check_first(start)?;
        let mut end = start;
        let mut at = start;
        loop {
            match self.text.get(at) {
                None | Some(b'\n') => return Some(end),
                Some(b' ') => {
                    if self.text.get(at + 1) == Some(&b'#') {
                        return Some(end);
                    }
                }
                Some(b':') if self.is_blank(at + 1) => {
                    // `key :` is left to the long way.
                    return (end == at).then_some(end);
                }
                Some(_) => end = at + 1,
            }
            at += 1;
        }
    }

    /// Whether a plain scalar may begin here, without a doubt.
    fn check_first(&self, start: usize) -> Option<()> {
        let first = *self.text.get(start)?;
        let is_doubtful = match first {
            b'-' => self.is_blank(start + 1) || matches!(self.text.get(start + 1), Some(b',' | b']' | b'}')),
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => false,
            b'_' | b'/' | b'.' | b'$' | b'(' | b'^' | b'\\' | b'+' | b'~' | b'<' | b')' | b';' => false,
            _ => true,
        };
        (!is_doubtful).then_some(())
    }

    /// The end of `'…'` on this line.
    fn single_quoted(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.text.get(at)? {
                b'\n' => return None,
                b'\'' if self.text.get(at + 1) == Some(&b'\'') => at += 2,
                b'\'' => return Some(at + 1),
                _ => at += 1,
            }
        }
    }

    /// The end of `"…"` on this line.
    fn double_quoted(&self, start: usize) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.text.get(at)? {
                b'\n' => return None,
                b'\\' if matches!(self.text.get(at + 1), Some(b'\\' | b'"' | b'n' | b't')) => at += 2,
                b'\\' => return None,
                b'"' => return Some(at + 1),
                _ => at += 1,
            }
        }
    }

    fn scalar(&mut self, style: ScalarStyle, start: usize, end: usize) -> Option<()> {
        let written = std::str::from_utf8(&self.text[start..end]).ok()?;
        let value = match style {
            ScalarStyle::SingleQuoted => written[1..written.len() - 1].replace("''", "'"),
            ScalarStyle::DoubleQuoted => unescaped(&written[1..written.len() - 1]),
            _ => {
                self.builder.scalar(written, style, start..end, None, None);
                return Some(());
            }
        };
        self.builder.scalar(&value, style, start..end, None, None);
        Some(())
    }

    /// A flow collection that ends on this line.
    fn flow(&mut self, depth: usize) -> Option<()> {
        if self.levels.len() + depth >= MAX_LEVELS {
            return None;
        }
        let is_list = self.peek()? == b'[';
        let children = Children { first: 0, count: 0 };
        let kind = if is_list {
            Kind::Sequence { flow: true, children }
        } else {
            Kind::Mapping { flow: true, children }
        };
        self.builder.begin(kind, self.at, None, None);
        self.at += 1;
        self.skip_blanks();
        let close = if is_list { b']' } else { b'}' };
        if self.peek()? == close {
            return self.end_flow();
        }
        loop {
            if !is_list {
                let (style, end) = self.flow_scalar_at(self.at)?;
                if self.text.get(end) != Some(&b':')
                    || self.text.get(end + 1) != Some(&b' ')
                    || end - self.at > MAX_KEY
                {
                    return None;
                }
                self.scalar(style, self.at, end)?;
                self.at = end + 1;
                self.skip_blanks();
            }
            if matches!(self.peek()?, b'[' | b'{') {
                self.flow(depth + 1)?;
            } else {
                let (style, end) = self.flow_scalar_at(self.at)?;
                self.scalar(style, self.at, end)?;
                self.at = end;
            }
            self.skip_blanks();
            match self.peek()? {
                byte if byte == close => return self.end_flow(),
                b',' => self.at += 1,
                _ => return None,
            }
            // A comma before the end is left to the long way, as is one with nothing behind it.
            if self.skip_blanks() == 0 && self.peek()? == b',' {
                return None;
            }
        }
    }

    fn end_flow(&mut self) -> Option<()> {
        self.at += 1;
        self.builder.end(self.at);
        // `[a]: b` and `[a]b` are left to the long way.
        matches!(self.peek(), None | Some(b' ' | b'\n' | b',' | b']' | b'}')).then_some(())
    }

    fn flow_scalar_at(&self, start: usize) -> Option<(ScalarStyle, usize)> {
        match *self.text.get(start)? {
            b'\'' => Some((ScalarStyle::SingleQuoted, self.single_quoted(start)?)),
            b'"' => Some((ScalarStyle::DoubleQuoted, self.double_quoted(start)?)),
            _ => Some((ScalarStyle::Plain, self.flow_plain(start)?)),
        }
    }

    fn flow_plain(&self, start: usize) -> Option<usize> {
        self.check_first(start)?;
        let mut end = start;
        let mut at = start;
        loop {
            match self.text.get(at)? {
                b'\n' | b'[' | b'{' | b'?' => return None,
                b',' | b']' | b'}' => return Some(end),
                b' ' if self.text.get(at + 1) == Some(&b'#') => return None,
                b' ' => {}
                b':' if matches!(
                    self.text.get(at + 1),
                    None | Some(b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')
                ) =>
                {
                    return (end == at).then_some(end);
                }
                _ => end = at + 1,
            }
            at += 1;
        }
    }

    /// What may follow a value on its line: blanks and a comment.
    fn end_line(&mut self) -> Option<()> {
        let blanks = self.skip_blanks();
        match self.peek() {
            None => Some(()),
            Some(b'\n') => {
                self.at += 1;
                Some(())
            }
            Some(b'#') if blanks > 0 || self.text[self.at - 1] == b' ' => {
                self.comment();
                Some(())
            }
            Some(_) => None,
        }
    }

    fn comment(&mut self) {
        let end =
            memchr::memchr(b'\n', &self.text[self.at..]).map_or(self.text.len(), |length| self.at + length);
        self.builder.comment(Span::new(self.at, end));
        self.at = end;
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Skips blanks and gives how many there were.
    fn skip_blanks(&mut self) -> usize {
        let start = self.at;
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        self.at - start
    }

    fn ends_line(&self) -> bool {
        matches!(self.peek(), None | Some(b'\n' | b'#'))
    }

    fn is_blank(&self, at: usize) -> bool {
        matches!(self.text.get(at), None | Some(b' ' | b'\n'))
    }
}

/// The text of `"…"` with the few escapes that [`Reader::double_quoted`] lets through.
fn unescaped(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            },
            c => c,
        });
    }
    text
}
