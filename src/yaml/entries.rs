//! The entries that count in a mapping, once merges are put in.

use std::collections::HashMap;

use super::node::{Document, NodeId, Style, Value};
use super::scalar::short_tag;

/// Merges are followed so deep and give so many entries at most. What goes beyond is refused when it is decoded.
const MAX_DEPTH: usize = 100;
const MAX_ENTRIES: usize = 100_000;
/// Entries that are looked at to find one.
const MAX_STEPS: usize = 4_096;

impl Document<'_> {
    /// Key and value of each entry in force, in the order in which go-yaml decodes them: merges stand where they are
    /// written, and a later key replaces the same one of a merge before it. Empty for what is no mapping.
    ///
    /// ```
    /// let (document, _) = scrapelint::yaml::parse("{<<: {a: 1, b: 1}, b: 2}");
    /// let entries = document.entries_in_force(document.root().unwrap());
    /// let values: Vec<_> = entries.iter().filter_map(|&(_, value)| document.scalar(value)).collect();
    /// assert_eq!(values, ["1", "2"]);
    /// ```
    pub fn entries_in_force(&self, mapping: NodeId) -> Vec<(NodeId, NodeId)> {
        let mut entries = Vec::new();
        self.collect_entries(mapping, 0, &mut entries);
        if !self.merges {
            return entries;
        }
        let mut last: HashMap<&str, usize> = HashMap::new();
        let name = |key: NodeId| self.resolved(key).and_then(|key| self.scalar(key));
        for (at, &(key, _)) in entries.iter().enumerate() {
            _ = name(key).map(|name| last.insert(name, at));
        }
        let counts = |at: usize, key: NodeId| name(key).is_none_or(|name| last.get(name) == Some(&at));
        entries
            .iter()
            .enumerate()
            .filter(|&(at, &(key, _))| counts(at, key))
            .map(|(_, &entry)| entry)
            .collect()
    }

    /// The entry of this key in force, its own or a merged one. It is looked for within [`MAX_STEPS`] entries.
    pub(crate) fn entry_in_force(&self, mapping: NodeId, key: &str) -> Option<(NodeId, NodeId)> {
        self.find_entry(mapping, key, 0, &mut { MAX_STEPS })
    }

    fn find_entry(
        &self,
        node: NodeId,
        name: &str,
        depth: usize,
        steps: &mut usize,
    ) -> Option<(NodeId, NodeId)> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.value(self.resolved(node)?) {
            // Earlier ones win.
            Value::Sequence(items) => {
                items.iter().find_map(|&item| self.find_entry(item, name, depth + 1, steps))
            }
            Value::Mapping(pairs) => pairs.iter().rev().find_map(|(key, value)| {
                *steps = steps.checked_sub(1)?;
                if self.is_merge_key(key) {
                    return self.find_entry(value, name, depth + 1, steps);
                }
                let is_it = self.resolved(key).and_then(|key| self.scalar(key)) == Some(name);
                is_it.then_some((key, value))
            }),
            _ => None,
        }
    }

    /// Whether an entry of a mapping is a merge.
    pub(crate) fn has_merge(&self, mapping: NodeId) -> bool {
        let Value::Mapping(pairs) = self.value(mapping) else { return false };
        self.merges && pairs.iter().any(|(key, _)| self.is_merge_key(key))
    }

    fn collect_entries(&self, mapping: NodeId, depth: usize, out: &mut Vec<(NodeId, NodeId)>) {
        let Some(Value::Mapping(pairs)) = self.resolved(mapping).map(|mapping| self.value(mapping)) else {
            return;
        };
        for (key, value) in pairs.iter() {
            if out.len() >= MAX_ENTRIES || depth >= MAX_DEPTH {
                return;
            }
            if !self.merges || !self.is_merge_key(key) {
                out.push((key, value));
                continue;
            }
            match self.value(value) {
                // Earlier ones win.
                Value::Sequence(items) => {
                    items.iter().rev().for_each(|&item| self.collect_entries(item, depth + 1, out))
                }
                _ => self.collect_entries(value, depth + 1, out),
            }
        }
    }

    /// Whether a key stands for a merge (go-yaml's `isMerge`).
    pub(crate) fn is_merge_key(&self, key: NodeId) -> bool {
        matches!(self.value(key), Value::Scalar(Style::Plain, "<<")) && self.tag(key).is_none()
            || matches!(self.value(key), Value::Scalar(_, "<<"))
                && self.tag(key).is_some_and(|tag| short_tag(tag) == "!!merge")
    }
}
