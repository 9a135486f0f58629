//! Mappings: merges, unknown keys and keys that stand twice.

use std::borrow::Cow;
use std::collections::HashMap;
use std::slice::ChunksExact;

use serde::de::value::U64Deserializer;
use serde::de::{DeserializeSeed, IntoDeserializer as _, MapAccess};

use super::place::NodeDe;
use super::value::ValueDe;
use super::{ErrorKind, Stop};
use crate::yaml::node::{Document, NodeId, Value};
use crate::yaml::parse::MAX_DEPTH;
use crate::yaml::quote::go_quote;
use crate::yaml::spanned::GoType;

#[derive(Clone, Copy)]
pub(super) struct Entry {
    key: NodeId,
    value: NodeId,
    borrowed: bool,
    /// Whether it comes from an alias that is merged, and counts as such.
    aliased: bool,
    /// 0 for entries of the mapping itself, another number for each merged one.
    level: u32,
    /// Whether a later merge or entry sets the same key again.
    replaced: bool,
}

/// The entries of a mapping, in go-yaml's order.
pub(super) enum Entries<'de> {
    /// As they are written.
    Written { pairs: ChunksExact<'de, NodeId>, borrowed: bool },
    /// With merges put in where they stand.
    Merged(std::vec::IntoIter<Entry>),
}

impl Entries<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Written { pairs, .. } => pairs.len(),
            Self::Merged(entries) => entries.len(),
        }
    }

    /// None at all: what a null gives.
    pub(super) fn none() -> Self {
        Self::Merged(Vec::new().into_iter())
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        match self {
            Self::Written { pairs, borrowed } => {
                let pair = pairs.next()?;
                Some(Entry {
                    key: pair[0],
                    value: pair[1],
                    borrowed: *borrowed,
                    aliased: false,
                    level: 0,
                    replaced: false,
                })
            }
            Self::Merged(entries) => entries.next(),
        }
    }
}

impl<'de> ValueDe<'_, 'de, '_> {
    /// The entries of a section, in which a later key replaces one of another level.
    pub(super) fn section_entries(&self) -> Result<Entries<'de>, Stop> {
        let mut entries = self.entries()?;
        if let Entries::Merged(merged) = &mut entries {
            mark_replaced(self.cx.document, merged.as_mut_slice());
        }
        Ok(entries)
    }

    /// The entries of a mapping with merges put in where they stand.
    pub(super) fn entries(&self) -> Result<Entries<'de>, Stop> {
        let document = self.cx.document;
        let Value::Mapping(pairs) = document.value(self.node) else { return Err(Stop::Mismatch) };
        if !document.merges || !pairs.iter().any(|(key, _)| document.is_merge_key(key)) {
            return Ok(Entries::Written { pairs: pairs.0.chunks_exact(2), borrowed: self.borrowed });
        }
        let mut entries = Vec::new();
        let mapping = Merged { node: self.node, borrowed: self.borrowed, aliased: false, level: 0, depth: 0 };
        self.collect(mapping, &mut entries)?;
        Ok(Entries::Merged(entries.into_iter()))
    }

    fn collect(&self, mapping: Merged, out: &mut Vec<Entry>) -> Result<(), Stop> {
        let document = self.cx.document;
        let Merged { node, borrowed, aliased, level, .. } = mapping;
        let Value::Mapping(pairs) = document.value(node) else { return Err(Stop::Mismatch) };
        for (key, value) in pairs.iter() {
            if document.is_merge_key(key) {
                self.merge(value, mapping, out)?;
            } else {
                out.push(Entry { key, value, borrowed, aliased, level, replaced: false });
            }
        }
        Ok(())
    }

    /// go-yaml's `merge`: a mapping, an alias of one, or a list of them of which earlier ones win.
    fn merge(&self, value: NodeId, within: Merged, out: &mut Vec<Entry>) -> Result<(), Stop> {
        let document = self.cx.document;
        let level = out.last().map_or(1, |entry| entry.level + 1).max(1);
        let mapping_of = |node: NodeId| {
            document.resolved(node).filter(|&node| matches!(document.value(node), Value::Mapping(_)))
        };
        let mut merge_one = |node: NodeId, level: u32| {
            let Some(mapping) = mapping_of(node) else {
                return Err(self
                    .cx
                    .undecodable(value, "map merge requires map or sequence of maps as the value"));
            };
            let is_alias = matches!(document.value(node), Value::Alias(_));
            let aliased = within.aliased || is_alias;
            self.cx.count(node)?;
            if document.outer_span(mapping).contains(document.span(node)) && mapping != node {
                let name = document.text()[document.span(node).range()].get(1..).unwrap_or("");
                return Err(self.cx.undecodable(node, &format!("anchor '{name}' value contains itself")));
            }
            let depth = within.depth + 1;
            if out.len() > MAX_MERGED || depth > MAX_DEPTH {
                return Err(self.cx.undecodable(value, "document contains excessive aliasing"));
            }
            self.collect(Merged { node: mapping, borrowed: true, aliased, level, depth }, out)
        };
        match document.value(value) {
            Value::Sequence(items) => {
                items.iter().rev().enumerate().try_for_each(|(at, &item)| merge_one(item, level + at as u32))
            }
            _ => merge_one(value, level),
        }
    }
}

