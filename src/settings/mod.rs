//! The tool's own settings: what a `scrapelint.yaml` may say, as typed values with their places.
//!
//! Which rules there are is not known here; `lint` judges the names.

mod file;
mod level;
mod options;
mod pattern;
mod root;
mod schema;
mod value;
mod version;

pub use file::{DumpPaths, Override, RuleSetting, RuleTable, Settings};
pub use level::Level;
pub use options::RuleOptions;
pub use pattern::{FilePattern, JobPattern};
pub use root::Root;
pub use schema::json_schema;
pub use value::{FailOn, Preset};
pub use version::TargetVersion;

/// Names of files of settings, the one that wins in a folder first.
pub const FILE_NAMES: [&str; 2] = ["scrapelint.yaml", ".scrapelint.yaml"];

/// The prefix of the names that [`GoType`](crate::yaml::GoType) gives to the types of settings.
pub(crate) const TYPE_PREFIX: &str = "settings.";

/// What a commented file of settings begins as: every key, with the value that counts without it.
pub const TEMPLATE: &str = include_str!("template.yaml");
