//! What series are made of: as tables, and as JSON.

mod model;
mod text;

pub use model::{CardinalityReport, DumpCardinality, Relabeling, cardinality_schema};
pub use text::{Bars, write_cardinality};
