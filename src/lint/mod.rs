//! Runs the load checks and the rules over a file and returns a report.

mod check;
mod kind;
mod load;
mod report;
mod select;

pub use check::{Options, check};
pub use report::{FileKind, FileReport, Report};
pub use select::{Selection, UnknownSelector};
