//! YAML text to a spanned tree and back: the only room that knows YAML syntax.
//!
//! Prometheus reads its configuration with go-yaml v2 (`go.yaml.in/yaml/v2` v2.4.4, a port of an older libyaml, with
//! YAML 1.1 scalars). This room gives a tree of the same document, with the exact place of every node and comment.

mod block;
mod data;
mod de;
pub mod edit;
pub mod emit;
mod entries;
mod gate;
mod lines;
#[cfg(test)]
mod mutations;
mod node;
mod parse;
mod quote;
mod scalar;
mod spanned;
mod tree;

pub(crate) use data::decode_data;
pub(crate) use de::decode_at;
pub use de::{DecodeError, Decoded, ErrorKind, decode};
pub use node::{Document, NodeId, Pairs, Style, Value};
pub use parse::{MAX_DEPTH, SyntaxError, parse};
pub use quote::go_quote;
pub use scalar::{Resolved, resolve_plain};
pub use spanned::{Field, Given, GoType, Map, Spanned};
pub use tree::Tree;
