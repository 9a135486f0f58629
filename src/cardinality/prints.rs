//! A set of fingerprints.

use std::hint::black_box;

/// Numbers that are hashes already. One lies where its highest bits say, or behind that, so that most are found in the first
/// line of memory that is looked at: with millions of them, that is what time goes into. (hashbrown's tables look at two.)
#[derive(Debug, Default)]
pub(super) struct Prints {
    /// A power of two, or none; zero is free.
    slots: Vec<u64>,
    filled: usize,
    has_zero: bool,
}

/// What is to become of a new one.
pub(super) enum Room {
    /// It is there already.
    Known,
    /// It is not there, and goes into this place.
    Free(usize),
}

const SMALLEST: usize = 8;

impl Prints {
    pub(super) fn len(&self) -> usize {
        self.filled + usize::from(self.has_zero)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> {
        self.has_zero.then_some(0).into_iter().chain(self.slots.iter().copied().filter(|slot| *slot != 0))
    }

    pub(super) fn contains(&self, print: u64) -> bool {
        matches!(self.look(print), Room::Known)
    }

    /// What lies where a fingerprint is looked for first: to have that part of memory at hand.
    #[inline]
    pub(super) fn peek(&self, print: u64) -> u64 {
        self.slots.get(self.first(print)).copied().unwrap_or_default()
    }

    /// Adds one; whether it is new.
    pub(super) fn insert(&mut self, print: u64) -> bool {
        match self.look(print) {
            Room::Known => false,
            Room::Free(at) => {
                self.fill(at, print);
                true
            }
        }
    }

    /// Where a fingerprint is, or where it belongs.
    #[inline]
    pub(super) fn look(&self, print: u64) -> Room {
        if print == 0 {
            return if self.has_zero { Room::Known } else { Room::Free(0) };
        }
        let mut at = self.first(print);
        while let Some(&slot) = self.slots.get(at) {
            if slot == print {
                return Room::Known;
            }
            if slot == 0 {
                return Room::Free(at);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        Room::Free(0)
    }

    /// Puts a fingerprint into the place that [`Prints::look`] gave.
    #[inline]
    pub(super) fn fill(&mut self, at: usize, print: u64) {
        if print == 0 {
            self.has_zero = true;
            return;
        }
        self.filled += 1;
        if self.filled * 4 <= self.slots.len() * 3 {
            self.slots[at] = print;
        } else {
            self.grow(print);
        }
    }

    #[cold]
    fn grow(&mut self, print: u64) {
        // Written to at once, page after page: memory that is read before it is written to is fetched twice.
        let mut wider = Vec::with_capacity((self.slots.len() * 2).max(SMALLEST));
        black_box(&mut wider).resize((self.slots.len() * 2).max(SMALLEST), 0);
        let narrow = std::mem::replace(&mut self.slots, wider);
        for print in narrow.into_iter().filter(|slot| *slot != 0).chain([print]) {
            let mut at = self.first(print);
            while self.slots[at] != 0 {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = print;
        }
    }

    #[inline]
    fn first(&self, print: u64) -> usize {
        (print >> (u64::BITS - self.slots.len().trailing_zeros())) as usize
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Prints;

    #[test]
    fn a_set_is_a_set() {
        let mut prints = Prints::default();
        let mut others = HashSet::new();
        assert!(!prints.contains(0) && !prints.contains(7));
        // Many with the same highest bits, the last slots among them, and zero.
        for number in 0..20_000_u64 {
            let print = match number % 4 {
                0 => number / 8,
                1 => u64::MAX - number / 8,
                2 => (number / 8).wrapping_mul(0x9e37_79b9_7f4a_7c15),
                _ => (number / 8) << 52,
            };
            assert_eq!(prints.contains(print), others.contains(&print));
            assert_eq!(prints.insert(print), others.insert(print));
        }
        assert_eq!(prints.len(), others.len());
        assert_eq!(prints.iter().collect::<HashSet<_>>(), others);
    }
}
