//! What older versions of Prometheus take and version 3.14 refuses.

use super::{ApiVersion, Version};
use crate::yaml::{DecodeError, Document, ErrorKind, GoType};

/// A key that has another name now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenamedKey {
    /// The section, by Go's name for it.
    pub section: &'static str,
    /// Its name before.
    pub old: &'static str,
    /// The first version with the old name.
    pub old_since: Version,
    /// Its name now.
    pub new: &'static str,
    /// The first version with the new name, and without the old one.
    pub new_since: Version,
}

/// All keys that got another name since Prometheus 2.30 (config/config.go of each version).
pub const RENAMED_KEYS: [RenamedKey; 1] = [RenamedKey {
    section: "config.ScrapeConfig",
    old: "scrape_classic_histograms",
    old_since: Version::new(2, 45),
    new: "always_scrape_classic_histograms",
    new_since: Version::new(3, 0),
}];

/// The first version that sends alerts through Alertmanager's API v2 alone.
pub const ONLY_API_V2_SINCE: Version = Version::new(3, 0);

/// Whether a version takes what 3.14 objects to.
pub fn accepts(version: Version, document: &Document<'_>, error: &DecodeError) -> bool {
    match &error.kind {
        ErrorKind::UnknownKey { key, .. } => RENAMED_KEYS.iter().any(|renamed| {
            renamed.section == error.go_type
                && renamed.old == key
                && (renamed.old_since..renamed.new_since).contains(&version)
        }),
        ErrorKind::BadValue => version < ONLY_API_V2_SINCE && is_api_v1(document, error),
        _ => false,
    }
}

/// Whether the objection is to `api_version: v1` of an Alertmanager.
pub fn is_api_v1(document: &Document<'_>, error: &DecodeError) -> bool {
    error.go_type == ApiVersion::NAME && document.scalar(error.node) == Some("v1")
}
