//! Text, where it came from, and places in it.

use std::ops::Range;

/// A half-open range of byte offsets into a source's text.
///
/// `u32` keeps trees small; sources are capped well below 4 GiB before they get here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The span as a range that can index text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Where a text came from, and the text itself (UTF-8, a leading byte-order mark kept).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it, `-` or the given name for standard input.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// A source of the given name and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// A line and a column, both counted from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The offsets at which the lines of a text begin, for looking up many positions quickly.
///
/// ```
/// use scrapelint::source::LineIndex;
/// let index = LineIndex::new("a: 1\nbé: 2\n");
/// let place = index.position("a: 1\nbé: 2\n", 8);
/// assert_eq!((place.line, place.column), (2, 3));
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes a text. A line ends at `\n`; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Self { starts }
    }

    /// The number of the line, from 0, that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// How many lines there are; a text that ends in a newline has an empty last line.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The offset of the first byte of line `line` (from 0), or of the text's end past the last line.
    pub fn line_start(&self, text: &str, line: usize) -> usize {
        self.starts.get(line).map_or(text.len(), |&start| start as usize)
    }

    /// The text of line `line` (from 0) without its line ending.
    pub fn line_text<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let range = self.line_start(text, line)..self.line_start(text, line + 1);
        let line = text.get(range).unwrap_or("");
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// Line and column of a byte offset; an offset past the end is taken as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.line(offset);
        let start = self.starts[line] as usize;
        // A byte-order mark takes no column: editors do not show it.
        let before = text[start..offset].strip_prefix('\u{feff}').unwrap_or(&text[start..offset]);
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}
