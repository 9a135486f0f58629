//! A serde deserializer over the tree that does what go-yaml v2's `UnmarshalStrict` does (decode.go), and notes every
//! error with its place instead of stopping.
//!
//! Errors are noted where a [`Spanned`](super::Spanned) value is decoded, so types decode each field, list item and map
//! value as one.

use std::cell::RefCell;
use std::fmt;

use base64::Engine as _;
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::node::{Document, NodeId, Style, Value};
use super::quote::go_quote;
use super::scalar::{Resolved, resolve, short_tag};
use super::spanned::GoType;
use crate::source::Span;

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
}

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
        let span = self.document.span(node);
        state.errors.push(DecodeError { kind, node, span, line_of, go_type, text, order });
        Stop::Noted
    }

    fn undecodable(&self, node: NodeId, problem: &str) -> Stop {
        let line_of = self.document.span(node).start;
        self.note(node, line_of, "", ErrorKind::Undecodable, format!("yaml: {problem}"))
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
        let (decoded, aliased) = (state.decoded as f64, state.through_alias as f64);
        let allowed = 0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW)).clamp(0.0, 1.0);
        if aliased > 100.0 && decoded > 1000.0 && aliased / decoded > allowed {
            state.stopped = true;
            drop(state);
            return Err(self.undecodable(node, "document contains excessive aliasing"));
        }
        Ok(())
    }
}

/// Why decoding of one value stopped. Everything is noted in the context, so this says only what is left to do.
#[derive(Debug)]
enum Stop {
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

/// A node before it is known what is asked of it: hands out [`Spanned`](super::Spanned) values.
#[derive(Clone, Copy)]
struct NodeDe<'a, 'de, 's> {
    cx: &'a Context<'de, 's>,
    node: NodeId,
    key: Option<NodeId>,
    borrowed: bool,
}

impl<'de> Deserializer<'de> for NodeDe<'_, 'de, '_> {
    type Error = Stop;

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        go_type: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let cx = self.cx;
        let aliased = matches!(cx.document.value(self.node), Value::Alias(_));
        let mut looped = false;
        if aliased {
            let Some(target) = cx.document.resolved(self.node) else { return Err(Stop::Noted) };
            let mut state = cx.state.borrow_mut();
            looped = state.open_aliases.contains(&self.node);
            state.open_aliases.push(self.node);
            state.alias_depth += 1;
            drop(state);
            if looped {
                let name = cx.document.text()[cx.document.span(self.node).range()].get(1..).unwrap_or("");
                cx.undecodable(self.node, &format!("anchor '{name}' value contains itself"));
            }
            self.node = target;
            self.borrowed = true;
        }
        let type_errors = cx.state.borrow().type_errors;
        let result =
            visitor.visit_seq(Parts { de: self, go_type, type_errors, looped, next: Part::Value });
        if aliased {
            let mut state = cx.state.borrow_mut();
            state.open_aliases.pop();
            state.alias_depth -= 1;
        }
        result
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        ValueDe { cx: self.cx, node: self.node, go_type: "", borrowed: self.borrowed }.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

enum Part {
    Value,
    Meta,
    End,
}

/// The two elements that make a [`Spanned`](super::Spanned): the value, then its place.
struct Parts<'a, 'de, 's> {
    de: NodeDe<'a, 'de, 's>,
    go_type: &'static str,
    /// Type errors noted before this value.
    type_errors: u32,
    looped: bool,
    next: Part,
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de, '_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        match std::mem::replace(&mut self.next, Part::End) {
            Part::Value => {
                self.next = Part::Meta;
                self.value(seed)
            }
            Part::Meta => seed.deserialize(MetaDe(self.meta())).map(Some),
            Part::End => Ok(None),
        }
    }
}

