//! Counting a long text on three threads, one for each of a census's parts.

use std::borrow::Cow;
use std::hint::black_box;
use std::mem;
use std::ops::Range;
use std::sync::mpsc::{channel, sync_channel};
use std::thread::{self, Builder};

use super::census::Census;
use super::contents::Contents;
use super::identities::Identities;
use super::names::{Cell, Names, Noted};
use crate::exposition::Sample;

/// Samples that are handed over at once: few enough for the caches.
const BATCH: usize = 256;
/// How many batches may wait for a thread.
const AHEAD: usize = 4;
/// How many samples' tables are looked at beforehand; see [`Census::add_series`].
const PEEKED: usize = 4;

/// Samples on their way through the threads.
#[derive(Default)]
struct Batch<'t> {
    samples: Vec<Place>,
    cells: Vec<Cell>,
    values: Vec<Cow<'t, str>>,
}

/// A sample, and where its cells and values are in the batch.
struct Place {
    noted: Noted,
    cells: Range<usize>,
    values: usize,
}

impl Census {
    /// Counts the samples that `read` hands on, while it goes on reading. Nothing is read where no threads are to be had.
    pub(super) fn count_abreast<'t, R>(
        &mut self,
        read: impl FnOnce(&mut dyn FnMut(&Sample<'t, '_>)) -> R,
    ) -> Option<R> {
        let (names, contents, identities) = self.parts();
        thread::scope(|scope| {
            let (to_contents, for_contents) = sync_channel::<Batch<'t>>(AHEAD);
            let (to_identities, for_identities) = sync_channel::<Batch<'t>>(AHEAD);
            let (give_back, used) = channel();
            let count_contents = move || {
                // A send fails only where the thread behind has panicked, which the scope then does, too.
                for batch in for_contents {
                    batch.count_contents(contents);
                    _ = to_identities.send(batch);
                }
            };
            let count_identities = move || {
                for mut batch in for_identities {
                    batch.count_identities(identities);
                    batch.clear();
                    _ = give_back.send(batch);
                }
            };
            Builder::new().spawn_scoped(scope, count_contents).ok()?;
            Builder::new().spawn_scoped(scope, count_identities).ok()?;
            let mut batch = Batch::default();
            let result = read(&mut |sample| {
                batch.add(names, sample);
                if batch.samples.len() == BATCH {
                    let empty = used.try_recv().unwrap_or_default();
                    _ = to_contents.send(mem::replace(&mut batch, empty));
                }
            });
            _ = to_contents.send(batch);
            drop(to_contents);
            Some(result)
        })
    }
}

impl<'t> Batch<'t> {
    fn add(&mut self, names: &mut Names, sample: &Sample<'t, '_>) {
        let (cells, values) = (self.cells.len(), self.values.len());
        let labels = sample.labels.iter().map(|label| (&*label.name, &*label.value));
        let noted = names.note(&sample.name, sample.family_name(), sample.part(), labels, &mut self.cells);
        if let Some(noted) = noted {
            self.samples.push(Place { noted, cells: cells..self.cells.len(), values });
            self.values.extend(sample.labels.iter().map(|label| label.value.clone()));
        }
    }

    fn count_contents(&self, contents: &mut Contents) {
        for places in self.samples.chunks(PEEKED) {
            let peeks = places.iter().map(|place| contents.peek(&place.noted, self.cells(place)));
            black_box(peeks.fold(0, |all, one| all ^ one));
            for place in places {
                let value = |position: usize| self.values.get(place.values + position).map(|value| &**value);
                contents.count(&place.noted, self.cells(place), value);
            }
        }
    }

    fn count_identities(&self, identities: &mut Identities) {
        for places in self.samples.chunks(PEEKED) {
            let peeks = places.iter().map(|place| identities.peek(&place.noted));
            black_box(peeks.fold(0, |all, one| all ^ one));
            for place in places {
                identities.count(&place.noted, self.cells(place));
            }
        }
    }

    fn cells(&self, place: &Place) -> &[Cell] {
        &self.cells[place.cells.clone()]
    }

    fn clear(&mut self) {
        self.samples.clear();
        self.cells.clear();
        self.values.clear();
    }
}
