//! Rules of category `yaml`. Generated from `rules/yaml/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod emptied_default;
pub(super) mod misread_number;
pub(super) mod overriding_merge;
pub(super) mod quoted_null;
