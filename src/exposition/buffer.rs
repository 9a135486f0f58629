//! Labels of one sample after another.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};

use super::entry::Label;

/// A list of labels whose slots are written over in place: a push to a `Vec` builds the label elsewhere and copies it,
/// which was a fifth of the time of a whole reading.
#[derive(Default)]
pub(super) struct LabelBuffer<'t> {
    slots: Vec<Label<'t>>,
    used: usize,
}

impl<'t> LabelBuffer<'t> {
    pub(super) fn clear(&mut self) {
        self.used = 0;
    }

    #[inline]
    pub(super) fn push(&mut self, name: Cow<'t, str>, value: Cow<'t, str>) {
        match self.slots.get_mut(self.used) {
            Some(slot) => {
                slot.name = name;
                slot.value = value;
            }
            None => self.slots.push(Label { name, value }),
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
