//! What relabeling does to targets, series and alerts, step by step: as text, and as JSON.

mod dump;
mod model;
mod redact;
mod sentence;
mod step;
mod text;

pub use dump::{DumpReport, Listed, StepCount, write_dump};
pub use model::{End, RelabelReport, Walk, WalkInput, WalkStep, relabel_schema};
pub use redact::Redactor;
pub use step::rule_words;
pub use text::write_walk;
