//! What Go says of a pattern it refuses.

use std::fmt;

use crate::source::Span;

/// Why Go refuses a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// `[z-a]`, `[[:word]:]`, `\p{Unknown}`
    InvalidCharRange,
    /// `\y`, `\1`
    InvalidEscape,
    /// `(?P<a-b>x)`
    InvalidNamedCapture,
    /// `(?=x)`, `(?x)`
    InvalidPerlOp,
    /// `a**`
    InvalidRepeatOp,
    /// `a{1001}`, `a{2,1}`, `(a{100}){100}`
    InvalidRepeatSize,
    /// `[a`
    MissingBracket,
    /// `(a`
    MissingParen,
    /// `*a`, `(+)`
    MissingRepeatArgument,
    /// A lone `\` at the end.
    TrailingBackslash,
    /// `a)`
    UnexpectedParen,
    /// Groups and repetitions within one another, a thousand deep.
    NestingDepth,
    /// A pattern whose program would take more than 128 MiB.
    TooLarge,
}

impl Code {
    /// Go's words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidCharRange => "invalid character class range",
            Self::InvalidEscape => "invalid escape sequence",
            Self::InvalidNamedCapture => "invalid named capture",
            Self::InvalidPerlOp => "invalid or unsupported Perl syntax",
            Self::InvalidRepeatOp => "invalid nested repetition operator",
            Self::InvalidRepeatSize => "invalid repeat count",
            Self::MissingBracket => "missing closing ]",
            Self::MissingParen => "missing closing )",
            Self::MissingRepeatArgument => "missing argument to repetition operator",
            Self::TrailingBackslash => "trailing backslash at end of expression",
            Self::UnexpectedParen => "unexpected )",
            Self::NestingDepth => "expression nests too deeply",
            Self::TooLarge => "expression too large",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A pattern that Go refuses. It displays as Go's own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Why.
    pub code: Code,
    /// The part that Go quotes; it may show the anchors that Prometheus puts around a pattern.
    pub fragment: String,
    /// The fault's place in the pattern as its author wrote it.
    pub span: Span,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error parsing regexp: {}: `{}`", self.code, self.fragment)
    }
}

impl std::error::Error for Error {}
