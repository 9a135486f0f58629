//! Unit tests of relabel rules: what goes in, and what must come out.
//!
//! A file of tests names stages of a configuration, or gives rules of its own; [`read`] makes a [`Suite`] of it, which
//! runs ([`Suite::run`]) and writes what it observes back into the file ([`Suite::updated`]). Files are read through
//! [`Material`].

mod case;
mod compare;
mod configuration;
mod expectation;
mod format;
mod ground;
mod input;
mod judge;
mod material;
mod observation;
mod problem;
mod read;
mod result;
mod rewrite;
mod schema;
mod shown;
mod subject;
mod suite;
mod update;
mod value;
mod why;

pub use material::Material;
pub use read::{Purpose, is_relabel_test, read};
pub use result::{DiffLine, Mismatch, TestResult};
pub use schema::json_schema;
pub use suite::{Suite, Updated};
