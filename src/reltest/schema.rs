//! The JSON Schema of the file format.

use serde_json::Value;

use super::format::TestFile;
use crate::config::schema_of;

/// The JSON Schema of files of relabel tests, from the types that decode them.
pub fn json_schema() -> Value {
    schema_of::<TestFile>("relabel-test", "Tests of relabel rules, as `scrapelint test` runs them").to_value()
}
