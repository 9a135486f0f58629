//! Values of the file format that have no counterpart in Prometheus's.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::config::Text;
use crate::config::sd::LabelSet;
use crate::relabel::Stage;
use crate::yaml::{GoType, Resolved, Spanned, resolve_plain};

/// One value, or a list of them.
#[derive(Debug)]
pub(super) enum OneOrMany<T> {
    /// A single one.
    One(T),
    /// A list.
    Many(Vec<Spanned<T>>),
}

impl<T> OneOrMany<T> {
    /// The values, without those that are null or do not decode.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        let (one, many) = match self {
            Self::One(one) => (Some(one), &[][..]),
            Self::Many(many) => (None, &many[..]),
        };
        one.into_iter().chain(many.iter().filter_map(Spanned::value))
    }
}

impl GoType for OneOrMany<LabelSet> {
    const NAME: &'static str = "reltest.OneOrManyLabelSets";
}

impl GoType for OneOrMany<Text> {
    const NAME: &'static str = "reltest.OneOrManyTexts";
}

impl<'de, T: Deserialize<'de> + GoType> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + GoType> Visitor<'de> for OneOrManyVisitor<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("one value or a list")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                T::deserialize(StrDeserializer::new(text)).map(OneOrMany::One)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(OneOrMany::One)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(OneOrMany::Many(items))
            }
        }
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

impl<T: JsonSchema + GoType> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// Reads a scalar as something that only some texts are.
macro_rules! scalar_type {
    ($($type:ident, $name:literal, $expected:literal, $schema:tt;)*) => {$(
        impl GoType for $type {
            const NAME: &'static str = $name;
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Text::deserialize(deserializer)?;
                Self::read(&text).ok_or_else(|| de::Error::custom($expected))
            }
        }

        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

/// A whole number of 0 or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Number(pub(super) u64);

impl Number {
    fn read(text: &str) -> Option<Self> {
        match resolve_plain(text) {
            Resolved::Int(number) => number.try_into().ok().map(Self),
            _ => None,
        }
    }
}

/// How many of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// All of them.
    All,
    /// This many.
    Count(u64),
}

impl Quantity {
    fn read(text: &str) -> Option<Self> {
        match resolve_plain(text) {
            Resolved::Bool(true) => Some(Self::All),
            Resolved::Bool(false) => Some(Self::Count(0)),
            _ => Number::read(text).map(|number| Self::Count(number.0)),
        }
    }

    /// The number that it stands for among `all`.
    pub(super) fn of(self, all: u64) -> u64 {
        match self {
            Self::All => all,
            Self::Count(count) => count,
        }
    }
}

/// The name of a stage of relabeling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StageName(pub(super) Stage);

impl StageName {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

scalar_type! {
    Number, "reltest.Number", "a whole number of 0 or more", { "type": "integer", "minimum": 0 };
    Quantity, "reltest.Quantity", "a whole number, `true` for all, or `false` for none",
        { "type": ["integer", "boolean"], "minimum": 0 };
    StageName, "reltest.StageName", "`target`, `metric`, `write` or `alert`",
        { "type": "string", "enum": ["target", "metric", "write", "alert"] };
}
