//! What a test should expect, so that it passes: `scrapelint test --update` writes it.

use super::expectation::Outcomes;
use super::observation::Observation;
use super::subject::Kept;
use super::suite::Test;
use super::value::Quantity;
use crate::relabel::Labels;
use crate::yaml::Tree;

/// Results that are written one by one at most; of more only the number is.
const MOST_RESULTS: usize = 200;

/// A key of `expect`, and what it should say.
type Entry = (&'static str, Tree);

/// What a test should expect.
///
/// Its keys stay, with what they come to now. Those that do not fit any more go; if none is left, the plainest ones for
/// what is observed come.
pub(super) fn wanted(test: &Test) -> Vec<Entry> {
    let seen = test.observe(|_, _| {});
    let error = seen.error.as_ref().map(|failure| Tree::from(failure.error.as_str()));
    let mut entries = same_keys(test, &seen);
    entries.extend(error.map(|error| ("error", error)));
    if entries.is_empty() {
        entries = plain_keys(test, &seen);
    }
    entries
}

/// The keys that are there and fit, but for the error.
fn same_keys(test: &Test, seen: &Observation) -> Vec<Entry> {
    let expectation = &test.expectation;
    let mut entries: Vec<Entry> = Vec::new();
    let mut add = |key, tree: Option<Tree>| entries.extend(tree.map(|tree| (key, tree)));
    if let Some(expected) = &expectation.result {
        add(test.result_key, results(test, &expected.value));
    }
    if let Some(expected) = &expectation.has {
        add("has", shared(test, expected.value.iter().map(|(name, _)| name.as_str())));
    }
    if let Some(expected) = &expectation.lacks {
        add("lacks", lacking(test, &expected.value));
    }
    if let Some(expected) = &expectation.kept {
        add("kept", Some(quantity(expected.value, seen.kept, seen.inputs)));
    }
    if let Some(expected) = &expectation.dropped {
        add("dropped", Some(quantity(expected.value, seen.dropped, seen.inputs)));
    }
    if expectation.dropped_by.is_some() {
        add("dropped_by", only_step(seen));
    }
    if expectation.collisions.is_some() {
        add("collisions", Some(Tree::from(seen.collisions.len() as u64)));
    }
    if expectation.url.is_some() {
        add("url", agreed(test, |kept| kept.url.clone().unwrap_or_default()).map(Tree::Scalar));
    }
    entries
}

/// What is observed in the plainest words.
fn plain_keys(test: &Test, seen: &Observation) -> Vec<Entry> {
    if seen.inputs != 1 {
        return vec![
            ("kept", Tree::from(seen.kept)),
            ("dropped", Tree::from(seen.dropped)),
            ("collisions", Tree::from(seen.collisions.len() as u64)),
        ];
    }
    match (agreed(test, |kept| kept.labels.clone()), only_step(seen)) {
        (Some(labels), _) => vec![("labels", label_map(&labels))],
        (None, Some(step)) => vec![("dropped_by", step)],
        (None, None) => vec![("dropped", Tree::from(true))],
    }
}

/// What all that is kept has in common; nothing if it differs, or nothing is kept.
fn agreed<T: PartialEq>(test: &Test, part: impl Fn(&Kept) -> T) -> Option<T> {
    let mut common: Option<T> = None;
    let mut differs = false;
    test.each_kept(|kept| {
        let part = part(&kept);
        match &common {
            Some(common) => differs |= *common != part,
            None => common = Some(part),
        }
    });
    common.filter(|_| !differs)
}

/// What is kept, in the way it is written now.
fn results(test: &Test, written: &Outcomes) -> Option<Tree> {
    let tree = |labels: &Labels| match test.result_key {
        "series" => Tree::Scalar(labels.to_series()),
        _ => label_map(labels),
    };
    if let Outcomes::Each(_) = written
        && let Some(labels) = agreed(test, |kept| kept.labels.clone())
    {
        return Some(tree(&labels));
    }
    let (mut list, mut count) = (Vec::new(), 0);
    test.each_kept(|kept| {
        count += 1;
        if count <= MOST_RESULTS {
            list.push(tree(&kept.labels));
        }
    });
    (1..=MOST_RESULTS).contains(&count).then_some(Tree::List(list))
}

fn label_map(labels: &Labels) -> Tree {
    Tree::Map(labels.iter().map(|(name, value)| (name.to_owned(), Tree::from(value))).collect())
}

/// The values that these labels have everywhere.
fn shared<'n>(test: &Test, names: impl Iterator<Item = &'n str>) -> Option<Tree> {
    let entries = names.filter_map(|name| {
        let value = agreed(test, |kept| kept.get(name).to_owned())?;
        Some((name.to_owned(), Tree::Scalar(value)))
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then_some(Tree::Map(entries))
}

/// Those of some labels that nothing which is kept has.
fn lacking(test: &Test, names: &[String]) -> Option<Tree> {
    let is_lacking = |name: &&String| agreed(test, |kept| kept.get(name).is_empty()) == Some(true);
    let names: Vec<Tree> = names.iter().filter(is_lacking).map(|name| Tree::from(name.as_str())).collect();
    (!names.is_empty()).then_some(Tree::List(names))
}

/// A number, or `true` or `false` where one of these stands and fits.
fn quantity(written: Quantity, count: u64, all: u64) -> Tree {
    match written {
        Quantity::All if count == all => Tree::from(true),
        Quantity::All if count == 0 => Tree::from(false),
        Quantity::Count(_) if all == 1 => Tree::from(count == 1),
        Quantity::All | Quantity::Count(_) => Tree::from(count),
    }
}

/// The step that dropped all that was dropped, counted from 1.
fn only_step(seen: &Observation) -> Option<Tree> {
    let mut steps = seen.dropped_by.keys();
    match (steps.next(), steps.next()) {
        (Some(&Some(step)), None) => Some(Tree::from(step as u64 + 1)),
        _ => None,
    }
}