impl<'de> Parts<'_, 'de, '_> {
    fn value<T: DeserializeSeed<'de>>(&self, seed: T) -> Result<Option<T::Value>, Stop> {
        let NodeDe { cx, node, borrowed, .. } = self.de;
        if self.looped {
            return Err(Stop::Noted);
        }
        cx.count(node)?;
        if is_skipped_null(cx.document, node) {
            return Ok(None);
        }
        let value = ValueDe { cx, node, go_type: self.go_type, borrowed };
        match seed.deserialize(value) {
            Ok(value) => Ok(Some(value)),
            Err(Stop::Noted) => Err(Stop::Noted),
            Err(Stop::Mismatch) => Err(value.note_mismatch()),
            Err(Stop::Refused(text)) => {
                let line_of = cx.document.span(node).start;
                Err(cx.note(node, line_of, self.go_type, ErrorKind::BadValue, text))
            }
        }
    }

    fn meta(&self) -> [u32; 7] {
        let NodeDe { cx, node, key, borrowed } = self.de;
        let mut state = cx.state.borrow_mut();
        state.order += 1;
        let clean = state.type_errors == self.type_errors && !state.stopped;
        let span = cx.document.span(node);
        let key = key.map_or(0, |key| key.0 + 1);
        [span.start, span.end, node.0, key, state.order, u32::from(clean), u32::from(borrowed)]
    }
}

/// go-yaml's `prepare`: nothing is decoded, and no type is asked, for these.
fn is_skipped_null(document: &Document<'_>, node: NodeId) -> bool {
    let Value::Scalar(style, text) = document.value(node) else { return false };
    match document.tag(node) {
        Some(tag) => short_tag(tag) == "!!null" && super::resolve_plain(text) == Resolved::Null,
        None => style == Style::Plain && matches!(text, "" | "~" | "null"),
    }
}

/// Hands out the seven numbers of a place.
struct MetaDe([u32; 7]);

