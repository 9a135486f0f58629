//! What is known of labels and metrics by their names: data, in `rules/packs/`.

use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::yaml::decode_data;

/// The packs that come along.
pub(super) const NAMES: [&str; 2] =
    [include_str!("../../rules/packs/labels.yaml"), include_str!("../../rules/packs/runtimes.yaml")];
/// The one with exporters, apart: each run of `check` reads it.
pub(super) const EXPORTERS: &str = include_str!("../../rules/packs/exporters.yaml");

/// Knowledge of names.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pack {
    /// What it is about.
    pub about: String,
    /// Labels, and what kind of values they have.
    pub labels: Vec<KnownLabels>,
    /// Metrics that client libraries add to those of the program.
    pub runtimes: Vec<Runtime>,
    /// Exporters, and which of their labels have no end of values.
    pub exporters: Vec<Exporter>,
}

/// Labels of which the same is known.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Runtime {
    /// What they are about.
    pub of: String,
    /// What their names begin with.
    pub prefixes: Vec<String>,
    /// Where that is said.
    pub source: String,
}

/// An exporter with labels of which there is no end of values.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Exporter {
    /// What it is called in a sentence.
    pub of: String,
    /// Paths that it alone serves metrics at.
    pub paths: Vec<String>,
    /// Ports that it listens on, where a word of `words` is in the job's name.
    pub ports: Vec<u16>,
    /// Words in names of jobs, in lower case.
    pub words: Vec<String>,
    /// The labels of its metrics.
    pub labels: Vec<String>,
    /// What their values are, of which new ones come all the time.
    pub values: String,
    /// What can be done about it.
    pub help: String,
    /// Where that is said.
    pub source: String,
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with its line.
    pub fn read(text: &str) -> Result<Self, String> {
        decode_data(text)
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_is_wrong_with_a_pack_is_said_with_its_line() {
        for (text, problem) in [
            ("about: x\nlables: []\n", "unknown field `lables`, expected one of `about`, `labels`"),
            (
                "labels:\n- names: [a]\n  values: many\n",
                "`bounded`, `few`, `unknown`, `id` or `unbounded` at line 2",
            ),
            ("exporters:\n- ports: [70000]\n", "invalid value: integer `70000`, expected u16 at line 2"),
        ] {
            let told = Pack::read(text).unwrap_err();
            assert!(told.contains(problem), "{told}");
        }
        assert!(Pack::read("labels: [").is_err());
    }

    #[test]
    fn packs_are_whole() {
        let mut seen = HashSet::new();
        for text in NAMES.into_iter().chain([EXPORTERS]) {
            let pack = Pack::read(text).expect("a pack");
            assert!(!pack.about.is_empty());
            assert!(!pack.labels.is_empty() || !pack.runtimes.is_empty() || !pack.exporters.is_empty());
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
            for exporter in &pack.exporters {
                let Exporter { of, paths, ports, words, labels, values, help, source } = exporter;
                assert!(source.starts_with("https://") && !labels.is_empty(), "{of}");
                assert!(!paths.is_empty() || !ports.is_empty() && !words.is_empty(), "{of}");
                assert!(![of, values, help].into_iter().any(String::is_empty), "{of}");
            }
        }
    }
}
