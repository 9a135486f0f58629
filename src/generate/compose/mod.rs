//! Scrape jobs for the services of a compose file.
//!
//! [`read`](Compose::read) takes what matters of a file, [`plan`] finds out which services serve metrics, whether Prometheus
//! can reach them and under which address, and says of all others why they get no job.

mod command;
mod existing;
mod file;
mod image;
mod network;
mod plan;
mod port;
mod program;
mod service;
mod variable;

pub use existing::Scraped;
pub use file::Compose;
pub use plan::{ComposeJob, Plan, ServiceTarget, Skipped, plan};
