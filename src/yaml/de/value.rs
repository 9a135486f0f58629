//! Values as their types ask for them: go-yaml's `unmarshal` of scalars and lists.

use std::borrow::Cow;

use base64::Engine as _;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::mapping::{Entries, FreeMap, Section};
use super::place::NodeDe;
use super::{Context, ErrorKind, Stop};
use crate::yaml::node::{Document, NodeId, Style, Value};
use crate::yaml::scalar::{Resolved, is_null_word, resolve, short_tag};
use crate::yaml::spanned::GoType;

/// A node, asked for a value of a certain type.
#[derive(Clone, Copy)]
pub(super) struct ValueDe<'a, 'de, 's> {
    pub(super) cx: &'a Context<'de, 's>,
    pub(super) node: NodeId,
    pub(super) go_type: &'static str,
    pub(super) borrowed: bool,
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
            Ok(value) => Ok(value),
            Err(problem) => Err(self.cx.undecodable(self.node, &problem)),
        }
    }

    /// The scalar's text as a string target takes it: raw, but `!!binary` decoded and null words empty.
    pub(super) fn text(&self) -> Result<Cow<'de, str>, Stop> {
        let document = self.document();
        let Value::Scalar(style, text) = document.value(self.node) else { return Err(Stop::Mismatch) };
        let Some(tag) = document.tag(self.node) else {
            let is_null = style == Style::Plain && is_null_word(text);
            return Ok(if is_null { "".into() } else { text.into() });
        };
        let value = self.scalar()?;
        if short_tag(tag) == "!!binary" {
            let Some(bytes) = decode_base64(text) else {
                return Err(self.cx.undecodable(self.node, "!!binary value contains invalid base64 data"));
            };
            return Ok(String::from_utf8_lossy(&bytes).into_owned().into());
        }
        Ok(if value == Resolved::Null { "".into() } else { text.into() })
    }

    /// go-yaml's `terror`.
    pub(super) fn note_mismatch(&self) -> Stop {
        let document = self.document();
        let tag = document.tag(self.node).map(short_tag);
        let (found, text) = match document.value(self.node) {
            Value::Scalar(style, text) => {
                let resolved = resolve(text, document.tag(self.node), style == Style::Plain);
                let found = resolved.map_or("!!str", Resolved::tag);
                (tag.unwrap_or_else(|| found.to_owned()), text)
            }
            Value::Sequence(_) => (tag.unwrap_or_else(|| "!!seq".to_owned()), ""),
            Value::Mapping(_) | Value::Alias(_) => (tag.unwrap_or_else(|| "!!map".to_owned()), ""),
        };
        let shown = match found.as_str() {
            "!!seq" | "!!map" => String::new(),
            _ if text.len() > 10 => format!(" `{}...`", String::from_utf8_lossy(&text.as_bytes()[..7])),
            _ => format!(" `{text}`"),
        };
        // A secret decodes itself as `type plain Secret` (prometheus/common, config/config.go).
        let go_type = if self.go_type == "config.Secret" { "config.plain" } else { self.go_type };
        let message = format!("cannot unmarshal {found}{shown} into {go_type}");
        let line_of = document.outer_span(self.node).start;
        self.cx.note(self.node, line_of, self.go_type, ErrorKind::WrongType { found }, message)
    }
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

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
                Resolved::Float(float) if float < TWO_TO_64 => visitor.visit_u64(float as u64),
                // go-yaml lets 2^64 pass, and the conversion makes 2^63 of it there.
                Resolved::Float(float) if float == TWO_TO_64 => visitor.visit_u64(1 << 63),
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

    /// Asked for by types of which go-yaml calls `UnmarshalYAML`, with their name. It does not for a null, and takes
    /// a quoted `null` or `~` for one (decode.go, `prepare`); then it finds text that is none of the type. Of a type that
    /// is a string by nature the text becomes a value, without a check: none that means anything, but nothing is said.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let document = self.document();
        if matches!(document.value(self.node), Value::Scalar(_, "null" | "~"))
            && document.tag(self.node).is_none()
        {
            let is_taken = name == String::NAME;
            return Err(if is_taken { Stop::Noted } else { Self { go_type: name, ..self }.note_mismatch() });
        }
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
        let entries = if self.is_null_word() { Entries::none() } else { self.entries()? };
        visitor.visit_map(FreeMap::new(self, entries))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let entries = if self.is_null_word() { Entries::none() } else { self.section_entries()? };
        visitor.visit_map(Section::new(self, entries, keys))
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
        // Each item takes the memory of a section, wrong ones too.
        let next = self.items.next().filter(|_| !self.cx.has_enough());
        let Some(&node) = next else { return Ok(None) };
        seed.deserialize(NodeDe { cx: self.cx, node, key: None, borrowed: self.borrowed }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        // A list may say a million items and hold nothing; serde caps what it reserves.
        Some(self.items.len())
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
