//! Decoded values that know where they stand.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use super::node::NodeId;
use crate::source::Span;

/// What Prometheus's code calls a type; its error messages print these names.
pub trait GoType {
    /// The type, as `reflect` prints it: `model.Duration`.
    const NAME: &'static str;
    /// A list of it: `[]*config.ScrapeConfig`.
    const LIST: &'static str = "[]interface {}";
    /// A map from strings to it.
    const MAP: &'static str = "map[string]interface {}";
}

impl<T: GoType> GoType for Vec<Spanned<T>> {
    const NAME: &'static str = T::LIST;
}

/// What a key's value came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<T> {
    /// A value.
    Value(T),
    /// `null`, `~` or nothing: Go's zero value, not the default.
    Null,
    /// Something Prometheus does not take; the finding has been made.
    Invalid,
}

/// A decoded value, and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub given: Given<T>,
    /// Where it stands; for a value reached through an alias, at its anchor.
    pub span: Span,
    /// The value's node.
    pub node: NodeId,
    /// The key's node, if it is the value of a key.
    pub key: Option<NodeId>,
    /// Whether it was reached through an alias or a merge.
    pub borrowed: bool,
    /// Whether it stands in another file than the one at hand, so that its place means nothing here.
    pub elsewhere: bool,
    /// Whether nothing within it is of a wrong type. Prometheus makes a section's own checks only then.
    pub clean: bool,
    /// When Prometheus is done decoding it, as a number that grows through the file.
    pub order: u32,
}

impl<T> Spanned<T> {
    /// The value, unless it is null or invalid.
    pub fn value(&self) -> Option<&T> {
        match &self.given {
            Given::Value(value) => Some(value),
            Given::Null | Given::Invalid => None,
        }
    }

    /// The value itself, unless it is null or invalid.
    pub fn into_value(self) -> Option<T> {
        match self.given {
            Given::Value(value) => Some(value),
            Given::Null | Given::Invalid => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self.given, Given::Null)
    }
}

/// A key of a section: absent, or there.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<T>(Option<Box<Spanned<T>>>);

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Field<T> {
    /// The value with its place, if the key is there.
    pub fn spanned(&self) -> Option<&Spanned<T>> {
        self.0.as_deref()
    }

    /// The value, if the key is there with one.
    pub fn value(&self) -> Option<&T> {
        self.spanned().and_then(Spanned::value)
    }

    /// The value itself, if the key is there with one.
    pub fn into_value(self) -> Option<T> {
        self.0.and_then(|spanned| spanned.into_value())
    }

    /// Whether the key is there, with whatever value.
    pub fn is_present(&self) -> bool {
        self.0.is_some()
    }

    /// Whether the key is there and not null; an invalid value counts.
    pub fn is_given(&self) -> bool {
        self.spanned().is_some_and(|spanned| !spanned.is_null())
    }

    /// Whether the key is there with null.
    pub fn is_null(&self) -> bool {
        self.spanned().is_some_and(Spanned::is_null)
    }

    /// The key's node, if it is there, in this file.
    pub fn key(&self) -> Option<NodeId> {
        self.here().and_then(|spanned| spanned.key)
    }

    /// Where the value stands, if the key is there, in this file.
    pub fn span(&self) -> Option<Span> {
        self.here().map(|spanned| spanned.span)
    }

    fn here(&self) -> Option<&Spanned<T>> {
        self.spanned().filter(|spanned| !spanned.elsewhere)
    }

    /// Makes it a value of another file: what it is counts on, where it stands does not.
    pub(crate) fn move_elsewhere(&mut self) {
        if let Some(spanned) = &mut self.0 {
            spanned.elsewhere = true;
            spanned.borrowed = true;
        }
    }
}

impl<T: Copy + Default> Field<T> {
    /// The value in force: `default` without the key, Go's zero value for null.
    pub fn or(&self, default: T) -> T {
        match self.spanned().map(|spanned| &spanned.given) {
            Some(Given::Value(value)) => *value,
            Some(Given::Null) => T::default(),
            Some(Given::Invalid) | None => default,
        }
    }
}

