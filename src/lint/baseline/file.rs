//! The format of a baseline.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Key;
use crate::config::schema_of;

/// The version of the format.
const VERSION: u32 = 1;

/// A baseline: findings that are known and held back.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BaselineFile {
    /// The version of this format: 1.
    version: u32,
    /// What is held back, sorted.
    pub(super) entries: Vec<Entry>,
}

/// Findings of one rule about one thing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// The file, relative to the baseline.
    pub(super) path: String,
    /// The rule.
    pub(super) rule: String,
    /// The job, if it is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    job: String,
    /// What it is about: the keys down to it, and its value if that is no secret.
    subject: String,
    /// How many such findings there are.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub(super) count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

impl Entry {
    pub(super) fn new((path, rule, job, subject): Key, count: usize) -> Self {
        Self { path, rule, job, subject, count }
    }

    pub(super) fn key(&self) -> Key {
        (self.path.clone(), self.rule.clone(), self.job.clone(), self.subject.clone())
    }
}

impl BaselineFile {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        Self { version: VERSION, entries }
    }

    /// Whether it is of a version that is known.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.version {
            VERSION => Ok(()),
            other => Err(format!("a baseline of version {other}; this scrapelint knows version {VERSION}")),
        }
    }

    pub(super) fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The JSON Schema of baselines.
pub fn json_schema() -> Value {
    schema_of::<BaselineFile>("baseline", "Baseline of scrapelint (findings that are held back)").to_value()
}
