//! Rules of category `upgrade`. Generated from `rules/upgrade/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod deprecated_meta_label;
pub(super) mod expanded_dollar;
pub(super) mod implicit_http2;
pub(super) mod overwritten_parameter;
pub(super) mod removed_meta_label;
pub(super) mod target_without_port;
pub(super) mod unexpanded_external_label;
pub(super) mod unsupported_key;
pub(super) mod unsupported_label_name;
pub(super) mod unsupported_meta_label;
pub(super) mod unsupported_regex_syntax;
pub(super) mod unsupported_value;