impl<T: AsRef<str>> Field<T> {
    /// The text in force: `default` without the key, the empty text for null.
    pub fn text_or<'f>(&'f self, default: &'f str) -> &'f str {
        match self.spanned().map(|spanned| &spanned.given) {
            Some(Given::Value(value)) => value.as_ref(),
            Some(Given::Null) => "",
            Some(Given::Invalid) | None => default,
        }
    }

    /// The text in force where the default is none.
    pub fn text(&self) -> &str {
        self.text_or("")
    }
}

impl<T: AsRef<str>> Field<T> {
    /// Whether there is no text: no key, null, or the empty text. An invalid value is none of these.
    pub fn is_blank(&self) -> bool {
        self.spanned().is_none_or(|spanned| match &spanned.given {
            Given::Value(text) => text.as_ref().is_empty(),
            Given::Null => true,
            Given::Invalid => false,
        })
    }
}

impl<T> Field<Vec<Spanned<T>>> {
    /// The items of a list; none without the key.
    pub fn items(&self) -> &[Spanned<T>] {
        self.value().map_or(&[], Vec::as_slice)
    }

    /// The items that have a value.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.items().iter().filter_map(Spanned::value)
    }
}

/// The numbers that the tree's deserializer hands over behind a value: span start and end, node, key + 1, order, and
/// the two flags.
pub(super) type Meta = (u32, u32, u32, u32, u32, bool, bool);

impl<'de, T: Deserialize<'de> + GoType> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(T::NAME, SpannedVisitor(PhantomData))
    }
}

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a node of a YAML tree")
    }

    /// The deserializer gives two elements: the value (nothing for null, an error that it has already noted for an
    /// invalid one) and its [`Meta`].
    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let given = match parts.next_element::<T>() {
            Ok(Some(value)) => Given::Value(value),
            Ok(None) => Given::Null,
            Err(_) => Given::Invalid,
        };
        let (start, end, node, key, order, clean, borrowed) =
            parts.next_element::<Meta>()?.ok_or_else(|| serde::de::Error::custom("not a YAML tree"))?;
        Ok(Spanned {
            given,
            span: Span { start, end },
            node: NodeId(node),
            key: key.checked_sub(1).map(NodeId),
            borrowed,
            elsewhere: false,
            clean,
            order,
        })
    }
}

impl<'de, T: Deserialize<'de> + GoType> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(|spanned| Self(Some(Box::new(spanned))))
    }
}

/// A mapping with free keys, in the order written. A key that is set twice stands once, with its first value.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<K, V>(Vec<(Spanned<K>, Spanned<V>)>);

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Map<K, V> {
    /// Keys and values.
    pub fn entries(&self) -> &[(Spanned<K>, Spanned<V>)] {
        &self.0
    }
}

impl<K: AsRef<str>, V> Map<K, V> {
    /// The value of a key.
    pub fn get(&self, name: &str) -> Option<&Spanned<V>> {
        self.0
            .iter()
            .find(|(key, _)| key.value().is_some_and(|key| key.as_ref() == name))
            .map(|(_, value)| value)
    }
}

impl<'de, K, V> Deserialize<'de> for Map<K, V>
where
    K: Deserialize<'de> + GoType,
    V: Deserialize<'de> + GoType,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapVisitor<K, V>(PhantomData<(K, V)>);
        impl<'de, K, V> Visitor<'de> for MapVisitor<K, V>
        where
            K: Deserialize<'de> + GoType,
            V: Deserialize<'de> + GoType,
        {
            type Value = Map<K, V>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a mapping")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<Spanned<K>>()? {
                    entries.push((key, map.next_value::<Spanned<V>>()?));
                }
                Ok(Map(entries))
            }
        }
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

impl<T: JsonSchema + GoType> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    /// The value's schema, or null, which go-yaml takes wherever it decodes a value. Prometheus refuses a nil pointer in
    /// a list of pointers, though.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        if T::LIST.starts_with("[]*") {
            return generator.subschema_for::<T>();
        }
        generator.subschema_for::<Option<T>>()
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Option<T>>()
    }
}

impl<K, V: JsonSchema> JsonSchema for Map<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Map_of_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let values = generator.subschema_for::<Option<V>>();
        json_schema!({ "type": "object", "additionalProperties": values })
    }
}
