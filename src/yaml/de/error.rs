//! What decoding objects to.

use std::fmt;

use serde::de;

use crate::source::Span;
use crate::yaml::node::NodeId;

/// What kind of objection Prometheus has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A type error: go-yaml collects these and goes on.
    WrongType {
        /// What stands there, by go-yaml's tag: `!!str`.
        found: String,
    },
    /// A key that the section has not.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that it has.
        known: &'static [&'static str],
    },
    /// A key that stands twice.
    DuplicateKey {
        /// The key.
        key: String,
        /// Where it stands first.
        first: Span,
    },
    /// A value that its type refuses: go-yaml stops there.
    BadValue,
    /// YAML that decodes to nothing: go-yaml stops there.
    Undecodable,
}

impl ErrorKind {
    /// Whether go-yaml collects errors of this kind and goes on, so that its message is a list.
    pub fn is_type_error(&self) -> bool {
        !matches!(self, Self::BadValue | Self::Undecodable)
    }
}

/// One objection, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What kind.
    pub kind: ErrorKind,
    /// The node at fault.
    pub node: NodeId,
    /// Where it stands.
    pub span: Span,
    /// The offset whose line go-yaml names.
    pub(crate) line_of: u32,
    /// The type it should have been, in Go's words.
    pub go_type: &'static str,
    /// What Prometheus prints; without `line N: ` for a type error.
    pub text: String,
    /// When Prometheus meets it; see [`Spanned::order`](super::Spanned::order).
    pub order: u32,
}

/// Why decoding of one value stopped. Everything is noted in the context, so this says only what is left to do.
#[derive(Debug)]
pub(super) enum Stop {
    /// Noted already.
    Noted,
    /// The value is not of the type asked for.
    Mismatch,
    /// The type refused the value, in Prometheus's words.
    Refused(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Noted => "noted",
            Self::Mismatch => "wrong type",
            Self::Refused(text) => text,
        })
    }
}

impl std::error::Error for Stop {}

impl de::Error for Stop {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Self::Refused(message.to_string())
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::Mismatch
    }
}
