//! Relabel tests that show what the relabel steps of a job are for.

use super::job::Job;
use super::make::JobRequest;
use super::preset::Preset;
use crate::yaml::Tree;

/// A test of the stage `target`, without the job that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TargetTest {
    pub(super) name: String,
    /// A target as it is discovered; without it, the job's own static targets go in.
    pub(super) labels: Option<Tree>,
    pub(super) expect: Vec<(String, Tree)>,
}

impl TargetTest {
    /// Reads a test of a preset.
    pub(super) fn read(tree: Tree) -> Option<Self> {
        let Tree::Map(mut keys) = tree else { return None };
        let mut take = |name: &str| {
            let at = keys.iter().position(|(key, _)| key == name)?;
            Some(keys.swap_remove(at).1)
        };
        match (take("name")?, take("labels"), take("expect")?) {
            (Tree::Scalar(name), labels, Tree::Map(expect)) => Some(Self { name, labels, expect }),
            _ => None,
        }
    }

    /// Whether a target is expected to be scraped.
    fn is_kept(&self) -> bool {
        !self.expect.iter().any(|(key, _)| key.starts_with("dropped"))
    }

    /// Expects some labels of what is kept, which win over those that are expected already.
    fn expect_labels(&mut self, labels: &[(String, String)]) {
        if !self.expect.iter().any(|(key, _)| key == "has") {
            self.expect.push(entry("has", Tree::Map(Vec::new())));
        }
        let has = self.expect.iter_mut().find(|(key, _)| key == "has");
        if let Some((_, Tree::Map(has))) = has {
            labels.iter().for_each(|(name, value)| set(has, name, value));
        }
    }
}

/// The tests of what relabeling does to the targets of a job; none where nothing is relabeled.
pub(super) fn target_tests(
    preset: &Preset,
    request: &JobRequest,
    job: &Job,
    targets: &[String],
) -> Vec<TargetTest> {
    if let Some(exporter) = job.exporter() {
        return vec![probe_test(request, job.name(), &exporter, targets)];
    }
    if !job.discovers() {
        return Vec::new();
    }
    let mut tests = preset.tests.clone();
    if request.labels.is_empty() {
        return tests;
    }
    if tests.is_empty() {
        tests.push(any_target());
    }
    tests.iter_mut().filter(|test| test.is_kept()).for_each(|test| test.expect_labels(&request.labels));
    tests
}

/// An address that is meant for examples.
const EXAMPLE: &str = "192.0.2.1:8080";

fn any_target() -> TargetTest {
    let mut labels = Vec::new();
    set(&mut labels, "__address__", EXAMPLE);
    TargetTest {
        name: "each target gets these labels".to_owned(),
        labels: Some(Tree::Map(labels)),
        expect: Vec::new(),
    }
}

fn probe_test(request: &JobRequest, job: &str, exporter: &str, targets: &[String]) -> TargetTest {
    let labels = |target: &String| {
        let mut labels = Vec::new();
        set(&mut labels, "job", job);
        let public =
            request.labels.iter().filter(|(name, value)| !name.starts_with("__") && !value.is_empty());
        public.for_each(|(name, value)| set(&mut labels, name, value));
        set(&mut labels, "instance", target);
        Tree::Map(labels)
    };
    let (what, labels) = match targets {
        [target] => (format!("`{target}` is"), labels(target)),
        _ => ("all targets are".to_owned(), Tree::List(targets.iter().map(labels).collect())),
    };
    let mut has = Vec::new();
    set(&mut has, "__address__", exporter);
    let whose = if targets.len() == 1 { "its name" } else { "their names" };
    TargetTest {
        name: format!("{what} probed by {exporter}, and series have {whose}"),
        labels: None,
        expect: vec![entry("labels", labels), entry("has", Tree::Map(has))],
    }
}

fn entry(key: &str, value: impl Into<Tree>) -> (String, Tree) {
    (key.to_owned(), value.into())
}

fn set(labels: &mut Vec<(String, Tree)>, name: &str, value: &str) {
    match labels.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value.into(),
        None => labels.push(entry(name, value)),
    }
}
