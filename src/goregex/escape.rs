//! What stands behind a backslash.

use super::ast::{Assertion, Kind};
use super::error::{Code, Error};
use super::parse::Parser;

impl Parser {
    /// Reads an escape outside of brackets.
    pub(super) fn backslash(&mut self) -> Result<(), Error> {
        let start = self.at;
        match self.peek_at(1) {
            Some(b'A') => self.assertion(Assertion::TextStart, 2),
            Some(b'z') => self.assertion(Assertion::TextEnd, 2),
            Some(b'b') => self.assertion(Assertion::WordBoundary, 2),
            Some(b'B') => self.assertion(Assertion::NotWordBoundary, 2),
            Some(b'Q') => self.quoted(),
            _ => {
                if let Some(item) = self.class_escape()? {
                    let class = self.single_item_class(item);
                    return self.push_new(Kind::Class(class), start);
                }
                let code_point = self.escaped_char()?;
                self.push_char(code_point, start)
            }
        }
    }

    /// `\Q…\E`, or up to the end of the text.
    fn quoted(&mut self) -> Result<(), Error> {
        self.at += r"\Q".len();
        let end = self.rest().find(r"\E").map(|length| self.at + length);
        let stop = end.unwrap_or(self.ast.text.len());
        self.push_text(stop, true)?;
        if end.is_some() {
            self.at += r"\E".len();
        }
        Ok(())
    }

    /// Reads an escape that stands for one character, and gives its code point.
    pub(super) fn escaped_char(&mut self) -> Result<u32, Error> {
        let start = self.at;
        self.at += 1;
        let Some(char) = self.bump() else {
            return Err(self.refuse_at(Code::TrailingBackslash, self.at, self.at));
        };
        let code_point = match char {
            'a' => Some(0x07),
            'f' => Some(0x0C),
            'n' => Some(0x0A),
            'r' => Some(0x0D),
            't' => Some(0x09),
            'v' => Some(0x0B),
            'x' => self.hexadecimal(),
            '0' => Some(self.octal(0)),
            // One digit alone would be a reference to a group, which Go does not have.
            '1'..='7' if matches!(self.peek(), Some(b'0'..=b'7')) => {
                Some(self.octal(u32::from(char) - u32::from('0')))
            }
            _ if char.is_ascii() && !char.is_ascii_alphanumeric() => Some(u32::from(char)),
            _ => None,
        };
        code_point.ok_or_else(|| self.refuse(Code::InvalidEscape, start))
    }

    /// Up to two more octal digits.
    fn octal(&mut self, first: u32) -> u32 {
        let mut value = first;
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.peek() else { break };
            value = value * 8 + u32::from(digit - b'0');
            self.at += 1;
        }
        value
    }

    /// `41` or `{41}`. What does not belong is read too: Go quotes it.
    fn hexadecimal(&mut self) -> Option<u32> {
        let first = self.bump()?;
        if first != '{' {
            let second = self.bump();
            return Some(first.to_digit(16)? * 16 + second?.to_digit(16)?);
        }
        let mut value = None;
        loop {
            match self.bump()? {
                '}' => return value,
                digit => {
                    let next = value.unwrap_or(0) * 16 + digit.to_digit(16)?;
                    value = (next <= u32::from(char::MAX)).then_some(next);
                    value?;
                }
            }
        }
    }
}
