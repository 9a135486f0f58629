//! What is known of labels and metrics by their names: data, in `rules/packs/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::yaml::{decode, parse};

const LABELS: &str = include_str!("../../rules/packs/labels.yaml");
const RUNTIMES: &str = include_str!("../../rules/packs/runtimes.yaml");

/// Knowledge of names.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pack {
    /// What it is about.
    pub about: String,
    /// Labels, and what kind of values they have.
    pub labels: Vec<KnownLabels>,
    /// Metrics that client libraries add to those of the program.
    pub runtimes: Vec<Runtime>,
}

/// Labels of which the same is known.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KnownLabels {
    /// Their names, in lower case.
    pub names: Vec<String>,
    /// How many values they have.
    pub values: Expected,
    /// Why.
    pub why: String,
    /// Where that is said.
    pub source: String,
}

/// How many values a label is expected to have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// A fixed number: such a label is never called an ID.
    Bounded,
    /// As many as are set up: it takes many values of an ID's form to call it one.
    Few,
    /// Nothing is known.
    #[default]
    Unknown,
    /// The name ends like that of an ID.
    Id,
    /// No end of them, if they are IDs.
    Unbounded,
}

impl<'de> Deserialize<'de> for Expected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match &*String::deserialize(deserializer)? {
            "bounded" => Ok(Self::Bounded),
            "few" => Ok(Self::Few),
            "unknown" => Ok(Self::Unknown),
            "id" => Ok(Self::Id),
            "unbounded" => Ok(Self::Unbounded),
            _ => Err(D::Error::custom("`bounded`, `few`, `unknown`, `id` or `unbounded`")),
        }
    }
}

/// Metrics of a client library.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Runtime {
    /// What they are about.
    pub of: String,
    /// What their names begin with.
    pub prefixes: Vec<String>,
    /// Where that is said.
    pub source: String,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let packs = [LABELS, RUNTIMES].map(Pack::read);
    let mut known = Known::default();
    for pack in packs {
        for label in pack.labels {
            known.labels.extend(label.names.into_iter().map(|name| (name, label.values)));
        }
        known.runtimes.extend(pack.runtimes);
    }
    known
});

#[derive(Debug, Default)]
struct Known {
    labels: HashMap<String, Expected>,
    runtimes: Vec<Runtime>,
}

impl Pack {
    fn read(text: &str) -> Self {
        let (document, _) = parse(text);
        decode(&document).map_or_else(Self::default, |decoded| decoded.value)
    }
}

/// The JSON Schema of a pack.
pub fn pack_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Pack);
    schema.insert(
        "title".to_owned(),
        "Knowledge of labels and metrics by their names (rules/packs/*.yaml)".into(),
    );
    schema.to_value()
}

/// How many values a label of this name is expected to have.
pub(super) fn expected(name: &str) -> Expected {
    let lower = name.to_lowercase();
    if let Some(known) = KNOWN.labels.get(&lower) {
        return *known;
    }
    // `userId`, but not `valid` or `grid`.
    let ends_like_id = ["_id", "_uid", "_guid", "uuid"].iter().any(|end| lower.ends_with(end))
        || name.ends_with("Id")
        || name.ends_with("ID")
        || lower == "id";
    if ends_like_id { Expected::Id } else { Expected::Unknown }
}

/// Whose runtime a metric is about, if it is.
pub fn runtime_of(metric: &str) -> Option<&'static str> {
    let runtimes = KNOWN.runtimes.iter();
    let mut of = runtimes.filter(|it| it.prefixes.iter().any(|prefix| metric.starts_with(&**prefix)));
    of.next().map(|it| &*it.of)
}

/// What the names of metrics of a runtime begin with.
pub fn runtime_prefixes(of: &str) -> &'static [String] {
    KNOWN.runtimes.iter().find(|it| it.of == of).map_or(&[], |it| &it.prefixes)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn packs_are_whole() {
        let mut seen = HashSet::new();
        for text in [LABELS, RUNTIMES] {
            let (document, syntax) = parse(text);
            assert!(syntax.is_none());
            let decoded = decode::<Pack>(&document).expect("a pack");
            assert!(decoded.errors.is_empty(), "{:?}", decoded.errors);
            let pack = decoded.value;
            assert!(!pack.about.is_empty());
            assert!(!pack.labels.is_empty() || !pack.runtimes.is_empty());
            for label in &pack.labels {
                assert!(label.source.starts_with("https://") && !label.why.is_empty(), "{:?}", label.names);
                for name in &label.names {
                    assert_eq!(*name, name.to_lowercase());
                    assert!(seen.insert(name.clone()), "{name} comes twice");
                }
            }
            for runtime in &pack.runtimes {
                assert!(runtime.source.starts_with("https://") && !runtime.prefixes.is_empty());
            }
        }
    }

    #[test]
    fn names_say_something() {
        for (name, values) in [
            ("le", Expected::Bounded),
            ("kernelVersion", Expected::Bounded),
            ("instance", Expected::Few),
            ("user_id", Expected::Unbounded),
            ("tenantId", Expected::Id),
            ("id", Expected::Id),
            ("grid", Expected::Unknown),
            ("pod", Expected::Unknown),
        ] {
            assert_eq!(expected(name), values, "{name}");
        }
        assert_eq!(runtime_of("go_goroutines"), Some("Go"));
        assert_eq!(runtime_of("gopher_count"), None);
    }
}
