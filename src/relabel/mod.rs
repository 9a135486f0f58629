//! Relabeling exactly as Prometheus does it (model/relabel/relabel.go, scrape/target.go, scrape/scrape.go).
//!
//! [`Chain`] is a compiled list of steps. It runs one label set ([`Chain::run`]), tells step by step what happens to one
//! ([`Chain::trace`]), or runs millions ([`Chain::relabeler`]).

mod case;
mod chain;
mod interner;
mod labels;
mod near;
mod relabeler;
mod step;
mod trace;

pub use chain::{Chain, Dialect, Outcome, Unfit, Unusable};
pub use labels::Labels;
pub use near::Near;
pub use relabeler::{Relabeled, Relabeler};
pub use trace::{Change, Group, Joined, Seen, StepTrace, Trace};
