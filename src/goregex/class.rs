//! Sets of characters: brackets, and the escapes that name a set.

use super::UnicodeClass;
use super::ast::{Case, Class, ClassItem, Kind, Sign};
use super::error::{Code, Error};
use super::parse::Parser;

/// A set that Perl names with a letter; ASCII only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PerlClass {
    /// `\d`: `[0-9]`
    Digit,
    /// `\s`: `[\t\n\f\r ]`, without the vertical tab
    Space,
    /// `\w`: `[0-9A-Za-z_]`
    Word,
}

/// A set that POSIX names; ASCII only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are POSIX's
pub enum PosixClass {
    Alnum,
    Alpha,
    Ascii,
    Blank,
    Cntrl,
    Digit,
    Graph,
    Lower,
    Print,
    Punct,
    Space,
    Upper,
    Word,
    Xdigit,
}

impl PosixClass {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Alnum,
        Self::Alpha,
        Self::Ascii,
        Self::Blank,
        Self::Cntrl,
        Self::Digit,
        Self::Graph,
        Self::Lower,
        Self::Print,
        Self::Punct,
        Self::Space,
        Self::Upper,
        Self::Word,
        Self::Xdigit,
    ];

    /// The word between the colons.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alnum => "alnum",
            Self::Alpha => "alpha",
            Self::Ascii => "ascii",
            Self::Blank => "blank",
            Self::Cntrl => "cntrl",
            Self::Digit => "digit",
            Self::Graph => "graph",
            Self::Lower => "lower",
            Self::Print => "print",
            Self::Punct => "punct",
            Self::Space => "space",
            Self::Upper => "upper",
            Self::Word => "word",
            Self::Xdigit => "xdigit",
        }
    }

    /// The characters, as ranges of bytes.
    pub fn ranges(self) -> &'static [(u8, u8)] {
        match self {
            Self::Alnum => &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')],
            Self::Alpha => &[(b'A', b'Z'), (b'a', b'z')],
            Self::Ascii => &[(0, 0x7F)],
            Self::Blank => &[(b'\t', b'\t'), (b' ', b' ')],
            Self::Cntrl => &[(0, 0x1F), (0x7F, 0x7F)],
            Self::Digit => &[(b'0', b'9')],
            Self::Graph => &[(b'!', b'~')],
            Self::Lower => &[(b'a', b'z')],
            Self::Print => &[(b' ', b'~')],
            Self::Punct => &[(b'!', b'/'), (b':', b'@'), (b'[', b'`'), (b'{', b'~')],
            Self::Space => &[(b'\t', b'\r'), (b' ', b' ')],
            Self::Upper => &[(b'A', b'Z')],
            Self::Word => PerlClass::Word.ranges(),
            Self::Xdigit => &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')],
        }
    }
}

impl PerlClass {
    /// The characters, as ranges of bytes.
    pub fn ranges(self) -> &'static [(u8, u8)] {
        match self {
            Self::Digit => &[(b'0', b'9')],
            Self::Space => &[(b'\t', b'\n'), (0x0C, b'\r'), (b' ', b' ')],
            Self::Word => &[(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')],
        }
    }
}

impl ClassItem {
    /// How many ranges of code points it is made of; a complement has about as many.
    pub(super) fn ranges(&self) -> u32 {
        match self {
            Self::Range(..) => 1,
            Self::Perl(class, _) => class.ranges().len() as u32,
            Self::Posix(class, _) => class.ranges().len() as u32,
            Self::Unicode(class, _) => class.ranges(),
        }
    }
}

impl Parser {
    /// Reads a set in brackets.
    pub(super) fn bracket(&mut self) -> Result<(), Error> {
        let start = self.at;
        self.at += 1;
        let sign = if self.peek() == Some(b'^') { Sign::Negative } else { Sign::Positive };
        self.at += usize::from(sign == Sign::Negative);
        let first = self.ast.items.len() as u32;
        // A bracket that comes first is a member.
        let mut is_first = true;
        while is_first || self.peek() != Some(b']') {
            is_first = false;
            let item = match self.member_class()? {
                Some(item) => item,
                None => self.range(start)?,
            };
            self.ast.items.push(item);
        }
        self.at += 1;
        let class = Class { first, end: self.ast.items.len() as u32, sign, case: self.flags.case };
        self.push_new(Kind::Class(class), start)
    }

