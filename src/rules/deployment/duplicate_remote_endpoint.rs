//! Endpoints are told apart by a hash of their section with secrets masked (storage/remote/write.go, `ApplyConfig`, and
//! storage.go): two equal ones are refused, not when the configuration is loaded but when it is applied.

use std::collections::{HashMap, HashSet};

use crate::config::{ValueType, keys};
use crate::rules::{Cx, Run};
use crate::source::Span;
use crate::yaml::{Document, MAX_DEPTH, NodeId, Value};

pub(in crate::rules) const RUN: Run = Run::Config(check);

/// Nodes that are looked at. Aliases of aliases could make it endless.
const MOST_NODES: usize = 1_000_000;

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let written: Vec<NodeId> = config.remote_write.items().iter().map(|at| at.node).collect();
    let read: Vec<NodeId> = config.remote_read.items().iter().map(|at| at.node).collect();
    check_list(cx, "remote_write", &written);
    check_list(cx, "remote_read", &read);
}

fn check_list(cx: &mut Cx<'_>, list: &str, endpoints: &[NodeId]) {
    if endpoints.len() < 2 {
        return;
    }
    let document = cx.document;
    let mut masked = HashSet::new();
    keys(document, |key| {
        if key.value_type() == ValueType::Secret {
            masked.extend(document.resolved(key.value));
        }
    });
    let mut left = MOST_NODES;
    let mut seen: HashMap<String, Span> = HashMap::new();
    for &endpoint in endpoints {
        let mut text = Canonical { document, masked: &masked, text: String::new(), left: &mut left };
        if text.add(endpoint, 0).is_none() {
            continue;
        }
        let span = cx.document.span(endpoint);
        let Some(first) = seen.get(&text.text) else {
            seen.insert(text.text, span);
            continue;
        };
        let finding = cx
            .finding(cx.first_line(span), format!("two sections of `{list}` are the same"))
            .with_label("the same as the one before")
            .with_related(cx.first_line(*first), "first here")
            .with_note("Prometheus loads this and fails when it applies it: \"duplicate remote … configs are not allowed\"; secrets make no difference")
            .with_help("remove one of them; or give each a `name` if both are meant");
        cx.report(finding);
    }
}

/// A section as a text that does not depend on how it is written: keys in order, secrets masked.
struct Canonical<'a> {
    document: &'a Document<'a>,
    /// Values of Go's type for secrets: other texts are compared, even if they are secret.
    masked: &'a HashSet<NodeId>,
    text: String,
    left: &'a mut usize,
}

impl Canonical<'_> {
    /// Nothing if it is too large to tell.
    fn add(&mut self, node: NodeId, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None; // an alias within its own anchor
        }
        *self.left = self.left.checked_sub(1)?;
        let node = self.document.resolved(node)?;
        match self.document.value(node) {
            Value::Scalar(_, text) => {
                let is_secret = self.masked.contains(&node) && !text.is_empty();
                self.text += &format!("{:?}", if is_secret { "<secret>" } else { text });
            }
            Value::Sequence(items) => {
                self.text.push('[');
                for &item in items {
                    self.add(item, depth + 1)?;
                    self.text.push(',');
                }
                self.text.push(']');
            }
            Value::Mapping(_) => {
                let mut entries = self.document.entries_in_force(node);
                let name =
                    |key: NodeId| self.document.resolved(key).and_then(|key| self.document.scalar(key));
                *self.left = self.left.checked_sub(entries.len())?;
                entries.sort_by_key(|&(key, _)| name(key));
                self.text.push('{');
                for (key, value) in entries {
                    self.add(key, depth + 1)?;
                    self.text.push(':');
                    self.add(value, depth + 1)?;
                }
                self.text.push('}');
            }
            Value::Alias(_) => return None,
        }
        Some(())
    }
}
