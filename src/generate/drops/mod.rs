//! What could be left out of what is stored, tried out on metrics dumps.

mod ids;
mod model;
mod names;
mod pattern;
mod propose;
mod prove;
mod step;

pub use model::{Effect, IdAdvice, Kind, Proposal, Proposals, Safety};
pub use propose::{propose, together};
