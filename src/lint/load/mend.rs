//! Repairs of what does not decode: a key under the name that was meant, and Alertmanager's API v1.

use std::collections::HashSet;

use super::decode::Decoding;
use super::key::Unknown;
use crate::config::is_api_v1;
use crate::finding::Safety;
use crate::rules::Repair;
use crate::yaml::edit::set_scalar;
use crate::yaml::{DecodeError, Document, ErrorKind, NodeId, Value};

/// Plans repairs of what does not decode in one document.
pub(crate) struct Mending<'a, 'd> {
    decoding: &'a Decoding<'d>,
    /// For each key the mapping that it stands in; empty where nothing is repaired.
    mappings: Vec<Option<NodeId>>,
    /// Keys that a repair was planned for, each with its mapping.
    written: HashSet<(NodeId, &'static str)>,
}

impl<'a, 'd> Mending<'a, 'd> {
    pub(crate) fn new(decoding: &'a Decoding<'d>) -> Self {
        Self { decoding, mappings: mappings(decoding.document), written: HashSet::new() }
    }

    /// The repair of one objection, if there is an honest one.
    pub(crate) fn repair(&mut self, error: &DecodeError) -> Option<Repair> {
        let document = self.decoding.document;
        if self.mappings.is_empty() {
            return None;
        }
        match &error.kind {
            ErrorKind::UnknownKey { key, known } => {
                let Unknown::Meant { name, safety, .. } = self.decoding.unknown(error.node, key, known)
                else {
                    return None;
                };
                let mapping = self.mappings[error.node.index()]?;
                // First of all, so that a key that stands there again and again is looked up once.
                let is_first = self.written.insert((mapping, name));
                if !is_first
                    || document.entry(mapping, name).is_some()
                    || !is_plain(document, value_of(document, mapping, error.node)?)
                {
                    return None;
                }
                let plan = set_scalar(document, error.node, name)?;
                Some(Repair { title: format!("write `{name}`"), safety, plan })
            }
            ErrorKind::BadValue if is_api_v1(document, error) => {
                let plan = set_scalar(document, error.node, "v2")?;
                Some(Repair { title: "write `v2`".to_owned(), safety: Safety::Safe, plan })
            }
            _ => None,
        }
    }
}

/// For each key the mapping that it stands in. Empty where there are aliases: through those one text stands in several
/// places, and may be right in one of them.
fn mappings(document: &Document<'_>) -> Vec<Option<NodeId>> {
    if document.has_aliases() {
        return Vec::new();
    }
    let nodes = document.nodes();
    let mut mappings = vec![None; nodes.len()];
    for node in nodes {
        if let Value::Mapping(pairs) = document.value(node) {
            pairs.iter().for_each(|(key, _)| mappings[key.index()] = Some(node));
        }
    }
    mappings
}

fn value_of(document: &Document<'_>, mapping: NodeId, key: NodeId) -> Option<NodeId> {
    let Value::Mapping(pairs) = document.value(mapping) else { return None };
    pairs.iter().find(|&(it, _)| it == key).map(|(_, value)| value)
}

/// Whether a value holds no sections, whose own keys would be judged only once they stand under a known one.
fn is_plain(document: &Document<'_>, value: NodeId) -> bool {
    match document.value(value) {
        Value::Scalar(..) => true,
        Value::Sequence(items) => items.iter().all(|&item| document.scalar(item).is_some()),
        _ => false,
    }
}
