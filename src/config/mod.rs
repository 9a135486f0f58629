//! Prometheus's configuration as typed structs that know where every value stands.
//!
//! The serde and schemars derives are the one definition of a section: they drive decoding, unknown keys and their
//! nearest known ones, and the JSON Schema. `check` functions beside them make the checks Prometheus makes at load.

mod duration;
pub mod http;
mod refusal;
pub mod sd;
mod size;
mod url;
mod value;

pub use duration::Duration;
pub use refusal::{Refusal, Refusals};
pub use size::Size;
pub use url::{Url, parse_url};
pub use value::{Int, Int64, LabelName, Secret, Text, Uint, Uint64, is_legacy_label_name};
