//! Rules of category `cardinality`. Generated from `rules/cardinality/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod keep_without_match;
pub(super) mod label_limit_exceeded;
pub(super) mod refused_scrape;
pub(super) mod sample_limit_exceeded;
pub(super) mod series_collision;
pub(super) mod tight_sample_limit;
pub(super) mod unanchored_intent;
pub(super) mod unguarded_exporter_label;
pub(super) mod unguarded_id_label;
pub(super) mod useless_drop;
