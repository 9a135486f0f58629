//! What could be left out of what is stored, tried out on metrics dumps.

mod fix;
mod ids;
mod model;
mod names;
mod pattern;
mod propose;
mod prove;
mod step;
mod uses;

pub use fix::frameworks_schema;
pub use model::{
    Effect, Fix, IdAdvice, KeptMetric, Kind, Proposal, Proposals, Safety, UnreadableQuery, UsageFound,
};
pub use propose::{propose, together};
