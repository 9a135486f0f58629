//! Keys and values that do not decode.

use std::cell::RefCell;
use std::collections::HashMap;

use super::key::{Section, Unknown, duplicate_key, unknown_key};
use super::shown::Text;
use super::undecodable::undecodable;
use super::value::bad_value;
use super::wrong_type::wrong_type;
use crate::finding::Finding;
use crate::finding::nearest;
use crate::lint::regex::regex_finding;
use crate::source::Span;
use crate::yaml::{DecodeError, Document, ErrorKind, NodeId, Value};

/// Makes findings of what does not decode in one document.
pub(crate) struct Decoding<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) text: Text<'d>,
    /// For each node the key under which it stands, or the list that it is in.
    keys: Vec<Option<NodeId>>,
    /// Nearest keys found so far, by the key and the place of the list of known ones.
    nearest: RefCell<HashMap<(String, usize), Option<&'static str>>>,
}

/// Different unknown keys for which the nearest known one is looked for: a file with more has another trouble.
const MAX_NEAREST: usize = 1_000;

impl<'d> Decoding<'d> {
    pub(crate) fn new(document: &'d Document<'d>, secrets: &'d [Span]) -> Self {
        let text = Text { text: document.text(), secrets };
        Self { document, text, keys: keys(document), nearest: RefCell::default() }
    }

    /// An objection as a finding.
    pub(crate) fn finding(&self, error: &DecodeError) -> Finding {
        let (rule, words) = match &error.kind {
            ErrorKind::UnknownKey { key, known } => {
                let words = unknown_key(self.section(error.node), key, &self.unknown(error.node, key, known));
                ("unknown-key", words)
            }
            ErrorKind::DuplicateKey { key, first } => {
                let found = duplicate_key(key);
                return found
                    .finding("duplicate-key", error.span, &error.text)
                    .with_related(*first, "first set here");
            }
            ErrorKind::WrongType { found } => ("wrong-type", wrong_type(self, error, found)),
            ErrorKind::BadValue => match regex_finding(self.document, error) {
                Some(finding) => return finding,
                None => bad_value(self, error),
            },
            ErrorKind::Undecodable => ("undecodable-yaml", undecodable(&error.text)),
        };
        words.finding(rule, error.span, &error.text)
    }

    /// What is known of a key that its section does not have.
    pub(super) fn unknown(&self, node: NodeId, key: &str, known: &'static [&'static str]) -> Unknown {
        Unknown::of(self.section(node), key, known, || self.nearest_key(key, known))
    }

    /// The known key that was likely meant.
    fn nearest_key(&self, key: &str, known: &'static [&'static str]) -> Option<&'static str> {
        let mut found = self.nearest.borrow_mut();
        let question = (key.to_owned(), known.as_ptr() as usize);
        if found.len() >= MAX_NEAREST && !found.contains_key(&question) {
            return None;
        }
        *found.entry(question).or_insert_with(|| nearest(key, known))
    }

    /// The key under which a node stands: its own, or that of the list that it is in.
    pub(super) fn key(&self, node: NodeId) -> Option<&'d str> {
        self.document.scalar(self.keys[node.index()]?)
    }

    fn section(&self, key: NodeId) -> Section<'d> {
        let is_list = || {
            self.document.root().is_some_and(|root| matches!(self.document.value(root), Value::Sequence(_)))
        };
        match self.key(key) {
            Some(section) => Section::Named(section),
            None if is_list() => Section::Item,
            None => Section::Top,
        }
    }

    /// What to call a value: its key in backticks.
    pub(crate) fn name(&self, node: NodeId) -> String {
        self.key(node).map_or_else(|| "this value".to_owned(), super::shown::short)
    }
}

/// Under which key each node stands; that of a key is the one of its mapping.
fn keys(document: &Document<'_>) -> Vec<Option<NodeId>> {
    let nodes: Vec<NodeId> = document.nodes().collect();
    let mut keys = vec![None; nodes.len()];
    // Parents come before their children.
    for &node in &nodes {
        let own = keys[node.index()];
        match document.value(node) {
            Value::Mapping(pairs) => {
                for (key, value) in pairs.iter() {
                    keys[key.index()] = own;
                    keys[value.index()] = Some(key);
                }
            }
            Value::Sequence(items) => items.iter().for_each(|item| keys[item.index()] = own),
            _ => {}
        }
    }
    keys
}
