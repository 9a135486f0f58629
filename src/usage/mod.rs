//! What metrics are used by: the queries of rule files and of Grafana dashboards.
//!
//! [`Usage`] is asked whether something reads a metric. Where a query cannot be read as a whole, or a variable of a
//! dashboard stands in it, it reads every metric that it could name: too much is kept rather than too little.

mod dashboard;
mod file;
mod need;
mod query;
mod rules;
mod template;
mod words;

pub use file::{Reader, Usage};
