//! What a test expects, once it is known to be well-formed.

use super::format::Expect;
use super::input::{label_set, parse_list};
use super::value::{OneOrMany, Quantity};
use crate::config::Text;
use crate::finding::Finding;
use crate::relabel::Labels;
use crate::source::Span;
use crate::yaml::{Document, Field, Spanned};

/// An expected value, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Expected<T> {
    pub(super) span: Span,
    pub(super) value: T,
}

/// What a test expects.
#[derive(Debug, Default)]
pub(super) struct Expectation {
    pub(super) result: Option<Expected<Outcomes>>,
    /// Names and values; an empty value stands for no label.
    pub(super) has: Option<Expected<Vec<(String, String)>>>,
    pub(super) lacks: Option<Expected<Vec<String>>>,
    pub(super) kept: Option<Expected<Quantity>>,
    pub(super) dropped: Option<Expected<Quantity>>,
    /// From 1.
    pub(super) dropped_by: Option<Expected<u64>>,
    pub(super) collisions: Option<Expected<u64>>,
    pub(super) error: Option<Expected<String>>,
    pub(super) url: Option<Expected<String>>,
}

/// The labels of what is kept.
#[derive(Debug)]
pub(super) enum Outcomes {
    /// Each has these.
    Each(Labels),
    /// One by one.
    InOrder(Vec<Labels>),
}

impl Expectation {
    /// Reads what was decoded; else tells what is wrong with it.
    pub(super) fn read(document: &Document<'_>, expect: &Expect) -> Result<Self, Vec<Finding>> {
        Ok(Self {
            result: result(document, expect)?,
            has: expected(&expect.has, |labels| {
                let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
                let entries = labels.entries().iter();
                entries
                    .map(|(name, value)| {
                        (text(name.value().map(|name| &**name)), text(value.value().map(|value| &**value)))
                    })
                    .collect()
            }),
            lacks: expected(&expect.lacks, |names| {
                names.iter().filter_map(Spanned::value).map(|name| name.to_string()).collect()
            }),
            kept: expected(&expect.kept, |quantity| *quantity),
            dropped: expected(&expect.dropped, |quantity| *quantity),
            dropped_by: expected(&expect.dropped_by, |number| number.0),
            collisions: expected(&expect.collisions, |number| number.0),
            error: expected(&expect.error, Text::to_string),
            url: expected(&expect.url, Text::to_string),
        })
    }
}

fn expected<T, U>(field: &Field<T>, read: impl FnOnce(&T) -> U) -> Option<Expected<U>> {
    let spanned = field.spanned()?;
    Some(Expected { span: spanned.span, value: read(spanned.value()?) })
}

fn result(document: &Document<'_>, expect: &Expect) -> Result<Option<Expected<Outcomes>>, Vec<Finding>> {
    if let Some(series) = expect.series.spanned() {
        let list = parse_list(document, series)?;
        let value = match (series.value(), &list[..]) {
            (Some(OneOrMany::One(_)), [one]) => Outcomes::Each(one.clone()),
            _ => Outcomes::InOrder(list),
        };
        return Ok(Some(Expected { span: series.span, value }));
    }
    Ok(expected(&expect.labels, |labels| match labels {
        OneOrMany::One(one) => Outcomes::Each(label_set(one)),
        OneOrMany::Many(_) => Outcomes::InOrder(labels.values().map(label_set).collect()),
    }))
}
