//! Runs the load checks and the rules over a file and returns a report.

mod report;

pub use report::{FileKind, FileReport, Report};
