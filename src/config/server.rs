//! `storage`, `tracing` and `otlp` (config/config.go).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::http::{TlsConfig, go_type};
use super::http_check::check_tls;
use super::relabel::NameScheme;
use super::remote::check_headers;
use super::value::{Int64, Text, text_type};
use super::{Duration, Refusal, Refusals, Size};
use crate::yaml::{Field, Map, Spanned, go_quote};

/// Local storage.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct StorageConfig {
    /// The time series database.
    #[schemars(extend("x-since" = "2.39", "default" = {}))]
    pub tsdb: Field<TsdbConfig>,
    /// Exemplars kept in memory.
    #[schemars(extend("x-since" = "2.29", "default" = { "max_exemplars": 100000 }))]
    pub exemplars: Field<ExemplarsConfig>,
}

/// The time series database.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct TsdbConfig {
    /// How late a sample may come.
    #[schemars(extend("x-since" = "2.39", "default" = "0s"))]
    pub out_of_order_time_window: Field<Duration>,
    /// The same in milliseconds; a leak of Prometheus's code, not meant to be written.
    #[serde(rename = "outofordertimewindow")]
    #[schemars(extend("deprecated" = true))]
    pub out_of_order_milliseconds: Field<Int64>,
    /// The share of stale series at which memory is compacted early.
    #[schemars(extend("x-since" = "3.10", "default" = 0))]
    pub stale_series_compaction_threshold: Field<f64>,
    /// How chunks are encoded.
    #[schemars(extend("x-since" = "3.13"))]
    pub chunk_encoding: Field<ChunkEncodingConfig>,
    /// How long data is kept. Present, it replaces the command line's flags altogether.
    #[schemars(extend("x-since" = "3.8"))]
    pub retention: Field<RetentionConfig>,
}

/// How chunks are encoded.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ChunkEncodingConfig {
    /// The encoding of floats.
    #[schemars(extend("x-since" = "3.13", "enum" = ["", "xor", "xor2", null]))]
    pub floats: Field<Text>,
}

/// How long data is kept.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct RetentionConfig {
    /// The age at which data goes.
    #[schemars(extend("x-since" = "3.8"))]
    pub time: Field<Duration>,
    /// The size at which the oldest data goes.
    #[schemars(extend("x-since" = "3.8"))]
    pub size: Field<Size>,
    /// The share of the disk, in percent, at which the oldest data goes.
    #[schemars(extend("x-since" = "3.11", "minimum" = 0, "maximum" = 100))]
    pub percentage: Field<f64>,
}

/// Exemplars kept in memory.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ExemplarsConfig {
    /// How many. 100000 without `exemplars`, 0 with an empty one.
    #[schemars(extend("x-since" = "2.29", "default" = 0))]
    pub max_exemplars: Field<Int64>,
}

/// Sending of traces.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["endpoint"]))]
pub struct TracingConfig {
    /// How traces are sent.
    #[schemars(extend("x-since" = "2.34", "default" = "grpc"))]
    pub client_type: Field<ClientType>,
    /// Where traces are sent. Required.
    #[schemars(extend("x-since" = "2.34"))]
    pub endpoint: Field<Text>,
    /// The share of requests that are traced, from 0 to 1.
    #[schemars(extend("x-since" = "2.34", "default" = 0))]
    pub sampling_fraction: Field<f64>,
    /// Whether the connection is without TLS.
    #[schemars(extend("x-since" = "2.34", "default" = false))]
    pub insecure: Field<bool>,
    /// TLS settings of the connection.
    #[schemars(extend("x-since" = "2.34"))]
    pub tls_config: Field<TlsConfig>,
    /// Further headers of each request.
    #[schemars(extend("x-since" = "2.34"))]
    pub headers: Field<Map<Text, Text>>,
    /// How requests are compressed.
    #[schemars(extend("x-since" = "2.34", "enum" = ["", "gzip", null]))]
    pub compression: Field<Text>,
    /// How long sending may take.
    #[schemars(extend("x-since" = "2.34", "default" = "10s"))]
    pub timeout: Field<Duration>,
}

text_type! {
    /// How traces are sent.
    ClientType as "config.TracingClientType", "[]config.TracingClientType", "map[string]config.TracingClientType"
}

