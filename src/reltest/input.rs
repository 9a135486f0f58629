//! What goes into a test.

use super::format::TestCase;
use super::material::Material;
use super::problem::{Problem, broken};
use super::value::OneOrMany;
use crate::config::Text;
use crate::config::sd::LabelSet;
use crate::exposition::{self, Entry, Exposition, Outcome, parse_series};
use crate::finding::Finding;
use crate::relabel::{Labels, file_targets};
use crate::source::{LineIndex, Source, Span};
use crate::yaml::{Document, Spanned};

/// What goes into a test.
#[derive(Debug)]
pub(super) enum Inputs {
    /// Label sets.
    Listed(Vec<Labels>),
    /// The series of a file with metrics.
    Dump(Source),
}

impl Inputs {
    /// Hands out all label sets, in order.
    pub(super) fn for_each(&self, mut take: impl FnMut(&Labels)) {
        match self {
            Self::Listed(list) => list.iter().for_each(take),
            Self::Dump(source) => {
                let mut exposition = Exposition::new(&source.text);
                while let Some(entry) = exposition.next_entry() {
                    if let Entry::Sample(sample) = entry {
                        take(&sample.to_labels());
                    }
                }
            }
        }
    }

    /// Whether it is one label set, of which the result is told in full.
    pub(super) fn is_single(&self) -> bool {
        matches!(self, Self::Listed(list) if list.len() == 1)
    }
}

/// What a test says goes in; nothing if it does not say. Else what is wrong with it.
pub(super) fn given(
    document: &Document<'_>,
    material: &dyn Material,
    case: &TestCase,
) -> Result<Option<Inputs>, Vec<Finding>> {
    let inputs = if let Some(labels) = case.labels.value() {
        Inputs::Listed(labels.values().map(label_set).collect())
    } else if let Some(series) = case.series.spanned() {
        Inputs::Listed(parse_list(document, series)?)
    } else if let Some(path) = case.metrics.spanned() {
        Inputs::Dump(read_dump(material, path)?)
    } else if let Some(path) = case.targets.spanned() {
        read_targets(material, path)?
    } else {
        return Ok(None);
    };
    match &inputs {
        Inputs::Listed(list) if list.is_empty() => Err(vec![nothing(case)]),
        _ => Ok(Some(inputs)),
    }
}

fn nothing(case: &TestCase) -> Finding {
    let spans = [case.labels.span(), case.series.span(), case.targets.span()];
    let span = spans.into_iter().flatten().next().unwrap_or_default();
    broken(span, "nothing goes into this test")
}

/// Labels as they are written. An empty value is no label.
pub(super) fn label_set(labels: &LabelSet) -> Labels {
    let entries = labels.entries().iter();
    entries
        .filter_map(|(name, value)| {
            Some((
                name.value()?.to_string(),
                value.value().map(|value| value.to_string()).unwrap_or_default(),
            ))
        })
        .collect()
}

/// One series or several, as they are written.
pub(super) fn parse_list(
    document: &Document<'_>,
    written: &Spanned<OneOrMany<Text>>,
) -> Result<Vec<Labels>, Vec<Finding>> {
    let parse =
        |text: &str, span| parse_series(text).map_err(|problem| malformed(document, text, span, problem));
    let parsed: Vec<Result<Labels, Problem>> = match written.value() {
        Some(OneOrMany::One(text)) => vec![parse(text, written.span)],
        Some(OneOrMany::Many(texts)) => {
            texts.iter().map(|text| parse(text.value().map_or("", |text| text), text.span)).collect()
        }
        None => Vec::new(),
    };
    collect(parsed)
}

/// All values, or all that is wrong.
fn collect<T>(results: Vec<Result<T, Problem>>) -> Result<Vec<T>, Vec<Finding>> {
    let mut values = Vec::new();
    let mut findings = Vec::new();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(finding) => findings.push(*finding),
        }
    }
    if findings.is_empty() { Ok(values) } else { Err(findings) }
}

fn malformed(document: &Document<'_>, text: &str, value: Span, problem: exposition::Problem) -> Problem {
    let place = place(document.text(), value, text, problem.span);
    broken(place, format!("not a series: {}", problem.message))
        .with_help(r#"write it as Prometheus shows it: `http_requests_total{code="200", path="/"}`"#)
        .into()
}

/// The place of a part of a value, where that stands in the file character for character, else of the whole value.
fn place(text: &str, value: Span, content: &str, part: Span) -> Span {
    let written = &text[value.range()];
    let quote = match written {
        _ if written == content => 0,
        _ if written.get(1..written.len().saturating_sub(1)) == Some(content) => 1,
        _ => return value,
    };
    let start = value.start + quote + part.start;
    Span { start, end: start + part.len() as u32 }
}

fn read_file(material: &dyn Material, path: &Spanned<Text>) -> Result<Source, Problem> {
    let name = path.value().map_or("", |path| path);
    let source = material.read(name).map_err(|error| {
        broken(path.span, format!("{}: {}", error.path, error.reason))
            .with_label("paths start at the folder of this file")
    })?;
    match &source.not_text {
        Some(not_text) => Err(fault(path, &source, not_text.span, not_text.problem).into()),
        None => Ok(source),
    }
}

/// Something wrong in a file that a test names.
fn fault(path: &Spanned<Text>, source: &Source, span: Span, words: &str) -> Finding {
    let line = LineIndex::new(&source.text).line(span.start as usize) + 1;
    broken(path.span, format!("{}:{line}: {words}", source.path)).with_label("names this file")
}

/// Faults of a file of metrics that are told.
const TOLD: usize = 3;

/// A file of metrics without anything wrong in it.
fn read_dump(material: &dyn Material, path: &Spanned<Text>) -> Result<Source, Vec<Finding>> {
    let source = read_file(material, path).map_err(|problem| vec![*problem])?;
    let (series, faults) = survey(&source.text);
    let fault = |problem: exposition::Problem| fault(path, &source, problem.span, &problem.message);
    match (series, faults.is_empty()) {
        (_, false) => Err(faults.into_iter().map(fault).collect()),
        (0, true) => Err(vec![broken(path.span, format!("{} holds no series", source.path))]),
        (_, true) => Ok(source),
    }
}

/// How many series a text holds, and the first things wrong with it.
fn survey(text: &str) -> (usize, Vec<exposition::Problem>) {
    let mut exposition = Exposition::new(text);
    let (mut series, mut faults) = (0, Vec::new());
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Sample(_) => series += 1,
            // Prometheus reads on behind what is merely surprising.
            Entry::Problem(problem) if problem.outcome != Outcome::Surprising && faults.len() < TOLD => {
                faults.push(problem);
            }
            _ => {}
        }
    }
    (series, faults)
}

fn read_targets(material: &dyn Material, path: &Spanned<Text>) -> Result<Inputs, Vec<Finding>> {
    let source = read_file(material, path).map_err(|problem| vec![*problem])?;
    let targets = file_targets(&source.text, path.value().map_or("", |path| path));
    let labels = targets.map(|targets| targets.into_iter().map(|target| target.labels).collect());
    labels.map(Inputs::Listed).map_err(|error| vec![fault(path, &source, error.span, &error.problem)])
}
