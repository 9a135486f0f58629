//! Compares one result with what is expected of each.

use std::collections::BTreeSet;

use super::expectation::{Expectation, Expected, Outcomes};
use super::result::{DiffLine, Mismatch, diff};
use super::subject::Kept;
use super::suite::Test;
use super::why::Why;
use crate::relabel::Labels;
use crate::source::Span;

/// How a result differs from what is expected of it.
pub(super) struct Difference {
    span: Span,
    what: What,
}

enum What {
    /// Labels have other values.
    Labels { wanted: Labels, got: Labels },
    /// These labels should not be there.
    Unwanted(Labels),
    /// Something else is scraped.
    Url { wanted: String, got: String },
}

impl Expectation {
    /// How what is kept differs from what is expected, as the result of this number, from 0.
    pub(super) fn differences(&self, number: usize, kept: &Kept) -> Vec<Difference> {
        let result = self.result.as_ref().and_then(|result| other_result(result, number, kept));
        let has = self.has.as_ref().and_then(|has| missing(has, kept));
        let lacks = self.lacks.as_ref().and_then(|lacks| unwanted(lacks, kept));
        let url = self.url.as_ref().and_then(|url| other_url(url, kept));
        [result, has, lacks, url].into_iter().flatten().collect()
    }
}

fn other_result(expected: &Expected<Outcomes>, number: usize, kept: &Kept) -> Option<Difference> {
    let wanted = match &expected.value {
        Outcomes::Each(labels) => labels,
        // How many there are is compared at the end.
        Outcomes::InOrder(list) => list.get(number)?,
    };
    let what = || What::Labels { wanted: wanted.clone(), got: kept.labels.clone() };
    (*wanted != kept.labels).then(|| Difference { span: expected.span, what: what() })
}

fn missing(has: &Expected<Vec<(String, String)>>, kept: &Kept) -> Option<Difference> {
    let other = || has.value.iter().filter(|(name, value)| kept.get(name) != value);
    other().next()?;
    let wanted = other().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let got = other().map(|(name, _)| (name.as_str(), kept.get(name))).collect();
    Some(Difference { span: has.span, what: What::Labels { wanted, got } })
}

fn unwanted(lacks: &Expected<Vec<String>>, kept: &Kept) -> Option<Difference> {
    let there = || lacks.value.iter().filter(|name| !kept.get(name).is_empty());
    there().next()?;
    let labels = there().map(|name| (name.as_str(), kept.get(name))).collect();
    Some(Difference { span: lacks.span, what: What::Unwanted(labels) })
}

fn other_url(url: &Expected<String>, kept: &Kept) -> Option<Difference> {
    let got = kept.url.clone().filter(|got| *got != url.value)?;
    Some(Difference { span: url.span, what: What::Url { wanted: url.value.clone(), got } })
}

impl Difference {
    /// What to say of it; `input` is what the result came from.
    pub(super) fn told(self, test: &Test, input: &Labels) -> Mismatch {
        let is_single = test.inputs.is_single();
        let whose = |what: &str| {
            if is_single { format!("its {what}") } else { format!("the {what} of {}", input.to_series()) }
        };
        let why = |wanted: &Labels, got: &Labels| {
            Why::new(&test.subject, input).labels(differing(wanted, got).into_iter())
        };
        let (message, diff, why) = match self.what {
            What::Labels { wanted, got } => {
                let message = format!("{} are not as expected", whose("labels"));
                (message, diff(&wanted, &got), why(&wanted, &got))
            }
            What::Unwanted(labels) => {
                let nothing = Labels::new();
                let message = format!("{} hold some that are not expected", whose("labels"));
                (message, diff(&nothing, &labels), why(&nothing, &labels))
            }
            What::Url { wanted, got } => {
                let lines = vec![DiffLine::Expected(wanted), DiffLine::Got(got)];
                (format!("{} is not as expected", whose("URL")), lines, Vec::new())
            }
        };
        Mismatch { span: self.span, message, diff, why }
    }
}

/// The names of labels whose values differ.
fn differing<'l>(wanted: &'l Labels, got: &'l Labels) -> BTreeSet<&'l str> {
    let names = wanted.iter().chain(got.iter()).map(|(name, _)| name);
    names.filter(|name| wanted.get(name) != got.get(name)).collect()
}
