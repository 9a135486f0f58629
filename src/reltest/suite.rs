//! The tests of one file: running them, and writing what is observed.

use super::expectation::Expectation;
use super::input::Inputs;
use super::judge::judge;
use super::result::TestResult;
use super::rewrite::{Wanted, rewrite};
use super::subject::Subject;
use super::update::wanted;
use crate::source::{Source, Span};
use crate::yaml::Tree;

/// The tests of one file.
#[derive(Debug)]
pub struct Suite {
    /// The file.
    pub source: Source,
    pub(super) tests: Vec<Test>,
}

/// A test that can be run.
#[derive(Debug)]
pub(super) struct Test {
    /// Its number in the list, from 0.
    pub(super) number: usize,
    pub(super) name: String,
    /// Where its name stands.
    pub(super) span: Span,
    pub(super) subject: Subject,
    pub(super) inputs: Inputs,
    pub(super) expectation: Expectation,
    /// Whether it expects anything.
    pub(super) expects: bool,
    /// The key that results are written under.
    pub(super) result_key: &'static str,
}

/// A file of tests with what is observed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Updated {
    /// The new text.
    pub text: String,
    /// The tests that have another expectation than before.
    pub changed: Vec<String>,
    /// The tests in whose place, as it is laid out, it cannot be written.
    pub left: Vec<String>,
}

impl Suite {
    /// The names of its tests.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tests.iter().map(|test| test.name.as_str())
    }

    /// Keeps the tests that are meant.
    pub fn select(&mut self, is_meant: impl Fn(&str) -> bool) {
        self.tests.retain(|test| is_meant(&test.name));
    }

    /// Whether there are no tests.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Runs all tests.
    pub fn run(&self) -> Vec<TestResult> {
        self.tests.iter().map(judge).collect()
    }

    /// The file with what is observed in the place of what is expected, wherever they differ, or nothing is expected.
    pub fn updated(&self) -> Updated {
        let differing = self.tests.iter().filter(|test| !test.expects || !judge(test).passed());
        let wanted: Vec<Wanted> = differing.map(new_expectation).collect();
        let (text, left) = rewrite(&self.source.text, &wanted);
        let (left, changed): (Vec<&Wanted>, Vec<&Wanted>) =
            wanted.iter().partition(|wanted| left.binary_search(&wanted.test).is_ok());
        let names = |some: Vec<&Wanted>| some.into_iter().map(|wanted| wanted.name.clone()).collect();
        Updated { text, changed: names(changed), left: names(left) }
    }
}

fn new_expectation(test: &Test) -> Wanted {
    let entries = wanted(test).into_iter().map(|(key, value)| (key.to_owned(), value));
    Wanted { test: test.number, name: test.name.clone(), expect: Tree::Map(entries.collect()) }
}
