//! Rules of category `upgrade`. Generated from `rules/upgrade/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod unsupported_key;
pub(super) mod unsupported_value;
