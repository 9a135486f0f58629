//! One file per output format, over [`Report`](crate::lint::Report). Lines and columns exist only here.

mod concise;
mod diff;
mod human;
mod json;
mod shown;
mod words;

pub use concise::write_concise;
pub use diff::write_diff;
pub use human::{Look, write_human};
pub use json::{JsonReport, json_schema, write_json};
