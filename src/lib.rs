//! Lint, fix, test, explain and generate Prometheus scrape and relabel configuration.

pub mod cardinality;
pub mod cli;
pub mod config;
pub mod evidence;
pub mod exposition;
pub mod finding;
pub mod fix;
pub mod generate;
pub mod goregex;
pub mod io;
pub mod lint;
pub mod relabel;
pub mod reltest;
pub mod report;
pub mod rules;
pub mod server;
pub mod settings;
pub mod source;
pub mod usage;
pub mod yaml;
