//! A serde deserializer over the tree that does what go-yaml v2's `UnmarshalStrict` does (decode.go), and notes every
//! error with its place instead of stopping.
//!
//! Errors are noted where a [`Spanned`](super::Spanned) value is decoded, so types decode each field, list item and map
//! value as one.

mod error;
mod mapping;
mod place;
mod value;

use std::cell::RefCell;

use serde::de::Deserialize;

use self::error::Stop;
use self::place::NodeDe;
use super::node::{Document, NodeId};
use super::spanned::{GoType, Spanned};

pub use self::error::{DecodeError, ErrorKind};

/// A decoded tree and all objections to it, in the order in which Prometheus meets them.
#[derive(Debug)]
pub struct Decoded<T> {
    /// The value, with everything that could be decoded.
    pub value: T,
    /// The objections.
    pub errors: Vec<DecodeError>,
}

/// Decodes a document's root into `T`, usually a [`Spanned`](super::Spanned) section.
///
/// Gives `None` for an empty document.
pub fn decode<'de, T: Deserialize<'de>>(document: &'de Document<'_>) -> Option<Decoded<T>> {
    let root = document.root()?;
    let context = Context { document, state: RefCell::default() };
    let node = NodeDe { cx: &context, node: root, key: None, borrowed: false };
    let value = T::deserialize(node).ok()?;
    Some(Decoded { value, errors: context.state.into_inner().errors })
}

/// Decodes one node of a document, without a word on what is wrong with it. Nothing for null, and for what is no `T`.
pub(crate) fn decode_at<'de, T: Deserialize<'de> + GoType>(
    document: &'de Document<'_>,
    node: NodeId,
) -> Option<T> {
    let context = Context { document, state: RefCell::default() };
    let node = NodeDe { cx: &context, node, key: None, borrowed: false };
    Spanned::<T>::deserialize(node).ok()?.into_value()
}

#[derive(Default)]
struct State {
    errors: Vec<DecodeError>,
    order: u32,
    type_errors: u32,
    decoded: u64,
    through_alias: u64,
    alias_depth: u32,
    open_aliases: Vec<NodeId>,
    stopped: bool,
    /// Whether an error is among them that go-yaml stops at.
    refused: bool,
}

/// Errors that are kept, and the first that go-yaml stops at: no one reads more, and each takes memory.
const MAX_ERRORS: usize = 100_000;

struct Context<'de, 's> {
    document: &'de Document<'s>,
    state: RefCell<State>,
}

impl Context<'_, '_> {
    fn note(&self, node: NodeId, line_of: u32, go_type: &'static str, kind: ErrorKind, text: String) -> Stop {
        let mut state = self.state.borrow_mut();
        if kind.is_type_error() {
            state.type_errors += 1;
        }
        state.order += 1;
        let order = state.order;
        if state.errors.len() >= MAX_ERRORS && (kind.is_type_error() || state.refused) {
            return Stop::Noted;
        }
        state.refused |= !kind.is_type_error();
        let span = self.document.span(node);
        state.errors.push(DecodeError { kind, node, span, line_of, go_type, text, order });
        Stop::Noted
    }

    /// Whether there are as many errors as are kept, so that decoding more of a list is of no use.
    fn has_enough(&self) -> bool {
        self.state.borrow().errors.len() >= MAX_ERRORS
    }

    /// Whether a type error would no longer be kept; counts it if so.
    fn is_full(&self) -> bool {
        let mut state = self.state.borrow_mut();
        let is_full = state.errors.len() >= MAX_ERRORS;
        state.type_errors += u32::from(is_full);
        is_full
    }

    fn undecodable(&self, node: NodeId, problem: &str) -> Stop {
        let line_of = self.document.span(node).start;
        self.note(node, line_of, "", ErrorKind::Undecodable, format!("yaml: {problem}"))
    }

    /// Decodes something, as reached through an alias if it is `aliased`.
    fn through_alias<T>(&self, aliased: bool, decode: impl FnOnce() -> T) -> T {
        self.state.borrow_mut().alias_depth += u32::from(aliased);
        let decoded = decode();
        self.state.borrow_mut().alias_depth -= u32::from(aliased);
        decoded
    }

    /// go-yaml's guard against alias bombs (decode.go, `unmarshal`), with its figures: once more than 100 of more than
    /// 1,000 values came through aliases, their share must stay under 99 %, falling to 10 % at four million.
    fn count(&self, node: NodeId) -> Result<(), Stop> {
        const LOW: f64 = 400_000.0;
        const HIGH: f64 = 4_000_000.0;
        let mut state = self.state.borrow_mut();
        if state.stopped {
            return Err(Stop::Noted);
        }
        state.decoded += 1;
        state.through_alias += u64::from(state.alias_depth > 0);
        if state.through_alias <= 100 || state.decoded <= 1000 {
            return Ok(());
        }
        let (decoded, aliased) = (state.decoded as f64, state.through_alias as f64);
        let allowed = 0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW)).clamp(0.0, 1.0);
        if aliased / decoded > allowed {
            state.stopped = true;
            drop(state);
            return Err(self.undecodable(node, "document contains excessive aliasing"));
        }
        Ok(())
    }
}
