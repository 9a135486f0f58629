//! Which labels of a metric are determined by another one: `pod` says `node`.

use hashbrown::HashMap;

use foldhash::fast::FixedState;

/// Labels of a metric beyond this number are not looked at.
pub(super) const MOST_LABELS: usize = 64;
/// Values of a label that are watched.
const MOST_WATCHED: usize = 256;

/// How many values may still be remembered by all metrics together.
#[derive(Debug)]
pub(super) struct Cells(pub(super) usize);

/// The value of a label that a series does not have.
pub(super) const ABSENT: u64 = 0;

/// What is left of the suspicion that each label determines each other one. A watched value of a label that comes with
/// two values of another one refutes it; watched are all values of a label, or some hundreds of them.
#[derive(Debug, Default)]
pub(super) struct Dependence {
    labels: Vec<Determinant>,
}

#[derive(Debug, Default)]
struct Determinant {
    /// The labels that it may determine, one bit each.
    suspects: u64,
    /// By value: the values of all labels in the first series with it.
    watched: HashMap<u64, Box<[u64]>, FixedState>,
    /// How many zeros a value's fingerprint begins with to be watched.
    level: u32,
    /// Whether a value came a second time: without that nothing is shown.
    came_again: bool,
}

impl Dependence {
    /// Notes the values of a series, by label.
    pub(super) fn note(&mut self, values: &[u64], cells: &mut Cells) {
        let values = &values[..values.len().min(MOST_LABELS)];
        while self.labels.len() < values.len() {
            self.labels.push(Determinant { suspects: u64::MAX, ..Determinant::default() });
        }
        for (label, &value) in self.labels.iter_mut().zip(values) {
            if value != ABSENT && label.suspects != 0 && value.leading_zeros() >= label.level {
                label.note(value, values, cells);
            }
        }
    }

    /// Whether the values of one label say those of the other, in all series that were looked at.
    pub(super) fn determines(&self, one: usize, other: usize) -> bool {
        self.labels.get(one).is_some_and(|label| {
            label.came_again && other < MOST_LABELS && label.suspects & (1 << other) != 0
        })
    }
}

impl Determinant {
    fn note(&mut self, value: u64, values: &[u64], cells: &mut Cells) {
        let Some(first) = self.watched.get(&value) else {
            if cells.0 < values.len() {
                // Nothing can be said any more.
                self.suspects = 0;
                self.watched = HashMap::default();
                return;
            }
            cells.0 -= values.len();
            self.watched.insert(value, values.into());
            if self.watched.len() > MOST_WATCHED {
                self.level += 1;
                let level = self.level;
                self.watched.retain(|value, row| {
                    let stays = value.leading_zeros() >= level;
                    cells.0 += if stays { 0 } else { row.len() };
                    stays
                });
            }
            return;
        };
        self.came_again = true;
        // Labels that neither series has say nothing against it.
        let labels = first.len().max(values.len()).min(MOST_LABELS);
        let mut left = self.suspects & (u64::MAX >> (MOST_LABELS - labels));
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let (before, now) = (first.get(at), values.get(at));
            if before.unwrap_or(&ABSENT) != now.unwrap_or(&ABSENT) {
                self.suspects &= !(1 << at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_another_one() {
        let mut dependence = Dependence::default();
        let mut cells = Cells(1000);
        // Pod, node, and a container that comes later.
        for series in [&[1, 7][..], &[2, 7], &[3, 8], &[1, 7, 5], &[1, 7, 6]] {
            dependence.note(series, &mut cells);
        }
        assert!(dependence.determines(0, 1), "pod says node");
        assert!(!dependence.determines(1, 0), "node does not say pod");
        assert!(!dependence.determines(0, 2), "a pod has several containers");
        assert!(!dependence.determines(2, 0), "no container came twice");
    }

    #[test]
    fn without_memory_nothing_is_claimed() {
        let mut dependence = Dependence::default();
        let mut cells = Cells(1);
        for _ in 0..3 {
            dependence.note(&[1, 7], &mut cells);
        }
        assert!(!dependence.determines(0, 1));
    }
}