impl<'de> Deserializer<'de> for MetaDe {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        struct Numbers(std::array::IntoIter<u32, 7>);
        impl<'de> SeqAccess<'de> for Numbers {
            type Error = Stop;
            fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
                self.0.next().map(|number| seed.deserialize(NumberDe(number))).transpose()
            }
        }
        visitor.visit_seq(Numbers(self.0.into_iter()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct NumberDe(u32);

impl<'de> Deserializer<'de> for NumberDe {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        IntoDeserializer::<Stop>::into_deserializer(self.0).deserialize_any(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_bool(self.0 != 0)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A node, asked for a value of a certain type.
#[derive(Clone, Copy)]
struct ValueDe<'a, 'de, 's> {
    cx: &'a Context<'de, 's>,
    node: NodeId,
    go_type: &'static str,
    borrowed: bool,
}

impl<'a, 'de, 's> ValueDe<'a, 'de, 's> {
    fn document(&self) -> &'de Document<'s> {
        self.cx.document
    }

    /// The scalar's meaning; an error for a list or mapping.
    fn scalar(&self) -> Result<Resolved<'de>, Stop> {
        let document = self.document();
        let Value::Scalar(style, text) = document.value(self.node) else { return Err(Stop::Mismatch) };
        match resolve(text, document.tag(self.node), style == Style::Plain) {
            Ok((value, _)) => Ok(value),
            Err(problem) => Err(self.cx.undecodable(self.node, &problem)),
        }
    }

    /// The scalar's text as a string target takes it: raw, but `!!binary` decoded and null words empty.
    fn text(&self) -> Result<std::borrow::Cow<'de, str>, Stop> {
        let document = self.document();
        let Value::Scalar(_, text) = document.value(self.node) else { return Err(Stop::Mismatch) };
        let value = self.scalar()?;
        if document.tag(self.node).is_some_and(|tag| short_tag(tag) == "!!binary") {
            let Some(bytes) = decode_base64(text) else {
                return Err(self.cx.undecodable(self.node, "!!binary value contains invalid base64 data"));
            };
            return Ok(String::from_utf8_lossy(&bytes).into_owned().into());
        }
        Ok(if value == Resolved::Null { "".into() } else { text.into() })
    }

    /// go-yaml's `terror`.
    fn note_mismatch(&self) -> Stop {
        let document = self.document();
        let tag = document.tag(self.node).map(short_tag);
        let (found, text) = match document.value(self.node) {
            Value::Scalar(style, text) => {
                let resolved = resolve(text, document.tag(self.node), style == Style::Plain);
                let found = resolved.map_or_else(|_| "!!str".to_owned(), |(_, tag)| tag);
                (tag.unwrap_or(found), text)
            }
            Value::Sequence(_) => (tag.unwrap_or_else(|| "!!seq".to_owned()), ""),
            Value::Mapping(_) | Value::Alias(_) => (tag.unwrap_or_else(|| "!!map".to_owned()), ""),
        };
        let shown = match found.as_str() {
            "!!seq" | "!!map" => String::new(),
            _ if text.len() > 10 => format!(" `{}...`", String::from_utf8_lossy(&text.as_bytes()[..7])),
            _ => format!(" `{text}`"),
        };
        let message = format!("cannot unmarshal {found}{shown} into {}", self.go_type);
        let line_of = document.outer_span(self.node).start;
        self.cx.note(self.node, line_of, self.go_type, ErrorKind::WrongType { found }, message)
    }

    /// The entries of a mapping with merges put in where they stand; `false` for one that a later one replaces.
    fn entries(&self, overriding: bool) -> Result<Vec<Entry>, Stop> {
        let mut entries = Vec::new();
        self.collect(self.node, self.borrowed, 0, &mut entries)?;
        if overriding && entries.iter().any(|entry| entry.level > 0) {
            let document = self.document();
            let mut seen = std::collections::HashMap::new();
            for at in (0..entries.len()).rev() {
                // The first of equal keys of one mapping counts, the last of different ones.
                let Some(key) = document.resolved(entries[at].key).and_then(|key| document.scalar(key)) else {
                    continue;
                };
                match seen.insert(key, at) {
                    Some(later) if entries[later].level == entries[at].level => {}
                    Some(later) => {
                        entries[at].replaced = true;
                        seen.insert(key, later);
                    }
                    None => {}
                }
            }
        }
        Ok(entries)
    }

    fn collect(&self, mapping: NodeId, borrowed: bool, level: u32, out: &mut Vec<Entry>) -> Result<(), Stop> {
        let document = self.document();
        let Value::Mapping(pairs) = document.value(mapping) else { return Err(Stop::Mismatch) };
        for (key, value) in pairs.iter() {
            if is_merge_key(document, key) {
                self.merge(value, out)?;
            } else {
                out.push(Entry { key, value, borrowed, level, replaced: false });
            }
        }
        Ok(())
    }

    /// go-yaml's `merge`: a mapping, an alias of one, or a list of them of which earlier ones win.
    fn merge(&self, value: NodeId, out: &mut Vec<Entry>) -> Result<(), Stop> {
        let document = self.document();
        let level = out.last().map_or(1, |entry| entry.level + 1).max(1);
        let mapping_of = |node: NodeId| {
            document.resolved(node).filter(|&node| matches!(document.value(node), Value::Mapping(_)))
        };
        let mut merge_one = |node: NodeId, level: u32| {
            let Some(mapping) = mapping_of(node) else {
                return Err(self
                    .cx
                    .undecodable(value, "map merge requires map or sequence of maps as the value"));
            };
            self.cx.count(node)?;
            if document.outer_span(mapping).contains(document.span(node)) && mapping != node {
                let name = document.text()[document.span(node).range()].get(1..).unwrap_or("");
                return Err(self.cx.undecodable(node, &format!("anchor '{name}' value contains itself")));
            }
            if out.len() > MAX_MERGED {
                return Err(self.cx.undecodable(value, "document contains excessive aliasing"));
            }
            self.collect(mapping, true, level, out)
        };
        match document.value(value) {
            Value::Sequence(items) => {
                items.iter().rev().enumerate().try_for_each(|(at, &item)| merge_one(item, level + at as u32))
            }
            _ => merge_one(value, level),
        }
    }
}

/// Entries that merges may put into one mapping. Real configurations need a handful.
const MAX_MERGED: usize = 100_000;

/// go-yaml's `isMerge`.
fn is_merge_key(document: &Document<'_>, key: NodeId) -> bool {
    matches!(document.value(key), Value::Scalar(style, "<<")
        if style == Style::Plain && document.tag(key).is_none()
            || document.tag(key).is_some_and(|tag| short_tag(tag) == "!!merge"))
}

#[derive(Clone, Copy)]
struct Entry {
    key: NodeId,
    value: NodeId,
    borrowed: bool,
    /// 0 for entries of the mapping itself, another number for each merged one.
    level: u32,
    /// Whether a later merge or entry sets the same key again.
    replaced: bool,
}

macro_rules! deserialize_int {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            // Floats are cut off, as Go's conversion does; i64::MAX and beyond do not fit.
            match self.scalar()? {
                Resolved::Null => visitor.visit_i64(0),
                Resolved::Int(int) => visitor.visit_i64(int),
                Resolved::Float(float) if float <= i64::MAX as f64 => visitor.visit_i64(float as i64),
                _ => Err(Stop::Mismatch),
            }
        }
    )*};
}

