//! Rules of category `relabel`. Generated from `rules/relabel/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod ambiguous_group_reference;
pub(super) mod broken_histogram;
pub(super) mod contradictory_filters;
pub(super) mod drop_of_everything;
pub(super) mod drop_of_label_names;
pub(super) mod glob_in_regex;
pub(super) mod ignored_relabel_key;
pub(super) mod ineffective_keep;
pub(super) mod ineffective_labelmap;
pub(super) mod leaked_temporary_label;
pub(super) mod lost_required_label;
pub(super) mod meta_label_in_metric_relabel;
pub(super) mod metric_name_in_labeldrop;
pub(super) mod name_in_target_relabel;
pub(super) mod regex_without_source_labels;
pub(super) mod separator_mismatch;
pub(super) mod step_on_dropped_metrics;
pub(super) mod step_on_synthetic_series;
pub(super) mod typographic_character;
pub(super) mod unanchored_regex;
pub(super) mod undefined_group_reference;
pub(super) mod undefined_source_label;
pub(super) mod unknown_meta_label;
pub(super) mod unmatchable_regex;
pub(super) mod unnormalized_bucket_bound;
