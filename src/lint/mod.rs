//! Runs the load checks and the rules over a file and returns a report.

mod check;
mod kind;
mod load;
mod offer;
mod report;
mod scrub;
mod select;

pub use check::{Options, check, check_among};
pub use report::{FileKind, FileReport, Report};
pub use scrub::REDACTED;
pub use select::{Selection, UnknownSelector};
