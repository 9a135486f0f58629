//! Rules of category `style`. Generated from `rules/style/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod identity_replace;
pub(super) mod redundant_anchor;
pub(super) mod redundant_default;
pub(super) mod redundant_override;
pub(super) mod redundant_relabel_default;
pub(super) mod space_in_job_name;
