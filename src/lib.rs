//! Lint, fix, test, explain and generate Prometheus scrape and relabel configuration.

pub mod goregex;
