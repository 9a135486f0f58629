//! Labels of one sample after another.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use super::entry::Label;

pub(super) const METRIC_NAME: &str = "__name__";

/// A list of labels whose slots are written over in place: a push to a `Vec` builds the label elsewhere and copies it,
/// which was a fifth of the time of a whole reading.
#[derive(Default)]
pub(super) struct LabelBuffer<'t> {
    slots: Vec<Label<'t>>,
    /// The name of each slot where it stood without quotes and is no `__name__`; else an empty one.
    plain: Vec<PlainName<'t>>,
    used: usize,
    has_metric_name: bool,
}

/// The name of a label without quotes.
#[derive(Clone, Copy, Default)]
pub(super) struct PlainName<'t> {
    pub(super) text: &'t str,
    /// Names with different bits are different.
    pub(super) bit: u64,
}

impl<'t> LabelBuffer<'t> {
    pub(super) fn clear(&mut self) {
        self.used = 0;
        self.has_metric_name = false;
    }

    /// Whether there is a label `__name__`.
    #[inline]
    pub(super) fn has_metric_name(&self) -> bool {
        self.has_metric_name
    }

    /// The name that the next label had in the sample before: nearly always the one that comes.
    #[inline]
    pub(super) fn guess(&self) -> PlainName<'t> {
        self.plain.get(self.used).copied().unwrap_or_default()
    }

    /// Adds a label whose name is the guess.
    #[inline]
    pub(super) fn push_guessed(&mut self, value: &'t str) {
        self.slots[self.used].value = Cow::Borrowed(value);
        self.used += 1;
    }

    #[inline]
    pub(super) fn push_plain(&mut self, name: PlainName<'t>, value: &'t str) {
        self.push(Cow::Borrowed(name.text), Cow::Borrowed(value));
        if name.text != METRIC_NAME {
            self.plain[self.used - 1] = name;
        }
    }

    #[inline]
    pub(super) fn push(&mut self, name: Cow<'t, str>, value: Cow<'t, str>) {
        self.has_metric_name |= name == METRIC_NAME;
        match self.slots.get_mut(self.used) {
            Some(slot) => {
                slot.name = name;
                slot.value = value;
                self.plain[self.used] = PlainName::default();
            }
            None => {
                self.slots.push(Label { name, value });
                self.plain.push(PlainName::default());
            }
        }
        self.used += 1;
    }
}

impl<'t> Deref for LabelBuffer<'t> {
    type Target = [Label<'t>];

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.slots[..self.used]
    }
}

impl DerefMut for LabelBuffer<'_> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.slots[..self.used]
    }
}
