//! The keys of a document with what the schema says of them: for those who look at how values are written.

use serde_json::Value as Json;

use super::schema::{Kind, schema_of_prometheus};
use crate::yaml::{Document, NodeId, Value};

/// A key that its section has, as it stands in a document.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    /// The type of the section: `ScrapeConfig`.
    pub(crate) section: &'static str,
    /// The key.
    pub(crate) name: &'static str,
    /// The section.
    pub(crate) mapping: NodeId,
    /// The key's node.
    pub(crate) node: NodeId,
    /// The value's node, which may be an alias.
    pub(crate) value: NodeId,
    kind: Kind<'static>,
    property: &'static Json,
}

/// What the value of a key is decoded into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    Bool,
    Int,
    Uint,
    Float,
    Text,
    /// A secret, written down.
    Secret,
    Url,
    Duration,
    Size,
    /// A section, a list, or a word with a check of its own.
    Other,
}

/// A section, as it stands in a document.
#[derive(Clone, Copy)]
pub(crate) struct Section {
    /// Its mapping.
    pub(crate) mapping: NodeId,
    kind: Kind<'static>,
}

/// What is known of a key.
#[derive(Clone, Copy)]
pub(crate) struct KeyDocs {
    /// The key.
    pub(crate) name: &'static str,
    property: &'static Json,
}

impl Section {
    /// The keys that it may have.
    pub(crate) fn keys(&self) -> impl Iterator<Item = KeyDocs> + use<> {
        let properties = self.kind.schema["properties"].as_object();
        properties.into_iter().flatten().map(|(name, property)| KeyDocs { name, property })
    }
}

impl KeyDocs {
    /// What the key says.
    pub(crate) fn description(&self) -> &'static str {
        self.property["description"].as_str().unwrap_or_default()
    }

    /// The first version of Prometheus that knows it, if that is not 2.0 or before.
    pub(crate) fn since(&self) -> Option<&'static str> {
        self.property["x-since"].as_str()
    }

    /// Prometheus's default, if it is a scalar.
    pub(crate) fn default(&self) -> Option<String> {
        match self.property.get("default")? {
            Json::String(text) => Some(text.clone()),
            value @ (Json::Bool(_) | Json::Number(_)) => Some(value.to_string()),
            _ => None,
        }
    }

    /// Whether its value stands behind it on its line.
    pub(crate) fn is_scalar(&self) -> bool {
        let kind = Kind::of(schema_of_prometheus(), self.property);
        !["object", "array"].iter().any(|word| kind.is(word))
    }
}

impl Key {
    /// What is known of it.
    pub(crate) fn docs(&self) -> KeyDocs {
        KeyDocs { name: self.name, property: self.property }
    }

    /// The words that its value may be, or one item of it, each with the version of Prometheus that brought it.
    pub(crate) fn words(&self) -> Vec<(&'static str, Option<&'static str>)> {
        let items = self.kind.schema.get("items");
        let kind = items.map_or(self.kind, |items| Kind::of(schema_of_prometheus(), items));
        if kind.is("boolean") {
            return vec![("true", None), ("false", None)];
        }
        let words = ["enum", "examples"].iter().find_map(|list| kind.schema[list].as_array());
        let since = |word: &str| {
            let tables = [self.property, kind.schema].map(|schema| &schema["x-words-since"][word]);
            tables.into_iter().find_map(Json::as_str)
        };
        let words = words.into_iter().flatten().filter_map(Json::as_str);
        words.filter(|word| !word.is_empty()).map(|word| (word, since(word))).collect()
    }

    /// What its value is decoded into.
    pub(crate) fn value_type(&self) -> ValueType {
        match (self.kind.name, self.kind.schema["format"].as_str()) {
            ("Secret", _) => ValueType::Secret,
            ("Url", _) => ValueType::Url,
            ("Duration", _) => ValueType::Duration,
            ("Size", _) => ValueType::Size,
            ("", Some("int64")) => ValueType::Int,
            ("", Some("uint64")) => ValueType::Uint,
            ("", Some("double")) => ValueType::Float,
            ("", _) if self.kind.is("boolean") => ValueType::Bool,
            ("", _) if self.kind.is("string") && !self.is_choice() => ValueType::Text,
            _ => ValueType::Other,
        }
    }

    /// The key of the same section that names a file with the value, if there is one.
    pub(crate) fn file_key(&self) -> Option<&'static str> {
        let wanted = format!("{}_file", self.name);
        let properties = schema_of_prometheus()["$defs"][self.section]["properties"].as_object()?;
        properties.keys().find(|key| **key == wanted).map(String::as_str)
    }

    fn is_choice(&self) -> bool {
        ["enum", "pattern"].iter().any(|word| self.kind.schema.get(word).is_some())
    }

    /// Prometheus's default, if it is a scalar.
    pub(crate) fn default(&self) -> Option<String> {
        self.docs().default()
    }
}

/// A section with more entries repeats its keys, so Prometheus refuses it. What looks at each entry for each key stays quick.
const MAX_ENTRIES: usize = 256;

/// All keys of sections in a document that is a configuration or a list of jobs, in no particular order. What is reached
/// through an alias comes once, where it stands.
pub(crate) fn keys(document: &Document<'_>, found: impl FnMut(Key)) {
    walk(document, found, |_| {});
}

/// All sections of such a document, likewise.
pub(crate) fn sections(document: &Document<'_>, found: impl FnMut(Section)) {
    walk(document, |_| {}, found);
}

fn walk(document: &Document<'_>, mut found: impl FnMut(Key), mut entered: impl FnMut(Section)) {
    let schema = schema_of_prometheus();
    let Some(root) = document.root() else { return };
    let config = Kind { name: "Config", schema };
    let kind = match document.value(root) {
        Value::Sequence(_) => Kind::of(schema, &schema["properties"]["scrape_configs"]),
        _ => config,
    };
    let mut open = vec![(kind, root)];
    while let Some((kind, node)) = open.pop() {
        match document.value(node) {
            Value::Sequence(items) => {
                let item = kind.schema.get("items").map_or(kind, |items| Kind::of(schema, items));
                open.extend(items.iter().map(|&node| (item, node)));
            }
            Value::Mapping(pairs) => {
                let Some(properties) = kind.schema["properties"].as_object() else {
                    let Some(values) = kind.schema.get("additionalProperties") else { continue };
                    open.extend(pairs.iter().map(|(_, value)| (Kind::of(schema, values), value)));
                    continue;
                };
                if pairs.len() > MAX_ENTRIES {
                    continue;
                }
                entered(Section { mapping: node, kind });
                for (key, value) in pairs.iter() {
                    if document.is_merge_key(key) {
                        open.push((kind, value));
                        continue;
                    }
                    let known = document.scalar(key).and_then(|key| properties.get_key_value(key));
                    let Some((name, property)) = known else { continue };
                    let section = kind.name;
                    let kind = Kind::of(schema, property);
                    found(Key { section, name, mapping: node, node: key, value, kind, property });
                    open.push((kind, value));
                }
            }
            Value::Scalar(..) | Value::Alias(_) => {}
        }
    }
}