/// A mapping whose entries are collected.
#[derive(Clone, Copy)]
struct Merged {
    node: NodeId,
    borrowed: bool,
    aliased: bool,
    level: u32,
    /// How many merges it is within.
    depth: usize,
}

/// Entries that merges may put into one mapping. Real configurations need a handful.
const MAX_MERGED: usize = 100_000;

/// Of equal keys of one level the first counts, of different levels the last.
fn mark_replaced(document: &Document<'_>, entries: &mut [Entry]) {
    let mut later: HashMap<&str, u32> = HashMap::new();
    for entry in entries.iter_mut().rev() {
        let Some(key) = document.resolved(entry.key).and_then(|key| document.scalar(key)) else { continue };
        entry.replaced = *later.entry(key).or_insert(entry.level) != entry.level;
    }
}

/// Keys that were given, with their level. Most mappings are small: a table is made only for a large one.
struct Seen<'de> {
    few: Vec<(u32, Cow<'de, str>, NodeId)>,
    many: HashMap<(u32, Cow<'de, str>), NodeId>,
}

impl<'de> Seen<'de> {
    const FEW: usize = 24;

    /// Where the key was given first, if it was; notes it otherwise.
    fn first(&mut self, level: u32, name: Cow<'de, str>, key: NodeId) -> Option<NodeId> {
        if self.many.is_empty() {
            let first = self.few.iter().find(|(at, known, _)| *at == level && *known == name);
            if let Some(&(.., first)) = first {
                return Some(first);
            }
            self.few.push((level, name, key));
            if self.few.len() > Self::FEW {
                self.many = self.few.drain(..).map(|(level, name, key)| ((level, name), key)).collect();
            }
            return None;
        }
        match self.many.entry((level, name)) {
            std::collections::hash_map::Entry::Occupied(first) => Some(*first.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(key);
                None
            }
        }
    }
}

/// What sections and maps have in common.
struct Keys<'a, 'de, 's> {
    de: ValueDe<'a, 'de, 's>,
    entries: Entries<'de>,
    value: Option<Entry>,
    seen: Seen<'de>,
}

impl<'a, 'de, 's> Keys<'a, 'de, 's> {
    fn new(de: ValueDe<'a, 'de, 's>, entries: Entries<'de>) -> Self {
        let few = Vec::with_capacity(entries.len().min(Seen::FEW + 1));
        Self { de, entries, value: None, seen: Seen { few, many: HashMap::new() } }
    }

    fn key_text(&self, entry: Entry) -> Result<Cow<'de, str>, Stop> {
        let cx = self.de.cx;
        cx.through_alias(entry.aliased, || cx.count(entry.key))?;
        let node = cx.document.resolved(entry.key).ok_or(Stop::Noted)?;
        let key = ValueDe { cx, node, go_type: <String as GoType>::NAME, borrowed: false };
        match key.text() {
            Err(Stop::Mismatch) => Err(key.note_mismatch()),
            other => other,
        }
    }

    fn value<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stop> {
        let Some(Entry { key, value, borrowed, aliased, .. }) = self.value.take() else {
            return Err(Stop::Noted);
        };
        let cx = self.de.cx;
        cx.through_alias(aliased, || seed.deserialize(NodeDe { cx, node: value, key: Some(key), borrowed }))
    }
}

