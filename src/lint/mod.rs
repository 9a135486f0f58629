//! Runs the load checks and the rules over a file and returns a report.

mod baseline;
mod check;
mod configuration;
mod follow;
mod helpful;
mod kind;
mod load;
mod offer;
mod regex;
mod report;
mod run;
mod scrub;
mod select;
mod settings;
mod suppress;
mod targets;
mod way;

pub(crate) use kind::kind_of;
pub(crate) use load::{Decoding, refusal_finding, syntax_finding};

pub use baseline::{Baseline, InBaseline, baseline_schema, fingerprints};
pub use check::{Options, check, check_among};
pub use configuration::{ConfigFile, Configuration, JobAt};
pub use follow::{Family, FileError, Followed, Inherited, Surroundings, check_family, check_followed};
pub use report::{FileKind, FileReport, Report, Suppressed};
pub use scrub::REDACTED;
pub use select::{Selection, UnknownSelector};
pub use settings::{SettingsFile, read_settings};
pub use suppress::{Date, Ignored, NoDate, add_ignores};
pub(crate) use suppress::{ignore_edits, is_suppressible};
