//! The JSON format. It is versioned: within a version, members are added but never change.

use schemars::JsonSchema;
use serde::Serialize;

use crate::cardinality::Cardinality;
use crate::report::DumpReport;

/// The version of the format.
const VERSION: u32 = 1;

/// What `scrapelint cardinality` shows.
#[derive(Serialize, JsonSchema)]
pub struct CardinalityReport {
    /// The version of this format: 1.
    version: u32,
    /// The version of scrapelint.
    scrapelint: &'static str,
    /// The dumps.
    pub dumps: Vec<DumpCardinality>,
}

/// A metrics dump.
#[derive(Serialize, JsonSchema)]
pub struct DumpCardinality {
    /// Its path.
    pub path: String,
    /// What it is made of.
    pub cardinality: Cardinality,
    /// Lines that are no metrics, and why.
    pub problems: Vec<String>,
    /// Whether Prometheus would refuse the text for them.
    pub is_refused: bool,
    /// What the relabeling of a job makes of it.
    pub relabeling: Option<Relabeling>,
}

impl DumpCardinality {
    /// Whether Prometheus would take none of it.
    pub fn fails(&self) -> bool {
        let relabeled = self.relabeling.as_ref();
        self.is_refused || relabeled.is_some_and(|relabeling| relabeling.steps.scrape_error.is_some())
    }
}

/// What relabeling makes of a dump.
#[derive(Serialize, JsonSchema)]
pub struct Relabeling {
    /// What its steps do, and which series merge.
    pub steps: DumpReport,
    /// What is left, with the labels of the job's first target.
    pub cardinality: Cardinality,
}

impl CardinalityReport {
    /// A report on dumps.
    pub fn new(dumps: Vec<DumpCardinality>) -> Self {
        Self { version: VERSION, scrapelint: env!("CARGO_PKG_VERSION"), dumps }
    }
}

/// The JSON Schema of [`CardinalityReport`].
pub fn cardinality_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(CardinalityReport);
    schema.insert("title".to_owned(), "What `scrapelint cardinality --output-format json` prints".into());
    schema.to_value()
}
