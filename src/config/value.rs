//! Plain values: text, secrets, label names, and what Go calls the built-in types.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::yaml::{GoType, go_quote};

/// Any scalar's text, for types that read it themselves.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct TextVisitor;
    impl de::Visitor<'_> for TextVisitor {
        type Value = String;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a scalar")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
    }
    deserializer.deserialize_str(TextVisitor)
}

/// As [`text`], for a type that go-yaml can fill through its `UnmarshalYAML` alone. go-yaml does not call that for a
/// quoted `null` or `~` (decode.go, `prepare`), and finds then that text is none of `go_type`.
pub(super) fn own_text<'de, D: Deserializer<'de>>(
    deserializer: D,
    go_type: &'static str,
) -> Result<String, D::Error> {
    struct OwnVisitor;
    impl<'de> de::Visitor<'de> for OwnVisitor {
        type Value = String;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a scalar")
        }
        fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
            text(deserializer)
        }
    }
    deserializer.deserialize_newtype_struct(go_type, OwnVisitor)
}

/// Any scalar, as where Prometheus decodes a string: the text is taken as written, `yes` as `yes`, `0x10` as `0x10`.
fn any_scalar(description: Option<&str>) -> Schema {
    let mut schema = json_schema!({ "type": ["string", "number", "boolean"] });
    if let Some(description) = description {
        schema.insert("description".to_owned(), description.into());
    }
    schema
}

/// Makes newtypes of `String` that differ in their Go name; `as NAME, LIST, MAP`.
macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident as $go:literal, $list:literal, $map:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl $crate::yaml::GoType for $name {
            const NAME: &'static str = $go;
            const LIST: &'static str = $list;
            const MAP: &'static str = $map;
        }

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}
pub(crate) use text_type;

/// A text type that takes any scalar.
macro_rules! free_text_type {
    ($(#[$doc:meta])* $name:ident as $go:literal, $list:literal, $map:literal) => {
        $crate::config::value::text_type! { $(#[$doc])* $name as $go, $list, $map }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::config::value::text(deserializer).map(Self)
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": ["string", "number", "boolean"] })
            }
        }
    };
}
pub(crate) use free_text_type;

/// Words that a type of Prometheus refuses all others than.
macro_rules! role_type {
    ($(#[$doc:meta])* $name:ident [$($word:literal),*] $refusal:literal) => {
        $crate::config::value::text_type! { $(#[$doc])* $name as "string", "[]string", "map[string]string" }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::config::value::own_text(deserializer, "string")?;
                if [$($word),*].contains(&text.as_str()) {
                    return Ok(Self(text));
                }
                let quoted = $crate::yaml::go_quote(&text);
                Err(serde::de::Error::custom(format!($refusal, quoted)))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),*] })
            }
        }
    };
}
pub(crate) use role_type;

/// Mappings with free keys that Go has a name for.
macro_rules! map_type {
    ($($(#[$doc:meta])* $name:ident($key:ty => $value:ty) as $go:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub $crate::yaml::Map<$key, $value>);

        impl $crate::yaml::GoType for $name {
            const NAME: &'static str = $go;
        }

        impl std::ops::Deref for $name {
            type Target = $crate::yaml::Map<$key, $value>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    )*};
}
pub(crate) use map_type;

free_text_type! {
    /// A string: any scalar, as it is written.
    Text as "string", "[]string", "map[string]string"
}

text_type! {
    /// A value that must never be shown.
    Secret as "config.Secret", "[]config.Secret", "map[string]config.Secret"
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self)
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        any_scalar(Some("A secret in plain text; prefer the key that names a file."))
    }
}

text_type! {
    /// The name of a label: any UTF-8 text but the empty one, whatever the validation scheme of the job (the type's
    /// own check always uses Prometheus's global default, UTF-8).
    LabelName as "string", "model.LabelNames", "map[model.LabelName]string"
}

impl<'de> Deserialize<'de> for LabelName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = text(deserializer)?;
        if name.is_empty() {
            return Err(de::Error::custom(format!("{} is not a valid label name", go_quote(&name))));
        }
        Ok(Self(name))
    }
}

impl JsonSchema for LabelName {
    fn schema_name() -> Cow<'static, str> {
        "LabelName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"], "minLength": 1 })
    }
}

/// Whether a name fits the legacy scheme: `[a-zA-Z_][a-zA-Z0-9_]*`.
pub fn is_legacy_label_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whole numbers, named as Go names their types. Prometheus takes a fraction and cuts it off; of a negative one without a
/// sign it makes a huge number.
macro_rules! number_type {
    ($($(#[$doc:meta])* $name:ident($inner:ty) as $go:literal, $schema:tt;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl GoType for $name {
            const NAME: &'static str = $go;
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

number_type! {
    /// A Go `int`.
    Int(i64) as "int", { "type": "number", "format": "int64" };
    /// A Go `int64`.
    Int64(i64) as "int64", { "type": "number", "format": "int64" };
    /// A Go `uint`.
    Uint(u64) as "uint", { "type": "number", "format": "uint64", "anyOf": [{ "minimum": 0 }, { "not": { "type": "integer" } }] };
    /// A Go `uint64`.
    Uint64(u64) as "uint64", { "type": "number", "format": "uint64", "anyOf": [{ "minimum": 0 }, { "not": { "type": "integer" } }] };
}

impl GoType for bool {
    const NAME: &'static str = "bool";
}

impl GoType for f64 {
    const NAME: &'static str = "float64";
}