macro_rules! deserialize_uint {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            match self.scalar()? {
                Resolved::Null => visitor.visit_u64(0),
                Resolved::Int(int) if int >= 0 => visitor.visit_u64(int as u64),
                Resolved::Uint(int) => visitor.visit_u64(int),
                // A negative float wraps on amd64, where Prometheus's builds run: -1.5 is 2^64 - 1.
                Resolved::Float(float) if float < 0.0 => visitor.visit_u64(float as i64 as u64),
                Resolved::Float(float) if float <= u64::MAX as f64 => visitor.visit_u64(float as u64),
                _ => Err(Stop::Mismatch),
            }
        }
    )*};
}

macro_rules! deserialize_text {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
            visitor.visit_str(&self.text()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for ValueDe<'_, 'de, '_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.document().value(self.node) {
            Value::Sequence(_) => self.deserialize_seq(visitor),
            Value::Mapping(_) => self.deserialize_map(visitor),
            _ => visitor.visit_str(&self.text()?),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.scalar()? {
            Resolved::Null => visitor.visit_bool(false),
            Resolved::Bool(value) => visitor.visit_bool(value),
            _ => Err(Stop::Mismatch),
        }
    }

    deserialize_int! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128 }
    deserialize_uint! { deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 }
    deserialize_text! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.scalar()? {
            Resolved::Null => visitor.visit_f64(0.0),
            Resolved::Int(int) => visitor.visit_f64(int as f64),
            Resolved::Uint(int) => visitor.visit_f64(int as f64),
            Resolved::Float(float) => visitor.visit_f64(float),
            _ => Err(Stop::Mismatch),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.document().value(self.node) {
            Value::Sequence(items) => {
                visitor.visit_seq(Items { cx: self.cx, items: items.iter(), borrowed: self.borrowed })
            }
            _ if self.is_null_word() => {
                visitor.visit_seq(Items { cx: self.cx, items: [].iter(), borrowed: self.borrowed })
            }
            _ => Err(Stop::Mismatch),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let entries = if self.is_null_word() { Vec::new() } else { self.entries(false)? };
        let entries = entries.into_iter();
        visitor.visit_map(Pairs { de: self, entries, value: None, seen: Vec::new(), keys: &[], key_type: false })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let entries = if self.is_null_word() { Vec::new() } else { self.entries(true)? };
        let entries = entries.into_iter();
        visitor.visit_map(Pairs { de: self, entries, value: None, seen: Vec::new(), keys, key_type: true })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf unit unit_struct tuple tuple_struct enum }
}

impl ValueDe<'_, '_, '_> {
    /// `Null` and `NULL` reach the decoder, unlike `null`, and make it empty.
    fn is_null_word(&self) -> bool {
        matches!(self.document().value(self.node), Value::Scalar(..))
            && self.scalar().is_ok_and(|value| value == Resolved::Null)
    }
}

struct Items<'a, 'de, 's> {
    cx: &'a Context<'de, 's>,
    items: std::slice::Iter<'de, NodeId>,
    borrowed: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de, '_> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        let Some(&node) = self.items.next() else { return Ok(None) };
        seed.deserialize(NodeDe { cx: self.cx, node, key: None, borrowed: self.borrowed }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // A list may say a million items and hold nothing; serde caps what it reserves.
        Some(self.items.len())
    }
}

