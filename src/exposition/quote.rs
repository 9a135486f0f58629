//! Quoted texts with Go's escapes, as PromQL has them.

use super::cursor::Cursor;
use super::problem::{Problem, shown};
use crate::source::Span;

impl Cursor<'_> {
    /// A text in double quotes, single quotes or backquotes that begins here, without its quotes and escapes.
    pub(super) fn go_quoted(&mut self) -> Result<String, Problem> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let quote = bytes[start];
        let mut value = Vec::new();
        self.at += 1;
        loop {
            let plain = self.at;
            let is_special = |&byte: &u8| byte == quote || (byte == b'\\' && quote != b'`');
            let length = bytes[plain..].iter().position(is_special).unwrap_or(bytes.len() - plain);
            value.extend_from_slice(&bytes[plain..plain + length]);
            self.at += length;
            if self.take(quote) {
                break;
            }
            if self.peek().is_none() {
                let span = Span::new(start, self.at);
                return Err(Problem::new(span, "the quoted text that begins here has no closing quote"));
            }
            self.escape(&mut value)?;
        }
        String::from_utf8(value).map_err(|_| {
            Problem::new(
                Span::new(start, self.at),
                "the escapes in this quoted text come to bytes that are no UTF-8",
            )
        })
    }

    /// An escape; the cursor stands at its backslash.
    fn escape(&mut self, value: &mut Vec<u8>) -> Result<(), Problem> {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let single = match rest.bytes().next() {
            Some(b'a') => b'\x07',
            Some(b'b') => b'\x08',
            Some(b'f') => b'\x0c',
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'v') => b'\x0b',
            Some(same @ (b'\\' | b'"' | b'\'')) => same,
            Some(b'x') => return self.numbered(2, 2, 16, value),
            Some(b'u') => return self.numbered(2, 4, 16, value),
            Some(b'U') => return self.numbered(2, 8, 16, value),
            Some(b'0'..=b'7') => return self.numbered(1, 3, 8, value),
            _ => return Err(self.no_escape(start, 2)),
        };
        value.push(single);
        self.at += 2;
        Ok(())
    }

    /// An escape of so many digits, after a start of so many bytes. Two or three digits are a byte, more a character.
    fn numbered(
        &mut self,
        start: usize,
        digits: usize,
        radix: u32,
        value: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let from = self.at + start;
        let written = self
            .text
            .get(from..from + digits)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let number = written.and_then(|text| u32::from_str_radix(text, radix).ok());
        let bytes = match number {
            Some(byte) if digits < 4 && byte < 256 => vec![byte as u8],
            Some(c) if digits >= 4 => char::from_u32(c).map(String::from).unwrap_or_default().into_bytes(),
            _ => Vec::new(),
        };
        if bytes.is_empty() {
            return Err(self.no_escape(self.at, start + digits));
        }
        value.extend(bytes);
        self.at = from + digits;
        Ok(())
    }

    fn no_escape(&self, start: usize, length: usize) -> Problem {
        let end = self.text.ceil_char_boundary((start + length).min(self.text.len()));
        let span = Span::new(start, end);
        Problem::new(
            span,
            format!("{} is no escape; a backslash is written `\\\\`", shown(&self.text[start..end])),
        )
    }
}
