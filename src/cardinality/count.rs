//! Counting what is different, exactly or as well as memory allows.

use std::fmt;

use hashbrown::HashTable;
use schemars::JsonSchema;
use serde::Serialize;

use super::prints::{Prints, Room};

/// How many there are of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// The number.
    pub value: u64,
    /// How good the number is.
    pub precision: Precision,
}

/// How good a number is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// It is just that.
    #[default]
    Exact,
    /// Estimated from a sample, within some percent.
    About,
    /// There are more.
    MoreThan,
}

impl Count {
    /// Whether it is just that.
    pub fn is_exact(self) -> bool {
        self.precision == Precision::Exact
    }

    pub(super) fn exact(value: u64) -> Self {
        Self { value, precision: Precision::Exact }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Exact => write!(formatter, "{}", self.value),
            Precision::About => write!(formatter, "about {}", self.value),
            Precision::MoreThan => write!(formatter, "more than {}", self.value),
        }
    }
}

/// How many fingerprints each part of a census may remember, so that no text can exhaust memory.
pub(super) const MOST_FINGERPRINTS: u64 = 32 << 20;

/// How many fingerprints may still be remembered by all counts together.
#[derive(Debug)]
pub(super) struct Budget(u64);

impl Budget {
    pub(super) fn new(most: u64) -> Self {
        Self(most)
    }

    fn take(&mut self) -> bool {
        let is_left = self.0 > 0;
        self.0 -= u64::from(is_left);
        is_left
    }
}

/// Different things by their fingerprints of 64 bits: two of ten million are taken for one with odds of one to 10⁵.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    prints: Prints,
    is_over: bool,
}

impl Distinct {
    /// Notes one; whether it is new, as far as one can still tell.
    pub(super) fn insert(&mut self, print: u64, budget: &mut Budget) -> bool {
        let Room::Free(at) = self.prints.look(print) else { return false };
        if !budget.take() {
            self.is_over = true;
            return false;
        }
        self.prints.fill(at, print);
        true
    }

    pub(super) fn contains(&self, print: u64) -> bool {
        self.prints.contains(print)
    }

    /// See [`Prints::peek`].
    pub(super) fn peek(&self, print: u64) -> u64 {
        self.prints.peek(print)
    }

    pub(super) fn count(&self) -> Count {
        let precision = if self.is_over { Precision::MoreThan } else { Precision::Exact };
        Count { value: self.prints.len() as u64, precision }
    }

    /// Counts together, each thing once.
    pub(super) fn union<'d>(all: impl Iterator<Item = &'d Self> + Clone) -> Count {
        let is_over = all.clone().any(|it| it.is_over);
        let precision = if is_over { Precision::MoreThan } else { Precision::Exact };
        let mut alone = all.clone();
        if let (Some(one), None) = (alone.next(), alone.next()) {
            return one.count();
        }
        let mut prints = Prints::default();
        for print in all.flat_map(|it| it.prints.iter()) {
            prints.insert(print);
        }
        Count { value: prints.len() as u64, precision }
    }
}

/// How many different things of a kind there are, exactly up to some thousand; beyond, from those whose fingerprints
/// begin with zeros.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    prints: HashTable<u64>,
    /// How many zeros a fingerprint begins with to be kept.
    level: u32,
    /// Whether one of those kept came a second time.
    came_again: bool,
}

/// Beyond that, half of what is kept is let go: an error of about one percent.
const MOST_KEPT: usize = 1 << 13;

impl Sketch {
    pub(super) fn insert(&mut self, print: u64) {
        if print.leading_zeros() < self.level {
            return;
        }
        if self.prints.find(print, |it| *it == print).is_some() {
            self.came_again = true;
            return;
        }
        self.prints.insert_unique(print, print, |it| *it);
        while self.prints.len() > MOST_KEPT {
            self.level += 1;
            let level = self.level;
            self.prints.retain(|it| it.leading_zeros() >= level);
        }
    }

    /// Whether one came a second time, or is among others.
    pub(super) fn meets(&self, others: &Distinct) -> bool {
        self.came_again || self.prints.iter().any(|print| others.contains(*print))
    }

    /// How many there are, but for those that are left out.
    pub(super) fn count_unless(&self, is_left_out: impl Fn(u64) -> bool) -> Count {
        let kept = self.prints.iter().filter(|print| !is_left_out(**print)).count() as u64;
        let precision = if self.level == 0 { Precision::Exact } else { Precision::About };
        Count { value: kept << self.level.min(40), precision }
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use foldhash::fast::FixedState;

    use super::*;

    #[test]
    fn what_is_beyond_the_budget_is_more_than_was_counted() {
        let mut budget = Budget::new(3);
        let mut distinct = Distinct::default();
        for print in [1, 2, 2, 3] {
            distinct.insert(print, &mut budget);
        }
        assert_eq!(distinct.count(), Count::exact(3));
        assert!(!distinct.insert(4, &mut budget));
        assert_eq!(distinct.count().to_string(), "more than 3");
    }

    #[test]
    fn a_sketch_is_exact_and_then_close() {
        let mut sketch = Sketch::default();
        let hasher = FixedState::default();
        for number in 0..MOST_KEPT as u64 {
            sketch.insert(hasher.hash_one(number));
        }
        assert_eq!(sketch.count_unless(|_| false), Count::exact(MOST_KEPT as u64));
        for number in 0..1_000_000_u64 {
            sketch.insert(hasher.hash_one(number));
        }
        let Count { value, precision } = sketch.count_unless(|_| false);
        assert_eq!(precision, Precision::About);
        assert!((950_000..1_050_000).contains(&value), "{value}");
    }
}
