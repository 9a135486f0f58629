//! Which values labels have.

use super::count::{Budget, Distinct, MOST_FINGERPRINTS};
use super::names::{Cell, Noted};
use super::values::Class;

/// Values of a label that are kept to be shown, and those whose form is looked at.
const EXAMPLES: usize = 3;
const MOST_EXAMINED: u64 = 1 << 14;

/// The values of each metric's labels.
#[derive(Debug)]
pub(super) struct Contents {
    metrics: Vec<Vec<Content>>,
    budget: Budget,
}

/// The values of a label.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) bytes: u64,
    pub(super) distinct: Distinct,
    pub(super) examples: Vec<Box<str>>,
    /// Values whose form was looked at: the first ones.
    pub(super) examined: u64,
    pub(super) classes: Vec<OfClass>,
    pub(super) largest: Option<u64>,
    pub(super) smallest: Option<u64>,
}

/// The values of a label that are of a class.
#[derive(Debug)]
pub(super) struct OfClass {
    pub(super) class: Class,
    pub(super) values: u64,
    pub(super) example: Box<str>,
}

impl Default for Contents {
    fn default() -> Self {
        Self { metrics: Vec::new(), budget: Budget::new(MOST_FINGERPRINTS) }
    }
}

impl Contents {
    /// See [`super::prints::Prints::peek`].
    pub(super) fn peek(&self, sample: &Noted, cells: &[Cell]) -> u64 {
        let Some(contents) = self.metrics.get(sample.metric) else { return 0 };
        let known =
            cells.iter().filter_map(|cell| Some(contents.get(cell.column)?.distinct.peek(cell.value)));
        known.fold(0, |all, one| all ^ one)
    }

    /// Counts the labels of a sample; `text` gives the value at a position of it.
    pub(super) fn count<'v>(
        &mut self,
        sample: &Noted,
        cells: &[Cell],
        text: impl Fn(usize) -> Option<&'v str>,
    ) {
        if self.metrics.len() <= sample.metric {
            self.metrics.resize_with(sample.metric + 1, Vec::new);
        }
        let contents = &mut self.metrics[sample.metric];
        for cell in cells {
            if contents.len() <= cell.column {
                contents.resize_with(cell.column + 1, Content::default);
            }
            let content = &mut contents[cell.column];
            if content.distinct.insert(cell.value, &mut self.budget)
                && let Some(value) = text(cell.position)
            {
                content.note_new(value);
            }
        }
    }

    /// What was counted, by metric and label.
    pub(super) fn into_metrics(self) -> impl Iterator<Item = Vec<Content>> {
        self.metrics.into_iter()
    }
}

impl Content {
    /// Looks at a value that is seen for the first time.
    fn note_new(&mut self, value: &str) {
        self.bytes += value.len() as u64;
        if self.examples.len() < EXAMPLES {
            self.examples.push(value.into());
        }
        if self.examined == MOST_EXAMINED {
            return;
        }
        self.examined += 1;
        let Some(class) = Class::of(value) else { return };
        if class == Class::Number {
            let number = value.parse().unwrap_or(u64::MAX);
            self.largest = self.largest.max(Some(number));
            self.smallest = Some(self.smallest.map_or(number, |it| it.min(number)));
        }
        match self.classes.iter_mut().find(|of| of.class == class) {
            Some(of) => of.values += 1,
            None => self.classes.push(OfClass { class, values: 1, example: value.into() }),
        }
    }
}
