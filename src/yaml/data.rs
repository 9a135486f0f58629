//! Data of our own, which Prometheus never reads: no places are needed, and serde's own words say what is wrong.

use serde::de::DeserializeOwned;

/// Decodes a text.
///
/// # Errors
/// The first thing that is wrong, with its line where that is known.
pub(crate) fn decode_data<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_yaml::from_str(text).map_err(|error| error.to_string())
}
