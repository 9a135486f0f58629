//! Since when Prometheus knows what a configuration uses. The schema tells: `x-since` of keys, `x-words-since` of the
//! words that a key takes.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::Value as Json;

use super::{SchemaOf, Version};
use crate::yaml::{Document, NodeId, Value};

/// A key or a word that came with some version of Prometheus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The key's node, or the word's.
    pub node: NodeId,
    /// Which of the two it is.
    pub what: NewerThing,
    /// The version that brought it.
    pub since: Version,
}

/// What a [`Newer`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewerThing {
    /// A key.
    Key,
    /// A value that is one of a few words.
    Word,
}

static SCHEMA: LazyLock<Json> = LazyLock::new(|| SchemaOf::Prometheus.schema());

/// All keys and words of a configuration, or of a bare list of jobs, that a version of Prometheus does not know yet. What
/// stands below such a key is not looked at.
///
/// ```
/// use scrapelint::config::{Version, newer_than};
/// let (document, _) = scrapelint::yaml::parse("scrape_configs: [{job_name: a, enable_compression: false}]");
/// let [newer] = newer_than(&document, Version::new(2, 45))[..] else { panic!() };
/// assert_eq!(document.scalar(newer.node), Some("enable_compression"));
/// assert_eq!(newer.since, Version::new(2, 49));
/// ```
pub fn newer_than(document: &Document<'_>, version: Version) -> Vec<Newer> {
    let budget = 100_000 + 2 * document.nodes().len();
    let mut walk = Walk { document, version, seen: HashSet::new(), budget, newer: Vec::new() };
    let Some(root) = document.root() else { return Vec::new() };
    match document.value(root) {
        Value::Sequence(jobs) => {
            jobs.iter().for_each(|&job| walk.visit(job, &SCHEMA["$defs"]["ScrapeConfig"]))
        }
        _ => walk.visit(root, &SCHEMA),
    }
    walk.newer
}

/// A walk through a document and the schema at once.
struct Walk<'a, 's> {
    document: &'a Document<'s>,
    version: Version,
    /// Lists and mappings that were looked at, each as what it was looked at: aliases may lead there again and again.
    seen: HashSet<(NodeId, *const Json)>,
    /// Entries that may still be looked at: merges may give far more of them than the file has.
    budget: usize,
    newer: Vec<Newer>,
}

impl Walk<'_, '_> {
    fn visit(&mut self, node: NodeId, schema: &'static Json) {
        let document = self.document;
        let Some(node) = document.resolved(node) else { return };
        let content = content(schema);
        match document.value(node) {
            Value::Scalar(_, word) => {
                let since = [schema, content].iter().find_map(|schema| word_since(schema, word));
                self.note(node, NewerThing::Word, since);
            }
            Value::Sequence(items) => {
                if self.seen.insert((node, content)) {
                    items.iter().for_each(|&item| self.visit(item, &content["items"]));
                }
            }
            Value::Mapping(_) => {
                if self.seen.insert((node, content)) {
                    self.visit_entries(node, content);
                }
            }
            Value::Alias(_) => {}
        }
    }

    fn visit_entries(&mut self, mapping: NodeId, schema: &'static Json) {
        let document = self.document;
        if self.budget == 0 {
            return;
        }
        let entries = document.entries_in_force(mapping);
        self.budget = self.budget.saturating_sub(entries.len());
        for (key, value) in entries {
            let name = document.resolved(key).and_then(|key| document.scalar(key));
            let known = name.and_then(|name| schema["properties"].get(name));
            let since =
                known.and_then(|known| known["x-since"].as_str()).and_then(|since| since.parse().ok());
            if !self.note(key, NewerThing::Key, since) {
                self.visit(value, known.unwrap_or(&schema["additionalProperties"]));
            }
        }
    }

    /// Notes what came with a version that is newer; says whether it did.
    fn note(&mut self, node: NodeId, what: NewerThing, since: Option<Version>) -> bool {
        let since = since.filter(|since| *since > self.version);
        self.newer.extend(since.map(|since| Newer { node, what, since }));
        since.is_some()
    }
}

/// What a schema says of values that are not null.
fn content(schema: &'static Json) -> &'static Json {
    if let Some(reference) = schema["$ref"].as_str() {
        return SCHEMA.pointer(reference.trim_start_matches('#')).unwrap_or(schema);
    }
    let choices = schema["anyOf"].as_array();
    let reference = choices.and_then(|choices| choices.iter().find(|choice| choice["$ref"].is_string()));
    reference.map_or(schema, content)
}

/// The version that brought a word, in any case: where case matters, a word in another one is refused anyway.
fn word_since(schema: &Json, word: &str) -> Option<Version> {
    let words = schema["x-words-since"].as_object()?;
    let (_, since) = words.iter().find(|(known, _)| known.eq_ignore_ascii_case(word))?;
    since.as_str()?.parse().ok()
}
