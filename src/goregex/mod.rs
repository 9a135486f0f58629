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
mod charset;
mod class;
mod error;
mod escape;
mod flags;
#[cfg(test)]
mod generate;
mod language;
mod limits;
mod matcher;
mod parse;
mod plan;
mod quote;
mod repeat;
mod shape;
mod shared;
mod template;
#[cfg(test)]
mod tests;
mod translate;
mod two_pass;
mod unicode_names;
mod wrapper;

pub use ast::{Assertion, Ast, Case, Children, Class, ClassItem, Greed, Kind, Literal, NodeId, Sign};
pub use class::{PerlClass, PosixClass};
pub use error::{Code, Error};
pub use language::{Answer, Language, Search};
pub use matcher::{Captures, Matcher, TooLarge};
pub use parse::{parse, parse_anchored, parse_anchored_in};
pub use quote::escaped;
pub use shared::parse_shared;
pub use template::{GroupName, Reference, Template};
pub use unicode_names::UnicodeClass;
pub use wrapper::Wrapper;
