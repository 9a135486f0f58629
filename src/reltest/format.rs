//! The file format of relabel tests, as it is decoded.

use schemars::JsonSchema;
use serde::Deserialize;

use super::value::{Number, OneOrMany, Quantity, StageName};
use crate::config::http::go_type;
use crate::config::sd::LabelSet;
use crate::config::{LabelName, RelabelConfig, Text};
use crate::yaml::{Field, Spanned};

/// A file of relabel tests.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(super) struct TestFile {
    /// The configuration that is tested, relative to this file. A test may name another.
    pub(super) config: Field<Text>,
    /// The tests.
    pub(super) tests: Field<Vec<Spanned<TestCase>>>,
}

/// One test: what goes into relabeling, and what is expected to come out.
///
/// It names a stage of a configuration, or gives relabel rules of its own. What goes in is one of `labels`, `series`,
/// `metrics` and `targets`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["name"]))]
pub(super) struct TestCase {
    /// What the test is about, in a few words. Required, and unique in the file.
    pub(super) name: Field<Text>,
    /// The configuration, relative to this file, where it is not the one of the whole file.
    pub(super) config: Field<Text>,
    /// The stage of relabeling: `target` and `metric` belong to a job, `write` to a `remote_write`, `alert` to alerting.
    pub(super) stage: Field<StageName>,
    /// The job, for the stages `target` and `metric`.
    pub(super) job: Field<Text>,
    /// Which `remote_write` of several, for the stage `write`: its `name`, or its number counted from 1.
    pub(super) remote_write: Field<Text>,
    /// Which of the `alertmanagers` has its own `alert_relabel_configs` run too, for the stage `alert`: its number,
    /// counted from 1.
    pub(super) alertmanager: Field<Number>,
    /// Relabel rules of the test's own, instead of a stage of a configuration.
    pub(super) rules: Field<Vec<Spanned<RelabelConfig>>>,
    /// The labels that the scraped target attaches to its series, for the stage `metric`: `job` and `instance`, mostly.
    /// Without the key: those of the job's first static target that is kept, or `job` alone.
    pub(super) target: Field<LabelSet>,
    /// What goes in: one label set or several. At the stage `target` the labels of a target as it is discovered.
    pub(super) labels: Field<OneOrMany<LabelSet>>,
    /// What goes in: one series or several, as `http_requests_total{path="/"}`.
    pub(super) series: Field<OneOrMany<Text>>,
    /// What goes in: all series of a file with metrics, relative to this file.
    pub(super) metrics: Field<Text>,
    /// What goes in at the stage `target`: all targets of a file as `file_sd_configs` reads it, relative to this file.
    /// Without any input, the job's own static targets go in.
    pub(super) targets: Field<Text>,
    /// What is expected to come out. `scrapelint test --update` writes what does.
    pub(super) expect: Field<Expect>,
}

/// What is expected of a test. All of it must hold.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub(super) struct Expect {
    /// Exactly the labels of what is kept. A list tells them one by one, in the order of what goes in.
    pub(super) labels: Field<OneOrMany<LabelSet>>,
    /// Exactly the series that are kept. A list tells them one by one, in the order of what goes in.
    pub(super) series: Field<OneOrMany<Text>>,
    /// Some of the labels of all that is kept.
    pub(super) has: Field<LabelSet>,
    /// Labels that nothing which is kept has.
    pub(super) lacks: Field<Vec<Spanned<LabelName>>>,
    /// How many are kept; `true` for all.
    pub(super) kept: Field<Quantity>,
    /// How many are dropped; `true` for all.
    pub(super) dropped: Field<Quantity>,
    /// The step that drops whatever is dropped, counted from 1.
    pub(super) dropped_by: Field<Number>,
    /// How many label sets come out of more than one input.
    pub(super) collisions: Field<Number>,
    /// A part of the error that Prometheus reports: of a target that it does not take, or a scrape that fails.
    pub(super) error: Field<Text>,
    /// The URL that is scraped, at the stage `target`.
    pub(super) url: Field<Text>,
}

go_type! {
    TestFile: "reltest.TestFile";
    TestCase: "reltest.TestCase", list "[]*reltest.TestCase";
    Expect: "reltest.Expect";
}
