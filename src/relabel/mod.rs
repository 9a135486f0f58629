//! Relabeling exactly as Prometheus does it (model/relabel/relabel.go, scrape/target.go, scrape/scrape.go).
//!
//! [`Chain`] is a compiled list of steps. It runs one label set ([`Chain::run`]), tells step by step what happens to one
//! ([`Chain::trace`]), or runs millions ([`Chain::relabeler`]).
//!
//! Around it are the stages: what Prometheus does with labels before and behind the steps of a [`Stage`]. There is one
//! type for each: [`TargetStage`], [`SampleStage`], [`WriteStage`], [`AlertStage`]; each gives its chain, and the parts
//! before and behind it one by one, so that they can be shown step by step.

mod alert;
mod case;
mod chain;
mod endpoint;
mod entries;
mod external;
mod found;
mod interner;
mod labels;
mod memory;
mod near;
mod passage;
mod relabeler;
mod sample;
mod stage;
mod step;
mod target;
mod trace;
mod write;

pub use alert::{AlertOutcome, AlertStage, AlertmanagerStage};
pub use chain::{Chain, Dialect, Outcome, Unfit, Unusable};
pub use external::{external_labels, external_variables};
pub use found::{BrokenTargets, FoundTarget, file_targets, static_targets};
pub use labels::Labels;
pub use near::Near;
pub use passage::{Fate, Passage, Runner, Way};
pub use relabeler::{Relabeled, Relabeler, StepTally};
pub use sample::{Conflicts, Limits, SampleOutcome, SampleStage};
pub use stage::{Stage, UnknownStage};
pub use target::{Target, TargetOutcome, TargetStage};
pub use trace::{Change, Group, Joined, Seen, StepTrace, Trace};
pub use write::WriteStage;
