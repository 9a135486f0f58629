//! One file per output format, over [`Report`](crate::lint::Report). Lines and columns exist only here.

mod cardinality;
mod checkstyle;
mod concise;
mod diff;
mod drops;
mod github;
mod gitlab;
mod human;
mod json;
mod json_lines;
mod junit;
mod model;
mod page;
mod places;
mod relabel;
mod repairs;
mod sarif;
mod shown;
mod statistics;
mod step_summary;
mod tests;
mod words;
mod xml;

pub use cardinality::{
    Bars, CardinalityReport, DumpCardinality, Relabeling, cardinality_schema, write_cardinality,
    write_cardinality_html,
};
pub use checkstyle::write_checkstyle;
pub use concise::write_concise;
pub use diff::write_diff;
pub use drops::{DropsReport, drops_schema, write_drops};
pub use github::write_github;
pub use gitlab::write_gitlab;
pub use human::{Look, write_human};
pub use json::{json_schema, write_json};
pub use json_lines::{json_line_schema, write_json_lines};
pub use junit::{write_junit, write_junit_findings};
pub use model::JsonReport;
pub use page::rule_page;
pub use places::{RULE_PAGES, rule_url};
pub use relabel::{
    DumpReport, End, Listed, Redactor, RelabelReport, StepCount, Walk, WalkInput, WalkStep, relabel_schema,
    rule_words, write_dump, write_walk,
};
pub use repairs::write_repairs;
pub use sarif::write_sarif;
pub use statistics::write_statistics;
pub use step_summary::write_step_summary;
pub use tests::{SuiteResult, TestRun, tests_summary, write_concise_tests, write_tests};
pub use words::{summary, write_skipped};
