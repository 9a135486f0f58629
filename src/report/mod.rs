//! One file per output format, over [`Report`](crate::lint::Report). Lines and columns exist only here.

mod cardinality;
mod concise;
mod diff;
mod drops;
mod human;
mod json;
mod junit;
mod relabel;
mod repairs;
mod shown;
mod statistics;
mod tests;
mod words;

pub use cardinality::{
    Bars, CardinalityReport, DumpCardinality, Relabeling, cardinality_schema, write_cardinality,
    write_cardinality_html,
};
pub use concise::write_concise;
pub use diff::write_diff;
pub use drops::{DropsReport, drops_schema, write_drops};
pub use human::{Look, write_human};
pub use json::{JsonReport, json_schema, write_json};
pub use junit::write_junit;
pub use relabel::{
    DumpReport, End, Listed, Redactor, RelabelReport, StepCount, Walk, WalkInput, WalkStep, relabel_schema,
    rule_words, write_dump, write_walk,
};
pub use repairs::write_repairs;
pub use statistics::write_statistics;
pub use tests::{SuiteResult, TestRun, tests_summary, write_concise_tests, write_tests};
pub use words::summary;
