//! Scrape jobs that are written for you.
//!
//! A [`Preset`] is what is known of scraping something, a [`JobRequest`] what is asked for; [`make`] puts them together to
//! a [`Job`], and [`insert`] writes it into a configuration, or into an empty text. [`new_findings`] says what checking has
//! against the result.
//!
//! [`propose`] says what could be left out of what a job stores. It is tried out before: a [`Trial`] runs steps on metrics
//! dumps, as part of a configuration. [`limits`] makes limits of a scrape from what such dumps have.

mod append;
mod catalogue;
mod compose;
mod drops;
mod guess;
mod insert;
mod job;
mod job_tests;
mod limits;
mod make;
mod preset;
mod prove;
mod rhythm;
mod target;
mod tested;
mod trial;

pub use append::{NewStep, add_keys, append_steps};
pub use compose::{Compose, ComposeJob, Plan, Scraped, ServiceTarget, Skipped, plan};
pub use drops::{
    Effect, Fix, IdAdvice, KeptMetric, Kind, Proposal, Proposals, Safety, UnreadableQuery, UsageFound,
    frameworks_schema, propose, together,
};
pub use guess::guess;
pub use insert::insert;
pub use job::Job;
pub use limits::{Extent, Limit, limits};
pub use make::{JobRequest, Made, make};
pub use preset::{Preset, UnknownPreset, job_preset_schema, preset, presets};
pub use prove::new_findings;
pub use rhythm::Rhythm;
pub use tested::{Subject, job_tests, limit_tests, step_tests};
pub use trial::Trial;