    fn member_class(&mut self) -> Result<Option<ClassItem>, Error> {
        match self.peek() {
            Some(b'[') => self.posix_class(),
            Some(b'\\') => self.class_escape(),
            _ => Ok(None),
        }
    }

    /// A character or a range of them, in the brackets that began at `bracket`.
    fn range(&mut self, bracket: usize) -> Result<ClassItem, Error> {
        let start = self.at;
        let first = self.member_char(bracket)?;
        let mut last = first;
        if self.peek() == Some(b'-') && self.peek_at(1).is_some_and(|byte| byte != b']') {
            self.at += 1;
            last = self.member_char(bracket)?;
        }
        if last < first {
            return Err(self.refuse(Code::InvalidCharRange, start));
        }
        Ok(ClassItem::Range(first, last))
    }

    fn member_char(&mut self, bracket: usize) -> Result<u32, Error> {
        if self.peek() == Some(b'\\') {
            return self.escaped_char();
        }
        match self.bump() {
            Some(char) => Ok(u32::from(char)),
            None => Err(self.refuse(Code::MissingBracket, bracket)),
        }
    }

    /// `[:alpha:]` or `[:^alpha:]` within brackets. Without a `:]` anywhere behind it, the bracket is a plain member.
    fn posix_class(&mut self) -> Result<Option<ClassItem>, Error> {
        if self.peek_at(1) != Some(b':') || self.no_posix_end {
            return Ok(None);
        }
        let inner = self.at + "[:".len();
        let Some(length) = self.ast.text[inner..].find(":]") else {
            self.no_posix_end = true;
            return Ok(None);
        };
        let start = std::mem::replace(&mut self.at, inner + length + ":]".len());
        let written = &self.ast.text[inner..inner + length];
        let (name, sign) = match written.strip_prefix('^') {
            Some(name) => (name, Sign::Negative),
            None => (written, Sign::Positive),
        };
        match PosixClass::ALL.into_iter().find(|class| class.name() == name) {
            Some(class) => Ok(Some(ClassItem::Posix(class, sign))),
            None => Err(self.refuse(Code::InvalidCharRange, start)),
        }
    }

    /// `\d` or `\pL` and their like, inside and outside of brackets.
    pub(super) fn class_escape(&mut self) -> Result<Option<ClassItem>, Error> {
        let (class, sign) = match self.peek_at(1) {
            Some(b'd') => (PerlClass::Digit, Sign::Positive),
            Some(b'D') => (PerlClass::Digit, Sign::Negative),
            Some(b's') => (PerlClass::Space, Sign::Positive),
            Some(b'S') => (PerlClass::Space, Sign::Negative),
            Some(b'w') => (PerlClass::Word, Sign::Positive),
            Some(b'W') => (PerlClass::Word, Sign::Negative),
            Some(b'p') => return self.unicode_class(Sign::Positive).map(Some),
            Some(b'P') => return self.unicode_class(Sign::Negative).map(Some),
            _ => return Ok(None),
        };
        self.at += 2;
        Ok(Some(ClassItem::Perl(class, sign)))
    }

    /// `\pL`, `\p{Greek}`, `\p{^Greek}`
    fn unicode_class(&mut self, sign: Sign) -> Result<ClassItem, Error> {
        let start = self.at;
        self.at += r"\p".len();
        let mut inner = self.at..self.at;
        if self.bump() == Some('{') {
            let length = self.rest().find('}');
            inner = self.at..self.at + length.unwrap_or(self.rest().len());
            self.at = inner.end + usize::from(length.is_some());
            if length.is_none() {
                return Err(self.refuse(Code::InvalidCharRange, start));
            }
        } else {
            inner.end = self.at;
        }
        let name = &self.ast.text[inner];
        let (name, sign) = match name.strip_prefix('^') {
            Some(name) => (name, sign.flipped()),
            None => (name, sign),
        };
        match UnicodeClass::named(name) {
            Some(class) => Ok(ClassItem::Unicode(class, sign)),
            None => Err(self.refuse(Code::InvalidCharRange, start)),
        }
    }

    /// A set of one item, outside of brackets.
    pub(super) fn single_item_class(&mut self, item: ClassItem) -> Class {
        let first = self.ast.items.len() as u32;
        self.ast.items.push(item);
        let case: Case = self.flags.case;
        Class { first, end: first + 1, sign: Sign::Positive, case }
    }
}
