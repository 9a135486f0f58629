//! Name schemes, escaping schemes and exposition formats: the words and their checks.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::value::text_type;
use crate::yaml::{GoType, go_quote};

/// `metric_name_validation_scheme`: empty, `legacy` or `utf8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValidationScheme(pub String);

impl AsRef<str> for ValidationScheme {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl GoType for ValidationScheme {
    const NAME: &'static str = "string";
}

impl<'de> Deserialize<'de> for ValidationScheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::text(deserializer)?;
        if matches!(text.as_str(), "" | "legacy" | "utf8") {
            return Ok(Self(text));
        }
        Err(de::Error::custom(format!("unrecognized ValidationScheme: {}", go_quote(&text))))
    }
}

impl JsonSchema for ValidationScheme {
    fn schema_name() -> Cow<'static, str> {
        "ValidationScheme".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": ["", "legacy", "utf8"] })
    }
}

/// What `metric_name_escaping_scheme` may be.
pub(super) const ESCAPING_SCHEMES: [&str; 4] = ["allow-utf-8", "underscores", "dots", "values"];

text_type! {
    /// `metric_name_escaping_scheme`
    EscapingScheme as "string", "[]string", "map[string]string"
}

impl<'de> Deserialize<'de> for EscapingScheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::value::text(deserializer).map(Self)
    }
}

impl JsonSchema for EscapingScheme {
    fn schema_name() -> Cow<'static, str> {
        "EscapingScheme".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": ["", "allow-utf-8", "underscores", "dots", "values"] })
    }
}

text_type! {
    /// A format of a scrape's text.
    ScrapeProtocol as "config.ScrapeProtocol", "[]config.ScrapeProtocol", "map[string]config.ScrapeProtocol"
}

impl<'de> Deserialize<'de> for ScrapeProtocol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::value::text(deserializer).map(Self)
    }
}

/// The formats, sorted as Prometheus's messages list them.
pub const SCRAPE_PROTOCOLS: [&str; 5] = [
    "OpenMetricsText0.0.1",
    "OpenMetricsText1.0.0",
    "PrometheusProto",
    "PrometheusText0.0.4",
    "PrometheusText1.0.0",
];

impl JsonSchema for ScrapeProtocol {
    fn schema_name() -> Cow<'static, str> {
        "ScrapeProtocol".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": SCRAPE_PROTOCOLS, "x-words-since": { "PrometheusText1.0.0": "3.0" } })
    }
}

/// `ScrapeProtocol.Validate`
pub(super) fn check_protocol(protocol: &str) -> Result<(), String> {
    if SCRAPE_PROTOCOLS.contains(&protocol) {
        return Ok(());
    }
    Err(format!("unknown scrape protocol {protocol}, supported: [{}]", SCRAPE_PROTOCOLS.join(" ")))
}

/// `validateAcceptScrapeProtocols`: the position of the protocol at fault, if one is, and the message.
pub(super) fn check_protocols(protocols: &[&str]) -> Result<(), (Option<usize>, String)> {
    if protocols.is_empty() {
        return Err((None, "scrape_protocols cannot be empty".to_owned()));
    }
    for (at, protocol) in protocols.iter().enumerate() {
        if protocols[..at].iter().any(|earlier| earlier.to_lowercase() == protocol.to_lowercase()) {
            let text = format!("duplicated protocol in scrape_protocols, got [{}]", protocols.join(" "));
            return Err((Some(at), text));
        }
        check_protocol(protocol).map_err(|text| (Some(at), format!("scrape_protocols: {text}")))?;
    }
    Ok(())
}