impl<'de> Deserialize<'de> for ClientType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::text(deserializer)?;
        if matches!(text.as_str(), "grpc" | "http") {
            return Ok(Self(text));
        }
        Err(de::Error::custom(format!(
            "expected tracing client type to be to be http or grpc, but got {text}"
        )))
    }
}

impl JsonSchema for ClientType {
    fn schema_name() -> Cow<'static, str> {
        "ClientType".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": ["grpc", "http"] })
    }
}

/// Receiving of OTLP metrics.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct OtlpConfig {
    /// Resource attributes that become labels.
    #[schemars(extend("x-since" = "2.55"))]
    pub promote_resource_attributes: Field<Vec<Spanned<Text>>>,
    /// Whether all resource attributes become labels.
    #[schemars(extend("x-since" = "3.5", "default" = false))]
    pub promote_all_resource_attributes: Field<bool>,
    /// Resource attributes that do not become labels although all others do.
    #[schemars(extend("x-since" = "3.5"))]
    pub ignore_resource_attributes: Field<Vec<Spanned<Text>>>,
    /// How names become Prometheus's.
    #[schemars(extend("x-since" = "3.0", "default" = "UnderscoreEscapingWithSuffixes"))]
    pub translation_strategy: Field<TranslationStrategy>,
    /// Whether service.name and the like also stay in target_info.
    #[schemars(extend("x-since" = "3.1", "default" = false))]
    pub keep_identifying_resource_attributes: Field<bool>,
    /// Whether histograms are stored as native ones with custom buckets.
    #[schemars(extend("x-since" = "3.4", "default" = false))]
    pub convert_histograms_to_nhcb: Field<bool>,
    /// Whether scope attributes become labels.
    #[schemars(extend("x-since" = "3.6", "default" = false))]
    pub promote_scope_metadata: Field<bool>,
    /// Whether label names that begin with an underscore get a prefix.
    #[schemars(extend("x-since" = "3.8", "default" = true))]
    pub label_name_underscore_sanitization: Field<bool>,
    /// Whether several underscores in a row stay.
    #[schemars(extend("x-since" = "3.8", "default" = true))]
    pub label_name_preserve_multiple_underscores: Field<bool>,
}

text_type! {
    /// How names of OTLP metrics become Prometheus's.
    TranslationStrategy as "otlptranslator.TranslationStrategyOption", "[]string", "map[string]string"
}

const STRATEGIES: [&str; 5] = [
    "",
    "UnderscoreEscapingWithSuffixes",
    "UnderscoreEscapingWithoutSuffixes",
    "NoUTF8EscapingWithSuffixes",
    "NoTranslation",
];

impl<'de> Deserialize<'de> for TranslationStrategy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::value::text(deserializer).map(Self)
    }
}

impl JsonSchema for TranslationStrategy {
    fn schema_name() -> Cow<'static, str> {
        "TranslationStrategy".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": STRATEGIES })
    }
}

go_type! {
    StorageConfig: "config.StorageConfig";
    TsdbConfig: "config.plain";
    ChunkEncodingConfig: "config.ChunkEncodingConfig";
    RetentionConfig: "config.plain";
    ExemplarsConfig: "config.ExemplarsConfig";
    TracingConfig: "config.plain";
    OtlpConfig: "config.plain";
}

/// `UnmarshalYAML` of `TSDBRetentionConfig` and `TSDBConfig`
pub(super) fn check_storage(field: &Field<StorageConfig>, refusals: &mut Refusals) {
    let Some(at) = field.value().and_then(|storage| storage.tsdb.spanned()) else { return };
    let Some(tsdb) = at.value() else { return };
    if let Some(section) = tsdb.retention.spanned()
        && let Some(retention) = section.value()
    {
        let size = retention.size.or(Size(0));
        if size.0 < 0 {
            let text =
                format!("'storage.tsdb.retention.size' must be greater than or equal to 0, got {size}");
            refusals.say(section, "invalid-value", retention.size.span(), text);
        }
        let percentage = retention.percentage.or(0.0);
        // Prometheus lets NaN pass, which is in no range.
        #[expect(clippy::manual_range_contains)]
        if percentage < 0.0 || percentage > 100.0 {
            let got = go_float(percentage);
            let text =
                format!("'storage.tsdb.retention.percentage' must be in the range [0, 100], got {got}");
            refusals.say(section, "invalid-value", retention.percentage.span(), text);
        }
    }
    let floats = tsdb.chunk_encoding.value().map(|encoding| &encoding.floats);
    if let Some(floats) = floats
        && !matches!(floats.text(), "" | "xor" | "xor2")
    {
        let text = format!(
            "'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the field must be omitted entirely, got {}",
            go_quote(floats.text())
        );
        refusals.say(at, "unknown-choice", floats.span(), text);
    }
}

