//! The rules: one page under `rules/` and one function here for each.
//!
//! `registry.rs` and the `mod.rs` of each category are generated from the pages by `UPDATE=1 cargo test`.


mod registry;
mod relabel;
mod rule;
mod scrape;

pub use registry::RULES;
pub use rule::{Chain, Cx, FixKind, Job, Preset, Rule, Run, Stage};

/// The rule of this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.name.cmp(name)).ok().map(|at| &RULES[at])
}
