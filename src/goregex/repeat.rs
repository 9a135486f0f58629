//! Repetition: `*`, `+`, `?` and `{2,5}`.

use super::ast::{Greed, Kind};
use super::error::{Code, Error};
use super::limits::MAX_REPEAT;
use super::parse::Parser;

/// A count in braces, and where it ends.
struct Count {
    min: u32,
    max: Option<u32>,
    end: usize,
}

impl Parser {
    /// Reads `*`, `+` or `?`; gives where it began.
    pub(super) fn operator(
        &mut self,
        min: u16,
        max: Option<u16>,
        last_repeat: Option<usize>,
    ) -> Result<Option<usize>, Error> {
        let start = self.at;
        self.at += 1;
        self.repeat(min, max, start, last_repeat)
    }

    /// Reads a count in braces; gives where it began. Anything else behind a brace makes it a plain character.
    pub(super) fn brace(&mut self, last_repeat: Option<usize>) -> Result<Option<usize>, Error> {
        let start = self.at;
        let Some(count) = self.count() else {
            self.at += 1;
            return self.push_char(u32::from('{'), start).map(|()| None);
        };
        self.at = count.end;
        let most = count.max.unwrap_or(count.min);
        if count.min.max(most) > MAX_REPEAT || most < count.min {
            return Err(self.refuse(Code::InvalidRepeatSize, start));
        }
        self.repeat(count.min as u16, count.max.map(|max| max as u16), start, last_repeat)
    }

    fn repeat(
        &mut self,
        min: u16,
        max: Option<u16>,
        start: usize,
        last_repeat: Option<usize>,
    ) -> Result<Option<usize>, Error> {
        let mut lazy = self.flags.lazy;
        if self.peek() == Some(b'?') {
            self.at += 1;
            lazy = !lazy;
        }
        if let Some(last) = last_repeat {
            return Err(self.refuse(Code::InvalidRepeatOp, last));
        }
        let Some(child) = self.last_operand() else {
            return Err(self.refuse(Code::MissingRepeatArgument, start));
        };
        let greed = if lazy { Greed::Lazy } else { Greed::Greedy };
        let span = self.ast.span(child).cover(self.place(start, self.at));
        let copies = self.repeat_last(Kind::Repeat { child, min, max, greed }, span)?;
        let counts = min >= 2 || max.is_some_and(|max| max >= 2);
        if counts && copies > MAX_REPEAT {
            return Err(self.refuse(Code::InvalidRepeatSize, start));
        }
        Ok(Some(start))
    }

    /// `{2}`, `{2,}` or `{2,5}` at this place.
    fn count(&self) -> Option<Count> {
        let (min, mut at) = self.number(self.at + 1)?;
        let byte = |at: usize| self.ast.text.as_bytes().get(at).copied();
        let mut max = Some(min);
        if byte(at)? == b',' {
            at += 1;
            max = None;
            if byte(at)? != b'}' {
                let (number, end) = self.number(at)?;
                (max, at) = (Some(number), end);
            }
        }
        (byte(at)? == b'}').then_some(Count { min, max, end: at + 1 })
    }

    /// A decimal number without leading zeros, and where it ends.
    fn number(&self, start: usize) -> Option<(u32, usize)> {
        let bytes = &self.ast.text.as_bytes()[start..];
        let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = &bytes[..length];
        if digits.is_empty() || (length > 1 && digits[0] == b'0') {
            return None;
        }
        let number = digits
            .iter()
            .fold(0u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')));
        Some((number, start + length))
    }
}
