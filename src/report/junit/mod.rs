//! JUnit XML, which CI systems show as results of tests.

mod findings;
mod tests;

pub use findings::write_junit_findings;
pub use tests::write_junit;
