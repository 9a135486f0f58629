//! What series are made of: as tables, as JSON, and as a page with plots.

mod html;
mod model;
mod plot;
mod text;
mod words;

pub use html::write_cardinality_html;
pub use model::{CardinalityReport, DumpCardinality, Relabeling, cardinality_schema};
pub use text::{Bars, write_cardinality};
pub(super) use words::{number, percent, quoted};