/// Go's `%v` of a float, for the sizes that occur here.
fn go_float(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    if value != 0.0 && !(1e-4..1e21).contains(&value.abs()) {
        // Go writes at least two digits of exponent, and its sign.
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
        return format!("{mantissa}e{sign}{digits:0>2}");
    }
    value.to_string()
}

/// `TracingConfig.UnmarshalYAML`
pub(super) fn check_tracing(field: &Field<TracingConfig>, refusals: &mut Refusals) {
    let Some(at) = field.spanned() else { return };
    let Some(tracing) = at.value() else { return };
    check_tls(&tracing.tls_config, refusals);
    check_headers(
        at,
        &tracing.headers,
        "custom authorization header configuration is not yet supported",
        refusals,
    );
    if tracing.endpoint.is_blank() {
        let refusal = Refusal::new(
            "missing-key",
            tracing.endpoint.span().unwrap_or(at.span),
            "tracing endpoint must be set",
        );
        refusals.add(at, refusal.help("add `endpoint`, or remove `tracing`"));
    }
    if !matches!(tracing.compression.text(), "" | "gzip") {
        let got = tracing.compression.text();
        let text = format!("invalid compression type {got} provided, valid options: gzip");
        refusals.say(at, "unknown-choice", tracing.compression.span(), text);
    }
}

/// `OTLPConfig.UnmarshalYAML`
pub(super) fn check_otlp(field: &Field<OtlpConfig>, refusals: &mut Refusals) {
    let Some(at) = field.spanned() else { return };
    let Some(otlp) = at.value() else { return };
    let ignored = &otlp.ignore_resource_attributes;
    let promoted = &otlp.promote_resource_attributes;
    if otlp.promote_all_resource_attributes.or(false) {
        if !promoted.items().is_empty() {
            let text = "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured simultaneously";
            refusals.say(at, "conflicting-keys", promoted.span(), text);
        }
        check_attributes(at, ignored, "ignore_resource_attributes", "ignored", refusals);
        return;
    }
    if !ignored.items().is_empty() {
        let text = "'ignore_resource_attributes' cannot be configured unless 'promote_all_resource_attributes' is true";
        refusals.say(at, "conflicting-keys", ignored.span(), text);
    }
    check_attributes(at, promoted, "promote_resource_attributes", "promoted", refusals);
}

fn check_attributes(
    at: &Spanned<OtlpConfig>,
    field: &Field<Vec<Spanned<Text>>>,
    key: &str,
    adjective: &str,
    refusals: &mut Refusals,
) {
    let mut problems = Vec::new();
    let mut first = None;
    let mut seen = std::collections::HashSet::new();
    for item in field.items() {
        let name = item.value().map_or("", |text| text.trim());
        let problem = if name.is_empty() {
            format!("empty {adjective} OTel resource attribute")
        } else if !seen.insert(name) {
            format!("duplicated {adjective} OTel resource attribute {}", go_quote(name))
        } else {
            continue;
        };
        first.get_or_insert(item.span);
        problems.push(problem);
    }
    if !problems.is_empty() {
        let text = format!("invalid '{key}': {}", problems.join("\n"));
        refusals.say(at, "invalid-value", first, text);
    }
}

/// The check of `translation_strategy` in `Load`, the last one of all.
pub(super) fn check_translation(otlp: &OtlpConfig, scheme: NameScheme, out: &mut dyn FnMut(Refusal)) {
    let strategy = otlp.translation_strategy.text_or(STRATEGIES[1]);
    let Some(span) = otlp.translation_strategy.span() else { return };
    if !STRATEGIES.contains(&strategy) {
        let text = format!("unsupported OTLP translation strategy {}", go_quote(strategy));
        out(Refusal::new("unknown-choice", span, text));
    } else if scheme == NameScheme::Legacy && strategy.starts_with("No") {
        let text =
            format!("OTLP translation strategy {} is not allowed when UTF8 is disabled", go_quote(strategy));
        out(Refusal::new("conflicting-keys", span, text));
    }
}
