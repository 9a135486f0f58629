//! A file of tests, from its text to tests that can be run.

use std::collections::HashMap;

use super::case::{Prepared, Resolver};
use super::configuration::Configurations;
use super::expectation::Expectation;
use super::format::{Expect, TestCase, TestFile};
use super::material::Material;
use super::problem::{broken, undecodable, unreadable};
use super::suite::{Suite, Test};
use crate::config::secrets;
use crate::finding::{Finding, short};
use crate::lint::{FileKind, FileReport, Suppressed, kind_of};
use crate::source::{LineIndex, Source, Span};
use crate::yaml::{Document, Spanned, decode, parse};

/// Whether a file holds tests of relabel rules, by its content.
pub fn is_relabel_test(source: &Source) -> bool {
    let (document, _) = parse(&source.text);
    kind_of(&document, &source.path, false) == FileKind::RelabelTest
}

/// What tests are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be judged: each must expect something.
    Judge,
    /// To have written into them what is observed.
    Update,
}

/// Reads a file of tests, and what they name.
///
/// # Errors
/// All that is wrong with it, as a report: none of its tests can be run then.
pub fn read(source: Source, material: &dyn Material, purpose: Purpose) -> Result<Suite, Box<FileReport>> {
    let (document, syntax) = parse(&source.text);
    let read = match unreadable(&source, syntax.as_ref()) {
        Some(finding) => Err(vec![finding]),
        None => read_document(&document, &source, material, purpose),
    };
    let secrets = secrets(&document);
    match read {
        Ok(tests) => Ok(Suite { source, tests }),
        Err(mut findings) => {
            findings.sort_by(|a, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
            findings.dedup();
            Err(Box::new(FileReport {
                source,
                kind: FileKind::RelabelTest,
                findings,
                prometheus_error: None,
                secrets,
                skipped: None,
                suppressed: Suppressed::default(),
                incomplete: true,
            }))
        }
    }
}

fn read_document(
    document: &Document<'_>,
    source: &Source,
    material: &dyn Material,
    purpose: Purpose,
) -> Result<Vec<Test>, Vec<Finding>> {
    let whole = document.root().map_or(Span::at(0), |root| document.span(root));
    let Some(decoded) = decode::<Spanned<TestFile>>(document) else {
        return Err(vec![no_tests(whole)]);
    };
    let mut findings = undecodable(document, &secrets(document), &decoded.errors);
    let mut wrong: Vec<Span> = decoded.errors.iter().map(|error| error.span).collect();
    wrong.sort_unstable();
    let Some(file) = decoded.value.into_value() else { return Err(or_no_tests(findings, whole)) };
    let TestFile { config, tests } = file;
    let span = tests.span().unwrap_or(whole);
    let cases = tests.into_value().unwrap_or_default();
    if cases.is_empty() {
        return Err(or_no_tests(findings, span));
    }
    findings.extend(same_names(&cases));
    let lines = LineIndex::new(&source.text);
    let configurations = Configurations::new(material);
    let mut resolver =
        Resolver { document, source, lines: &lines, material, configurations, default: &config };
    let nothing = Expect::default();
    let mut tests = Vec::new();
    for (number, at) in cases.iter().enumerate() {
        // What does not decode has been told; what it was meant to be is not known.
        let next = wrong.partition_point(|span| span.start < at.span.start);
        if wrong.get(next).is_some_and(|&span| at.span.contains(span)) {
            continue;
        }
        let Some(case) = at.value() else {
            findings.push(broken(at.span, "a test without content").with_help("remove the empty `-`"));
            continue;
        };
        findings.extend(check_expect(at.span, case, purpose));
        let expect = case.expect.value().unwrap_or(&nothing);
        match (resolver.test(at, case), Expectation::read(document, expect)) {
            (Ok(Prepared { subject, inputs }), Ok(expectation)) => tests.push(Test {
                number,
                name: case.name.text().to_owned(),
                span: case.name.span().unwrap_or(at.span),
                subject,
                inputs,
                expectation,
                expects: !expect.is_empty(),
                result_key: if expect.series.is_present() { "series" } else { "labels" },
            }),
            (prepared, expectation) => {
                findings.extend([prepared.err(), expectation.err()].into_iter().flatten().flatten());
            }
        }
    }
    if findings.is_empty() { Ok(tests) } else { Err(findings) }
}

fn no_tests(span: Span) -> Finding {
    broken(span, "there are no tests in this file").with_help("write them as a list under `tests`")
}

fn or_no_tests(findings: Vec<Finding>, span: Span) -> Vec<Finding> {
    if findings.is_empty() { vec![no_tests(span)] } else { findings }
}

fn same_names(cases: &[Spanned<TestCase>]) -> Vec<Finding> {
    let mut names: HashMap<&str, Span> = HashMap::new();
    let mut findings = Vec::new();
    for at in cases {
        let Some(case) = at.value() else { continue };
        if case.name.is_blank() {
            findings.push(
                broken(at.span, "a test without a name").with_help("say in `name` what the test is about"),
            );
            continue;
        }
        let (Some(name), Some(span)) = (case.name.value(), case.name.span()) else { continue };
        match names.get(&**name) {
            Some(&first) => {
                let message = format!("two tests are called {}", short(name));
                findings.push(broken(span, message).with_related(first, "the first of them"));
            }
            None => _ = names.insert(name, span),
        }
    }
    findings
}

fn check_expect(at: Span, case: &TestCase, purpose: Purpose) -> Option<Finding> {
    let expects = case.expect.value().is_some_and(|expect| !expect.is_empty());
    if expects || purpose == Purpose::Update {
        return None;
    }
    let span = case.name.span().unwrap_or(at);
    Some(
        broken(span, "this test expects nothing")
            .with_help("add `expect`; `scrapelint test --update` writes what is observed into it"),
    )
}

impl Expect {
    /// Whether it holds no key.
    fn is_empty(&self) -> bool {
        let Self { labels, series, has, lacks, kept, dropped, dropped_by, collisions, error, url } = self;
        let is_there = [
            labels.is_present(),
            series.is_present(),
            has.is_present(),
            lacks.is_present(),
            kept.is_present(),
            dropped.is_present(),
            dropped_by.is_present(),
            collisions.is_present(),
            error.is_present(),
            url.is_present(),
        ];
        !is_there.contains(&true)
    }
}
