//! Go regular expression syntax: what Go accepts, what it says of the rest, and a tree of what was written.
//!
//! Prometheus reads every regular expression with Go's `regexp/syntax` (Go 1.26 for Prometheus 3.14) after putting it
//! between anchors. [`parse_anchored`] does the same: it accepts and refuses the same patterns in the same words.
//!
//! ```
//! use scrapelint::goregex::parse_anchored;
//!
//! assert!(parse_anchored("(.*)-[a-z]{2}").is_ok());
//! let error = parse_anchored("(").unwrap_err();
//! assert_eq!(error.to_string(), "error parsing regexp: missing closing ): `^(?s:()$`");
//! assert_eq!(error.span.range(), 0..1);
//! ```

mod ast;
mod class;
mod error;
mod escape;
mod flags;
mod limits;
mod parse;
mod repeat;
mod shared;
#[cfg(test)]
mod tests;
mod unicode_names;

pub use ast::{Assertion, Ast, Case, Children, Class, ClassItem, Greed, Kind, Literal, NodeId, Sign};
pub use class::{PerlClass, PosixClass};
pub use error::{Code, Error};
pub use parse::{parse, parse_anchored};
pub use shared::parse_shared;
pub use unicode_names::UnicodeClass;
