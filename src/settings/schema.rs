//! The JSON Schema of settings.

use serde_json::Value;

use super::Settings;
use crate::config::schema_of;

/// The JSON Schema of `scrapelint.yaml`, from the types that decode it.
pub fn json_schema() -> Value {
    schema_of::<Settings>("settings", "Settings of scrapelint (scrapelint.yaml)").to_value()
}
