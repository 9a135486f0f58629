//! Rules of category `deployment`. Generated from `rules/deployment/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod disabled_exemplars;
pub(super) mod duplicate_remote_endpoint;
pub(super) mod ignored_content;
pub(super) mod missing_alertmanager;
pub(super) mod missing_external_labels;
pub(super) mod missing_file;
pub(super) mod unexpanded_variable;
pub(super) mod working_directory_path;
