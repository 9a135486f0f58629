//! The label set at hand, while steps change it.

use super::interner::TextId;

/// A value of the label set at hand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    Numbered(TextId),
    /// A range of the scratch text.
    Scratch(usize, usize),
    /// The label is no more, or stands further behind.
    Gone,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) name: TextId,
    pub(super) value: Value,
}

/// Labels as Prometheus's `labels.Builder` has them: those that no step has set yet, and the others in the order in which
/// they were set.
#[derive(Debug, Default)]
pub(super) struct Entries {
    list: Vec<Entry>,
    /// How many at the beginning no step has set.
    untouched: usize,
    /// By name, where its label stands, from 1.
    places: Vec<u32>,
}

impl Entries {
    pub(super) fn clear(&mut self) {
        for entry in self.list.drain(..) {
            self.places[entry.name.index()] = 0;
        }
        self.untouched = 0;
    }

    /// How many there are, those that are gone included.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a label; of a name that comes twice, the last value counts.
    pub(super) fn add(&mut self, name: TextId, value: Value) {
        match self.place(name) {
            Some(at) => self.list[at].value = value,
            None => self.push(name, value),
        }
    }

    /// What was added so far, no step has set.
    pub(super) fn end_base(&mut self) {
        self.untouched = self.list.len();
    }

    /// Where a label stands.
    pub(super) fn place(&self, name: TextId) -> Option<usize> {
        let place = *self.places.get(name.index())?;
        (place as usize).checked_sub(1)
    }

    pub(super) fn get(&self, name: TextId) -> Option<Value> {
        self.place(name).map(|at| self.list[at].value)
    }

    /// The entry at a place; it may be gone.
    pub(super) fn at(&self, at: usize) -> Entry {
        self.list[at]
    }

    /// The same value, written another way.
    pub(super) fn rewrite(&mut self, at: usize, value: Value) {
        self.list[at].value = value;
    }

    /// `labels.Builder.Set`
    pub(super) fn set(&mut self, name: TextId, value: Value) {
        match self.place(name) {
            Some(at) if at >= self.untouched => self.list[at].value = value,
            Some(_) => {
                self.remove(name);
                self.push(name, value);
            }
            None => self.push(name, value),
        }
    }

    /// `labels.Builder.Del`
    pub(super) fn remove(&mut self, name: TextId) {
        if let Some(at) = self.place(name) {
            self.list[at].value = Value::Gone;
            self.places[name.index()] = 0;
        }
    }

    fn push(&mut self, name: TextId, value: Value) {
        if self.places.len() <= name.index() {
            self.places.resize(name.index() + 1, 0);
        }
        self.list.push(Entry { name, value });
        self.places[name.index()] = self.list.len() as u32;
    }

    /// Those that are there in the order in which Prometheus goes through them: those that no step has set yet sorted by
    /// name, then the others.
    pub(super) fn in_order(&self, by_name: impl Fn(TextId, TextId) -> std::cmp::Ordering) -> Vec<Entry> {
        let mut list: Vec<Entry> = self.iter().collect();
        let untouched =
            self.list[..self.untouched].iter().filter(|entry| !matches!(entry.value, Value::Gone));
        list[..untouched.count()].sort_by(|a, b| by_name(a.name, b.name));
        list
    }

    /// Those that are there.
    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> + Clone {
        self.list.iter().copied().filter(|entry| !matches!(entry.value, Value::Gone))
    }
}
