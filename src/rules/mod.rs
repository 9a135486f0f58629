//! The rules: one page under `rules/` and one function here for each.
//!
//! `registry.rs` and the `mod.rs` of each category are generated from the pages by `UPDATE=1 cargo test`.

mod alternatives;
mod cardinality;
mod deployment;
mod effect;
mod evidence;
mod filters;
mod flow;
mod group;
mod identity;
mod idle;
mod interval;
mod limits;
mod merging;
mod naming;
mod placeholder;
mod proof;
mod reach;
mod registry;
mod relabel;
mod rule;
mod scrape;
mod security;
mod slack;
mod step;
mod style;
mod upgrade;
mod values;
mod yaml;

pub(crate) use evidence::Evidence;
pub use evidence::{Dumps, JobDump};
pub(crate) use flow::{OF_ALERTMANAGERS, OF_TARGETS};
pub(crate) use placeholder::is_placeholder;
pub use registry::RULES;
pub(crate) use rule::Found;
pub use rule::{
    Chain, ChainCheck, Cx, Files, FixKind, Job, JobCheck, NoFiles, Preset, Repair, Rule, Run, Stage,
};

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|at| &RULES[at])
}
