//! What lies around a file of tests.

use crate::lint::{FileError, Surroundings};
use crate::source::Source;

/// What a file of tests may name, and the environment. Paths are relative to that file.
pub trait Material {
    /// A configuration, a file of metrics or one of targets.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &str) -> Result<Source, FileError>;

    /// What lies around a configuration so named.
    fn around(&self, path: &str) -> Box<dyn Surroundings>;

    /// An environment variable, for external labels that hold one.
    fn variable(&self, name: &str) -> Option<String>;
}
