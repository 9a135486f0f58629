//! The JSON format. It is versioned: within a version, members are added but never change.

use schemars::JsonSchema;
use serde::Serialize;

use crate::generate::Proposals;

/// The version of the format.
const VERSION: u32 = 1;

/// What `scrapelint generate drop-rules` shows.
#[derive(Serialize, JsonSchema)]
pub struct DropsReport {
    /// The version of this format: 1.
    version: u32,
    /// The version of scrapelint.
    scrapelint: &'static str,
    /// What could be left out.
    pub proposals: Proposals,
}

impl DropsReport {
    /// A report on proposals.
    pub fn new(proposals: Proposals) -> Self {
        Self { version: VERSION, scrapelint: env!("CARGO_PKG_VERSION"), proposals }
    }
}

/// The JSON Schema of [`DropsReport`].
pub fn drops_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(DropsReport);
    schema.insert(
        "title".to_owned(),
        "What `scrapelint generate drop-rules --output-format json` prints".into(),
    );
    schema.to_value()
}
