//! Where a test takes its relabel rules from, and which keys go with that.

use super::format::{Expect, TestCase};
use super::problem::{Problem, broken};
use crate::finding::Finding;
use crate::relabel::Stage;
use crate::source::Span;
use crate::yaml::{Document, Field, NodeId};

/// Where a test takes its relabel rules from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// It has rules of its own.
    Rules,
    /// It names a stage of a configuration.
    At(Stage),
}

const TARGET: Ground = Ground::At(Stage::Target);
const METRIC: Ground = Ground::At(Stage::Metric);
const WRITE: Ground = Ground::At(Stage::Write);
const ALERT: Ground = Ground::At(Stage::Alert);

/// The ground of a test; else what to say about it.
pub(super) fn ground(at: Span, case: &TestCase) -> Result<Ground, Problem> {
    match (case.stage.value(), case.rules.is_present()) {
        (Some(stage), false) => Ok(Ground::At(stage.0)),
        (None, true) => Ok(Ground::Rules),
        (Some(_), true) => {
            let finding = broken(case.rules.span().unwrap_or(at), "`stage` and `rules` exclude each other")
                .with_related(case.stage.span().unwrap_or(at), "the stage of a configuration");
            Err(finding
                .with_help("remove `stage` to run these rules, or `rules` to run those of the stage")
                .into())
        }
        (None, false) => {
            let finding = broken(at, "this test says neither `stage` nor `rules`");
            let help = "add `stage: target`, `metric`, `write` or `alert` to run rules of the configuration, or give `rules`";
            Err(finding.with_help(help).into())
        }
    }
}

/// A key of a test, and the grounds that it goes with.
struct Key {
    name: &'static str,
    node: Option<NodeId>,
    grounds: &'static [Ground],
}

/// What to say about keys that do not go with the ground of a test, or exclude each other.
pub(super) fn check_keys(document: &Document<'_>, ground: Ground, case: &TestCase) -> Vec<Finding> {
    let misplaced = keys(case).into_iter().filter(|key| !key.grounds.contains(&ground));
    let mut findings: Vec<Finding> =
        misplaced.filter_map(|key| Some(misplaced_key(document.span(key.node?), ground, &key))).collect();
    findings.extend(second_input(document, case));
    findings.extend(second_result(document, case.expect.value()));
    findings
}

fn keys(case: &TestCase) -> Vec<Key> {
    let key = |name, node, grounds| Key { name, node, grounds };
    let mut keys = vec![
        key("config", case.config.key(), &[TARGET, METRIC, WRITE, ALERT]),
        key("job", case.job.key(), &[TARGET, METRIC]),
        key("remote_write", case.remote_write.key(), &[WRITE]),
        key("alertmanager", case.alertmanager.key(), &[ALERT]),
        key("target", case.target.key(), &[METRIC]),
        key("series", case.series.key(), &[Ground::Rules, METRIC, WRITE]),
        key("metrics", case.metrics.key(), &[Ground::Rules, METRIC, WRITE]),
        key("targets", case.targets.key(), &[TARGET]),
    ];
    if let Some(expect) = case.expect.value() {
        keys.extend([
            key("series", expect.series.key(), &[Ground::Rules, METRIC, WRITE]),
            key("error", expect.error.key(), &[TARGET, METRIC]),
            key("url", expect.url.key(), &[TARGET]),
        ]);
    }
    keys
}

fn misplaced_key(span: Span, ground: Ground, key: &Key) -> Finding {
    let stages: Vec<String> = key
        .grounds
        .iter()
        .filter_map(|ground| match ground {
            Ground::Rules => None,
            Ground::At(stage) => Some(format!("`{stage}`")),
        })
        .collect();
    let here = match ground {
        Ground::Rules => "in a test with `rules` of its own".to_owned(),
        Ground::At(stage) => format!("at the stage `{stage}`"),
    };
    let help = match &stages[..] {
        [one] => format!("it goes with the stage {one}"),
        many => format!("it goes with the stages {}", many.join(", ")),
    };
    broken(span, format!("`{}` has no meaning {here}", key.name)).with_help(help)
}

fn second_input(document: &Document<'_>, case: &TestCase) -> Option<Finding> {
    let inputs = [key_of(&case.labels), key_of(&case.series), key_of(&case.metrics), key_of(&case.targets)];
    second(document, inputs)
        .map(|finding| finding.with_help("make two tests of it, or write all that goes in under one key"))
}

fn second_result(document: &Document<'_>, expect: Option<&Expect>) -> Option<Finding> {
    let expect = expect?;
    second(document, [key_of(&expect.labels), key_of(&expect.series)])
        .map(|finding| finding.with_help("write the result under one of the two"))
}

fn key_of<T>(field: &Field<T>) -> Option<NodeId> {
    field.key()
}

/// What to say if more than one of some keys is there.
fn second<const N: usize>(document: &Document<'_>, keys: [Option<NodeId>; N]) -> Option<Finding> {
    let mut there: Vec<Span> = keys.into_iter().flatten().map(|key| document.span(key)).collect();
    there.sort_unstable();
    let [first, second, ..] = there[..] else { return None };
    let name = |span: Span| &document.text()[span.range()];
    let message = format!("`{}` and `{}` exclude each other", name(first), name(second));
    Some(broken(second, message).with_related(first, "given here"))
}
