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

/// How a file's text is written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    Utf8,
    /// UTF-16, least significant byte first, with a byte-order mark.
    Utf16Le,
    /// UTF-16, most significant byte first, with a byte-order mark.
    Utf16Be,
}

/// Bytes that are no text in the file's encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// Where, in the text with a replacement character in their place.
    pub span: Span,
    /// What libyaml says of them.
    pub problem: &'static str,
}

/// Where a text came from, and the text itself (UTF-8, a leading byte-order mark kept).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it, `-` or the given name for standard input.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// How it is written as bytes.
    pub encoding: Encoding,
    /// The first bytes that are no text.
    pub not_text: Option<NotText>,
}

impl Source {
    /// A source of the given name and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), ..Self::default() }
    }

    /// Reads bytes as go-yaml does: UTF-16 with a byte-order mark, else UTF-8. What is no text becomes U+FFFD.
    pub fn decode(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        match bytes.get(..2) {
            Some([0xFF, 0xFE]) => Self::decode_utf16(path, &bytes, Encoding::Utf16Le, u16::from_le_bytes),
            Some([0xFE, 0xFF]) => Self::decode_utf16(path, &bytes, Encoding::Utf16Be, u16::from_be_bytes),
            _ => Self::decode_utf8(path, bytes),
        }
    }

    fn decode_utf8(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Self::new(path, text),
            Err(error) => error,
        };
        let at = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let problem = match bytes[at] {
            0xC0..=0xDF if at + 2 > bytes.len() => "incomplete UTF-8 octet sequence",
            0xE0..=0xEF if at + 3 > bytes.len() => "incomplete UTF-8 octet sequence",
            0xF0..=0xF7 if at + 4 > bytes.len() => "incomplete UTF-8 octet sequence",
            0xC0..=0xF7 if !(0x80..0xC0).contains(&bytes[at + 1]) => "invalid trailing UTF-8 octet",
            0xC0..=0xC1 => "invalid length of a UTF-8 sequence",
            0xE0..=0xF7 => "invalid Unicode character",
            _ => "invalid leading UTF-8 octet",
        };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let not_text = Some(NotText { span: Span::new(at, at + 3), problem });
        Self { not_text, ..Self::new(path, text) }
    }

    fn decode_utf16(
        path: impl Into<String>,
        bytes: &[u8],
        encoding: Encoding,
        unit: fn([u8; 2]) -> u16,
    ) -> Self {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut text = String::with_capacity(bytes.len() / 2);
        let mut not_text = None;
        for c in char::decode_utf16(units) {
            if c.is_err() && not_text.is_none() {
                let span = Span::new(text.len(), text.len() + 3);
                not_text = Some(NotText { span, problem: "unexpected low surrogate area" });
            }
            text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if !bytes.len().is_multiple_of(2) && not_text.is_none() {
            not_text = Some(NotText { span: Span::at(text.len()), problem: "incomplete UTF-16 character" });
        }
        Self { encoding, not_text, ..Self::new(path, text) }
    }

    /// Text as the bytes that a file in this encoding has. The byte-order mark is part of the text.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        match self.encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
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
    /// For texts with long lines: how many characters begin before each block of [`BLOCK`] bytes.
    characters: Vec<u32>,
}

/// Bytes between two counts of characters: columns in one huge line must not each cost a walk through it.
const BLOCK: usize = 1024;

impl LineIndex {
    /// Indexes a text. A line ends at `\n`; a `\r` before it belongs to the line.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        let ends = starts.iter().skip(1).copied().chain([text.len() as u32]);
        let has_long_line = starts.iter().zip(ends).any(|(start, end)| (end - start) as usize > 4 * BLOCK);
        let characters = if has_long_line { characters_before_blocks(text) } else { Vec::new() };
        Self { starts, characters }
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
        let mut start = self.starts[line] as usize;
        // A byte-order mark takes no column: editors do not show it.
        if text[start..offset].starts_with('\u{feff}') {
            start += '\u{feff}'.len_utf8();
        }
        Position { line: line + 1, column: self.characters_between(text, start, offset) + 1 }
    }

    fn characters_between(&self, text: &str, start: usize, end: usize) -> usize {
        if self.characters.is_empty() || end - start <= BLOCK {
            return text[start..end].chars().count();
        }
        let before = |offset: usize| {
            let block = offset / BLOCK;
            self.characters[block] as usize + count_starts(&text.as_bytes()[block * BLOCK..offset])
        };
        before(end) - before(start)
    }
}

fn characters_before_blocks(text: &str) -> Vec<u32> {
    let mut count = 0;
    let mut counts = vec![0];
    for block in text.as_bytes().chunks(BLOCK) {
        count += count_starts(block) as u32;
        counts.push(count);
    }
    counts
}

/// How many characters begin in some bytes of UTF-8.
fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_keeps_its_encoding() {
        let text = "\u{feff}a: é\n";
        for (encoding, bytes) in [
            (Encoding::Utf16Le, text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            (Encoding::Utf16Be, text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ] {
            let source = Source::decode("x", bytes.clone());
            assert_eq!((source.text.as_str(), source.encoding, &source.not_text), (text, encoding, &None));
            assert_eq!(source.encode(&source.text), bytes);
        }
    }

    #[test]
    fn columns_in_long_lines_count_characters() {
        let text = format!("a\n{}\nb", "é=".repeat(5_000));
        let index = LineIndex::new(&text);
        assert!(!index.characters.is_empty());
        for offset in [2, 5, 2 + 3 * 400, 2 + 3 * 4_999, text.len()] {
            let line = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            assert_eq!(
                index.position(&text, offset).column,
                text[line..offset].chars().count() + 1,
                "{offset}"
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_placed() {
        for (bytes, at, problem) in [
            (&b"a: \xFF\n"[..], 3, "invalid leading UTF-8 octet"),
            (b"a: \xC3", 3, "incomplete UTF-8 octet sequence"),
            (b"a: \xC3(\n", 3, "invalid trailing UTF-8 octet"),
            (b"a: \xC0\x80\n", 3, "invalid length of a UTF-8 sequence"),
            (b"a: \xED\xA0\x80\n", 3, "invalid Unicode character"),
        ] {
            let source = Source::decode("x", bytes.to_vec());
            let not_text = source.not_text.unwrap();
            assert_eq!((not_text.span.start, not_text.problem), (at, problem), "{bytes:?}");
            assert!(source.text[not_text.span.range()].starts_with('\u{fffd}'));
        }
    }
}