/// The entries of a section or of a map with free keys.
struct Pairs<'a, 'de, 's> {
    de: ValueDe<'a, 'de, 's>,
    entries: std::vec::IntoIter<Entry>,
    value: Option<Entry>,
    /// Keys that were given, with their mapping.
    seen: Vec<(u32, NodeId, std::borrow::Cow<'de, str>)>,
    /// The keys of the section; nothing for a map.
    keys: &'static [&'static str],
    /// Whether it is a section.
    key_type: bool,
}

impl<'de> Pairs<'_, 'de, '_> {
    /// The next entry of a section that it knows and that is not there twice.
    fn next_field(&mut self) -> Option<(Entry, &'static str)> {
        let cx = self.de.cx;
        while let Some(entry) = self.entries.next() {
            let Ok(name) = self.key_text(entry) else { continue };
            let line_of = cx.document.outer_span(entry.key).start;
            let go_type = self.de.go_type;
            let Some(&field) = self.keys.iter().find(|&&field| field == name) else {
                let text = format!("field {name} not found in type {go_type}");
                let kind = ErrorKind::UnknownKey { key: name.into_owned(), known: self.keys };
                cx.note(entry.key, line_of, go_type, kind, text);
                continue;
            };
            let before = self.seen.iter().find(|(level, _, key)| *level == entry.level && *key == name);
            if let Some(&(_, first, _)) = before {
                let first = cx.document.span(first);
                let text = format!("field {name} already set in type {go_type}");
                let kind = ErrorKind::DuplicateKey { key: name.into_owned(), first };
                cx.note(entry.key, line_of, go_type, kind, text);
                continue;
            }
            self.seen.push((entry.level, entry.key, name));
            if !entry.replaced {
                return Some((entry, field));
            }
        }
        None
    }

    fn key_text(&self, entry: Entry) -> Result<std::borrow::Cow<'de, str>, Stop> {
        let cx = self.de.cx;
        cx.count(entry.key)?;
        let node = cx.document.resolved(entry.key).ok_or(Stop::Noted)?;
        let key = ValueDe { cx, node, go_type: <String as GoType>::NAME, borrowed: false };
        match key.text() {
            Err(Stop::Mismatch) => Err(key.note_mismatch()),
            other => other,
        }
    }

    /// The next entry of a map whose key is not there yet.
    fn next_entry(&mut self) -> Option<Entry> {
        let cx = self.de.cx;
        while let Some(entry) = self.entries.next() {
            let Ok(name) = self.key_text(entry) else { continue };
            if let Some((_, first, _)) = self.seen.iter().find(|(_, _, key)| *key == name) {
                // go-yaml names the line of the value here.
                let value = cx.document.resolved(entry.value).unwrap_or(entry.value);
                let line_of = cx.document.outer_span(value).start;
                let first = cx.document.span(*first);
                let text = format!("key {} already set in map", go_quote(&name));
                let kind = ErrorKind::DuplicateKey { key: name.into_owned(), first };
                cx.note(entry.key, line_of, self.de.go_type, kind, text);
                continue;
            }
            self.seen.push((0, entry.key, name));
            return Some(entry);
        }
        None
    }
}

impl<'de> MapAccess<'de> for Pairs<'_, 'de, '_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        if self.key_type {
            let Some((entry, field)) = self.next_field() else { return Ok(None) };
            self.value = Some(entry);
            return seed.deserialize(StrDeserializer::<Stop>::new(field)).map(Some);
        }
        let Some(entry) = self.next_entry() else { return Ok(None) };
        self.value = Some(entry);
        let key = NodeDe { cx: self.de.cx, node: entry.key, key: None, borrowed: entry.borrowed };
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stop> {
        let Some(Entry { key, value, borrowed, .. }) = self.value.take() else { return Err(Stop::Noted) };
        seed.deserialize(NodeDe { cx: self.de.cx, node: value, key: Some(key), borrowed })
    }
}

/// Standard base64 with padding, line breaks ignored, as Go's `base64.StdEncoding` decodes it.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let symbols: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    base64::engine::general_purpose::STANDARD.decode(symbols).ok()
}

impl GoType for String {
    const NAME: &'static str = "string";
    const LIST: &'static str = "[]string";
    const MAP: &'static str = "map[string]string";
}
