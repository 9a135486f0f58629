//! Rules of category `relabel`. Generated from `rules/relabel/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod meta_label_in_metric_relabel;
pub(super) mod name_in_target_relabel;
