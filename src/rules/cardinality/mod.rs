//! Rules of category `cardinality`. Generated from `rules/cardinality/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod series_collision;
