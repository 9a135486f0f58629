//! Values with their places: what a [`Spanned`](crate::yaml::Spanned) asks for.

use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::value::ValueDe;
use super::{Context, ErrorKind, Stop};
use crate::yaml::node::{Document, NodeId, Style, Value};
use crate::yaml::scalar::{Resolved, resolve_plain, short_tag};

/// A node before it is known what is asked of it: hands out [`Spanned`](crate::yaml::Spanned) values.
#[derive(Clone, Copy)]
pub(super) struct NodeDe<'a, 'de, 's> {
    pub(super) cx: &'a Context<'de, 's>,
    pub(super) node: NodeId,
    pub(super) key: Option<NodeId>,
    pub(super) borrowed: bool,
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
        let result = visitor.visit_seq(Parts { de: self, go_type, type_errors, looped, next: Part::Value });
        if aliased {
            let mut state = cx.state.borrow_mut();
            state.open_aliases.pop();
            state.alias_depth -= 1;
        }
        result
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        ValueDe { cx: self.cx, node: self.node, go_type: "", borrowed: self.borrowed }
            .deserialize_any(visitor)
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

/// The two elements that make a [`Spanned`](crate::yaml::Spanned): the value, then its place.
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
        Some(tag) => short_tag(tag) == "!!null" && resolve_plain(text) == Resolved::Null,
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
            fn next_element_seed<T: DeserializeSeed<'de>>(
                &mut self,
                seed: T,
            ) -> Result<Option<T::Value>, Stop> {
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
