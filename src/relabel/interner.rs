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

/// Distinct texts.
#[derive(Debug)]
pub(super) struct Interner {
    texts: Vec<Box<str>>,
    /// How long they are together.
    bytes: usize,
    table: HashTable<u32>,
    hasher: FixedState,
}

impl Interner {
    pub(super) fn new() -> Self {
        let mut interner =
            Self { texts: Vec::new(), bytes: 0, table: HashTable::new(), hasher: FixedState::default() };
        interner.intern("");
        interner
    }

    pub(super) fn get(&self, id: TextId) -> &str {
        &self.texts[id.index()]
    }

    /// The number of a text, and whether it is new.
    pub(super) fn intern(&mut self, text: &str) -> (TextId, bool) {
        let Self { texts, bytes, table, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(&id) = table.find(hash, |&id| *texts[id as usize] == *text) {
            return (TextId(id), false);
        }
        let id = texts.len() as u32;
        texts.push(text.into());
        *bytes += text.len();
        table.insert_unique(hash, id, |&id| hasher.hash_one(&*texts[id as usize]));
        (TextId(id), true)
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// How long they are together, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}
