//! Texts by number.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// The number of a text in an [`Interner`]; equal texts have equal numbers. 0 is the empty text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct TextId(pub(super) u32);

impl TextId {
    pub(super) const EMPTY: Self = Self(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Distinct texts, one behind the other.
#[derive(Debug)]
pub(super) struct Interner {
    text: String,
    /// Where each text ends; it begins where the one before it ends.
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: FixedState,
}

impl Interner {
    pub(super) fn new() -> Self {
        let mut interner = Self {
            text: String::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            hasher: FixedState::default(),
        };
        interner.intern("");
        interner
    }

    pub(super) fn get(&self, id: TextId) -> &str {
        let at = id.index();
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    /// The number of a text, and whether it is new.
    pub(super) fn intern(&mut self, text: &str) -> (TextId, bool) {
        let hash = self.hasher.hash_one(text);
        if let Some(&id) = self.table.find(hash, |&id| self.get(TextId(id)) == text) {
            return (TextId(id), false);
        }
        let id = self.ends.len() as u32;
        self.text.push_str(text);
        self.ends.push(self.text.len());
        let Self { text, ends, table, hasher } = self;
        let nth = |id: u32| {
            let start = (id as usize).checked_sub(1).map_or(0, |before| ends[before]);
            &text[start..ends[id as usize]]
        };
        table.insert_unique(hash, id, |&id| hasher.hash_one(nth(id)));
        (TextId(id), true)
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How long they are together, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }
}
