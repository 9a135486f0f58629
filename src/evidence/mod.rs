//! What relabeling does to a metrics dump: which samples are kept, and which series become the same.
//!
//! [`observe`] reads a dump once or, where series may have become the same, three times; nothing of it is kept but
//! fingerprints and what is shown.

mod bound;
mod merge;
mod observe;

pub use bound::{LostBound, lost_bounds};
pub use merge::Merge;
pub(crate) use observe::is_kept;
pub use observe::{Objection, Observation, observe, sample_labels};
