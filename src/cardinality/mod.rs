//! What the series of a scrape are made of: how many, by which labels, and which of those hold IDs.
//!
//! [`Census`] counts series one by one, in memory that has bounds. [`Cardinality`] is what it found. A label is called one
//! of IDs by the form of its values ([`Class`]), by how many there are, and by whether another label says the same already;
//! its name only changes how many it takes. [`survey`] does all that for a text.

mod abreast;
mod census;
mod contents;
mod count;
mod dependence;
mod identities;
mod judge;
mod knowledge;
mod memory;
mod model;
mod names;
mod packs;
mod prints;
mod survey;
mod values;

pub use census::Census;
pub use count::{Count, Precision};
pub use knowledge::{Knowledge, Packs, runtime_of, runtime_prefixes};
pub use memory::Memory;
pub use model::{
    Cardinality, Confidence, IdLabel, LabelValues, MetricLabel, MetricSeries, RuntimeSeries, is_created,
};
pub use packs::{Expected, Exporter, KnownLabels, Pack, Runtime, pack_schema};
pub use survey::{Survey, survey, survey_knowing};
pub use values::Class;
