//! What a relabeler remembers, and when it stops: labels whose values hardly ever come again are not worth it.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::interner::TextId;

/// How many new values are remembered before it is asked whether that pays.
const TRIAL: u32 = 32 << 10;
/// How often what is remembered must have been looked up, on average, to pay.
const PAYS: u32 = 5;

fn pays(lookups: u32, new: u32) -> bool {
    new <= TRIAL || lookups / new >= PAYS
}

/// What is known of the values of a label.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    lookups: u32,
    new: u32,
    /// Numbering its values does not pay.
    pub(super) is_varied: bool,
    /// The value read last.
    pub(super) last: TextId,
}

impl Column {
    /// Notes that a value was looked up.
    pub(super) fn note_lookup(&mut self) {
        self.lookups = self.lookups.saturating_add(1);
    }

    /// Notes which value it was.
    pub(super) fn note_value(&mut self, id: TextId, is_new: bool) {
        self.last = id;
        self.new += u32::from(is_new);
        self.is_varied = !pays(self.lookups, self.new);
    }
}

/// A decision on a joined value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known {
    Pass,
    Drop,
    /// A label is set to a value.
    Set(TextId, TextId),
}

/// A decision on a label's name.
#[derive(Clone, Copy, Debug)]
pub(super) enum KnownName {
    Pass,
    Remove,
    CopyTo(TextId),
}

/// Decisions of a step by the number of the values that they were made on.
#[derive(Debug, Default)]
pub(super) struct Memo {
    known: HashMap<u64, Known, FixedState>,
    lookups: u32,
    /// Remembering does not pay.
    pub(super) is_varied: bool,
}

impl Memo {
    pub(super) fn get(&mut self, key: u64) -> Option<Known> {
        self.lookups = self.lookups.saturating_add(1);
        let known = self.known.get(&key).copied();
        let decisions = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        if known.is_none() && !pays(self.lookups, decisions) {
            self.is_varied = true;
            self.known = HashMap::default();
        }
        known
    }

    pub(super) fn insert(&mut self, key: u64, known: Known) {
        self.known.insert(key, known);
    }
}

/// What a step has decided so far, and the numbers of the names it looks at.
#[derive(Debug)]
pub(super) enum Memory {
    Value { sources: Box<[TextId]>, memo: Memo },
    Equal { sources: Box<[TextId]>, target: TextId },
    Name(Vec<Option<KnownName>>),
}

impl Default for Memory {
    fn default() -> Self {
        Self::Name(Vec::new())
    }
}

/// Numbers of pairs of numbers.
pub(super) type Pairs = HashMap<u64, u32, FixedState>;