/// The entries of a section.
pub(super) struct Section<'a, 'de, 's> {
    keys: Keys<'a, 'de, 's>,
    known: &'static [&'static str],
}

impl<'a, 'de, 's> Section<'a, 'de, 's> {
    pub(super) fn new(
        de: ValueDe<'a, 'de, 's>,
        entries: Entries<'de>,
        known: &'static [&'static str],
    ) -> Self {
        Self { keys: Keys::new(de, entries), known }
    }

    /// The next entry that the section knows and that is not there twice, with the number of its key.
    fn next_field(&mut self) -> Option<(Entry, usize)> {
        let cx = self.keys.de.cx;
        let go_type = self.keys.de.go_type;
        while let Some(entry) = self.keys.entries.next() {
            let Ok(name) = self.keys.key_text(entry) else { continue };
            let line_of = || cx.document.outer_span(entry.key).start;
            let Some(field) = self.known.iter().position(|&field| field == name) else {
                if cx.is_full() {
                    continue;
                }
                let text = format!("field {name} not found in type {go_type}");
                let kind = ErrorKind::UnknownKey { key: name.into_owned(), known: self.known };
                cx.note(entry.key, line_of(), go_type, kind, text);
                continue;
            };
            if let Some(first) = self.keys.seen.first(entry.level, name.clone(), entry.key) {
                let first = cx.document.span(first);
                let text = format!("field {name} already set in type {go_type}");
                let kind = ErrorKind::DuplicateKey { key: name.into_owned(), first };
                cx.note(entry.key, line_of(), go_type, kind, text);
                continue;
            }
            if !entry.replaced {
                return Some((entry, field));
            }
        }
        None
    }
}

impl<'de> MapAccess<'de> for Section<'_, 'de, '_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some((entry, field)) = self.next_field() else { return Ok(None) };
        self.keys.value = Some(entry);
        // serde's derives take a key's number as well as its name.
        let number: U64Deserializer<Stop> = (field as u64).into_deserializer();
        seed.deserialize(number).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stop> {
        self.keys.value(seed)
    }
}

/// The entries of a map with free keys.
pub(super) struct FreeMap<'a, 'de, 's> {
    keys: Keys<'a, 'de, 's>,
}

impl<'a, 'de, 's> FreeMap<'a, 'de, 's> {
    pub(super) fn new(de: ValueDe<'a, 'de, 's>, entries: Entries<'de>) -> Self {
        Self { keys: Keys::new(de, entries) }
    }

    /// The next entry whose key is not there yet. Other than in a section, a merge cannot set a key again.
    fn next_entry(&mut self) -> Option<Entry> {
        let cx = self.keys.de.cx;
        while let Some(entry) = self.keys.entries.next() {
            let Ok(name) = self.keys.key_text(entry) else { continue };
            let Some(first) = self.keys.seen.first(0, name.clone(), entry.key) else { return Some(entry) };
            // go-yaml names the line of the value here.
            let value = cx.document.resolved(entry.value).unwrap_or(entry.value);
            let line_of = cx.document.outer_span(value).start;
            let first = cx.document.span(first);
            let text = format!("key {} already set in map", go_quote(&name));
            let kind = ErrorKind::DuplicateKey { key: name.into_owned(), first };
            cx.note(entry.key, line_of, self.keys.de.go_type, kind, text);
        }
        None
    }
}

impl<'de> MapAccess<'de> for FreeMap<'_, 'de, '_> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some(entry) = self.next_entry() else { return Ok(None) };
        self.keys.value = Some(entry);
        let key = NodeDe { cx: self.keys.de.cx, node: entry.key, key: None, borrowed: entry.borrowed };
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Stop> {
        self.keys.value(seed)
    }
}
