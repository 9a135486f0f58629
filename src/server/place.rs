//! Places as the client counts them.

use lsp_types::{Position, PositionEncodingKind, Range, TextEdit};

use crate::finding::Edit;
use crate::source::{LineIndex, Span};

/// What columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Halves of UTF-16: what every client knows.
    #[default]
    Utf16,
}

impl Encoding {
    /// The best of those that a client offers.
    pub(super) fn choose(offered: Option<&[PositionEncodingKind]>) -> Self {
        let is_offered = offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8));
        if is_offered { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

/// Offsets of a text to places and back.
pub(super) struct Places<'t> {
    pub(super) text: &'t str,
    lines: LineIndex,
    encoding: Encoding,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        Self { text, lines: LineIndex::new(text), encoding }
    }

    /// The offset of a place; one behind the end of a line is taken as its end.
    pub(super) fn offset(&self, place: Position) -> usize {
        let line = place.line as usize;
        let start = self.lines.line_start(self.text, line);
        let (text, column) = (self.lines.line_text(self.text, line), place.character as usize);
        start
            + match self.encoding {
                Encoding::Utf8 => text.floor_char_boundary(column.min(text.len())),
                Encoding::Utf16 => {
                    let mut units = 0;
                    let before = text.chars().take_while(|c| {
                        units += c.len_utf16();
                        units <= column
                    });
                    before.map(char::len_utf8).sum()
                }
            }
    }

    /// The place of an offset.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.lines.line(offset);
        let before = &self.text[self.lines.line_start(self.text, line)..offset];
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        Position::new(line as u32, character as u32)
    }

    pub(super) fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start as usize), self.position(span.end as usize))
    }

    /// The bytes of a range, whichever end it names first.
    pub(super) fn span(&self, range: Range) -> Span {
        let (one, other) = (self.offset(range.start), self.offset(range.end));
        Span::new(one.min(other), one.max(other))
    }

    /// All of the lines that a span touches.
    pub(super) fn whole_lines(&self, span: Span) -> Span {
        let line = |offset: u32| self.lines.line(offset as usize);
        let start = self.lines.line_start(self.text, line(span.start));
        Span::new(start, self.lines.line_start(self.text, line(span.end) + 1))
    }

    pub(super) fn edits(&self, edits: &[Edit]) -> Vec<TextEdit> {
        edits.iter().map(|edit| TextEdit::new(self.range(edit.span), edit.text.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = "a: é𝄞x\r\nb\n";
        for (encoding, column) in [(Encoding::Utf8, 9), (Encoding::Utf16, 6)] {
            let places = Places::new(text, encoding);
            let at = text.find('x').unwrap();
            assert_eq!(places.position(at), Position::new(0, column));
            assert_eq!(places.offset(Position::new(0, column)), at);
            assert_eq!(places.offset(Position::new(0, 99)), at + 1, "the end of the line");
            assert_eq!(places.offset(Position::new(9, 9)), text.len());
            for offset in 0..=text.len() {
                let boundary = text.floor_char_boundary(offset);
                if !text[..boundary].ends_with('\r') {
                    assert_eq!(places.offset(places.position(offset)), boundary);
                }
            }
        }
        // The middle of a character is its beginning.
        assert_eq!(Places::new(text, Encoding::Utf16).offset(Position::new(0, 5)), text.find('𝄞').unwrap());
    }
}
