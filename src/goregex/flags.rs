//! Openings of groups, and the flags they may set.

use super::ast::Case;
use super::error::{Code, Error};
use super::parse::Parser;

/// Flags in force.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// `i`
    pub(super) case: Case,
    /// `m`
    pub(super) multi_line: bool,
    /// `s`
    pub(super) dot_newline: bool,
    /// `U`
    pub(super) lazy: bool,
}

impl Flags {
    /// Sets or clears the flag of this letter; false if there is none.
    fn set(&mut self, letter: char, on: bool) -> bool {
        match letter {
            'i' => self.case = if on { Case::Folded } else { Case::Sensitive },
            'm' => self.multi_line = on,
            's' => self.dot_newline = on,
            'U' => self.lazy = on,
            _ => return false,
        }
        true
    }
}

impl Parser {
    /// Reads `(`, `(?P<name>`, `(?<name>`, `(?i:` or `(?i)`.
    pub(super) fn open(&mut self) -> Result<(), Error> {
        if self.peek_at(1) != Some(b'?') {
            return self.open_capture(None, 1);
        }
        let rest = self.rest();
        // With nothing behind the `<`, Go looks for flags.
        for opening in ["(?P<", "(?<"] {
            if rest.starts_with(opening) && rest.len() > opening.len() {
                return self.open_named(opening.len());
            }
        }
        self.open_flags()
    }

    fn open_capture(&mut self, name: Option<crate::source::Span>, length: usize) -> Result<(), Error> {
        let start = self.at;
        self.at += length;
        let number = self.ast.groups.len() as u32;
        self.ast.groups.push(name);
        self.open_group(start, Some(number), self.flags)
    }

    fn open_named(&mut self, opening: usize) -> Result<(), Error> {
        let rest = self.rest();
        let Some(end) = rest.find('>') else {
            return Err(self.refuse_at(Code::InvalidNamedCapture, self.at, self.at + rest.len()));
        };
        let name = &rest.as_bytes()[opening..end];
        if name.is_empty() || !name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(self.refuse_at(Code::InvalidNamedCapture, self.at, self.at + end + 1));
        }
        self.open_capture(Some(self.place(self.at + opening, self.at + end)), end + 1)
    }

    /// Flags, then `:` for a group or `)` for the rest of the group around.
    fn open_flags(&mut self) -> Result<(), Error> {
        let start = self.at;
        self.at += "(?".len();
        let mut flags = self.flags;
        let mut on = true;
        let mut last = None;
        while let Some(char) = self.bump() {
            match char {
                // A minus needs a flag behind it.
                ':' | ')' if last == Some('-') => break,
                ':' => return self.open_group(start, None, flags),
                ')' => {
                    self.flags = flags;
                    return Ok(());
                }
                '-' if on => on = false,
                _ if flags.set(char, on) => {}
                _ => break,
            }
            last = Some(char);
        }
        Err(self.refuse(Code::InvalidPerlOp, start))
    }
}
