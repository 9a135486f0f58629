//! JSON Schemas of the files Prometheus reads, from the types that decode them.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::root::{Config, ScrapeConfigs};
use super::sd::StaticConfig;
use crate::yaml::Spanned;

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaOf {
    /// `prometheus.yml`
    Prometheus,
    /// A file named by `scrape_config_files`.
    ScrapeConfigFile,
    /// A file named by `file_sd_configs`.
    FileSd,
}

impl SchemaOf {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Prometheus, Self::ScrapeConfigFile, Self::FileSd];

    /// Its name: what to call it on the command line, and its file `NAME.schema.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prometheus => "prometheus",
            Self::ScrapeConfigFile => "scrape-config-file",
            Self::FileSd => "file-sd",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Prometheus => "Prometheus 3.14 configuration (prometheus.yml)",
            Self::ScrapeConfigFile => "Prometheus 3.14 scrape config file (scrape_config_files)",
            Self::FileSd => "Prometheus 3.14 target file (file_sd_configs)",
        }
    }

    /// The schema, in draft 2020-12.
    ///
    /// It is about decoded values: `yes`, which Prometheus reads as true, is `true` here. Beside the words of JSON
    /// Schema it has `x-since`, the first version of Prometheus that knows a key (without it: 2.0 or before).
    pub fn schema(self) -> Value {
        let (name, title) = (self.name(), self.title());
        let mut schema = match self {
            Self::Prometheus => schema_of::<Config>(name, title),
            Self::ScrapeConfigFile => schema_of::<ScrapeConfigs>(name, title),
            Self::FileSd => schema_of::<Vec<Spanned<StaticConfig>>>(name, title),
        };
        // An empty file is a valid one.
        if let Some(kind) = schema.get_mut("type") {
            *kind = json!([kind, "null"]);
        }
        set_defaults_of_owner(&mut schema);
        schema.to_value()
    }
}

/// The schema of `prometheus.yml`, made once.
pub(crate) fn schema_of_prometheus() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| SchemaOf::Prometheus.schema());
    &SCHEMA
}

/// What the schema says a value is, null aside.
#[derive(Clone, Copy)]
pub(crate) struct Kind<'s> {
    /// The name of its type; empty for plain ones.
    pub(crate) name: &'s str,
    /// The type's schema.
    pub(crate) schema: &'s Value,
}

impl<'s> Kind<'s> {
    /// The kind of a property's values; `root` is the whole schema.
    pub(crate) fn of(root: &'s Value, property: &'s Value) -> Self {
        let reference = property.get("$ref").or_else(|| property.pointer("/anyOf/0/$ref"));
        let path = reference.and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
        match path {
            Some(name) => Kind { name, schema: &root["$defs"][name] },
            None => Kind { name: "", schema: property },
        }
    }

    /// Whether a value, null aside, is of a type. For texts, which any scalar makes, `string` comes first.
    pub(crate) fn is(self, word: &str) -> bool {
        match &self.schema["type"] {
            Value::String(kind) => kind == word,
            Value::Array(kinds) => kinds.first().is_some_and(|kind| kind == word),
            _ => false,
        }
    }
}

/// The schema of a type of this name, in draft 2020-12.
pub(crate) fn schema_of<T: JsonSchema>(name: &str, title: &str) -> Schema {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), json!(format!("urn:scrapelint:schema:{name}")));
    schema.insert("title".to_owned(), json!(title));
    RecursiveTransform(say_null_once).transform(&mut schema);
    schema
}

/// Defaults of the HTTP client keys that differ by the section they stand in.
const DEFAULTS_OF_OWNER: [(&str, &str, bool); 3] = [
    // config/config.go, DefaultRemoteWriteConfig
    ("RemoteWriteConfig", "enable_http2", false),
    // discovery/aws/aws.go decodes into a zero value. Measured on 3.14.
    ("AwsSdConfig", "enable_http2", false),
    ("AwsSdConfig", "follow_redirects", false),
];

fn set_defaults_of_owner(schema: &mut Schema) {
    for (section, key, default) in DEFAULTS_OF_OWNER {
        if let Some(key) = schema.pointer_mut(&format!("/$defs/{section}/properties/{key}")) {
            key["default"] = json!(default);
        }
    }
}

/// `anyOf: [{type: X}, {type: null}]` as `type: [X, null]`, which editors show better. The last choice of a key is
/// always what it may be besides null.
fn say_null_once(schema: &mut Schema) {
    let Some(choices) = schema.get("anyOf").and_then(Value::as_array) else { return };
    let [only, null] = &choices[..] else { return };
    let (Some(only), true) = (only.as_object(), *null == json!({ "type": "null" })) else { return };
    let mut only = only.clone();
    if only.contains_key("enum") || only.contains_key("properties") {
        return;
    }
    match only.get_mut("type") {
        Some(Value::Array(kinds)) => kinds.push(json!("null")),
        Some(kind) => *kind = json!([kind, "null"]),
        None => return,
    }
    schema.remove("anyOf");
    for (key, value) in only {
        schema.ensure_object().entry(key).or_insert(value);
    }
}
