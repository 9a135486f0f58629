//! The version of Prometheus that configurations are for.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de;
use serde::{Deserialize, Deserializer};

use crate::config::{Text, Version};
use crate::yaml::GoType;

/// A version of Prometheus from 2.30 to 3.14; the last one by default.
///
/// ```
/// use scrapelint::settings::TargetVersion;
/// let version: TargetVersion = "2.53".parse().unwrap();
/// assert!(version < TargetVersion::default());
/// assert!("3.99".parse::<TargetVersion>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetVersion(Version);

/// The first version that is known here.
const FIRST: Version = Version::new(2, 30);
/// The last version of Prometheus 2.
const LAST_OF_2: Version = Version::new(2, 55);
/// The last version that is known here.
const LAST: Version = Version::new(3, 14);

const EXPECTED: &str = "a version of Prometheus from 2.30 to 3.14";

impl TargetVersion {
    /// The version.
    pub fn version(self) -> Version {
        self.0
    }

    /// The major version: 2 or 3.
    pub fn major(self) -> u8 {
        self.0.major
    }

    /// Whether it is older than another version.
    pub fn is_before(self, version: Version) -> bool {
        self.0 < version
    }

    /// Whether it is older than the version whose checks are mirrored here, to the letter.
    pub fn is_older(self) -> bool {
        self.0 < LAST
    }
}

impl Default for TargetVersion {
    fn default() -> Self {
        Self(LAST)
    }
}

impl fmt::Display for TargetVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for TargetVersion {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let version: Version = text.parse().map_err(|_| EXPECTED)?;
        let is_known =
            (FIRST..=LAST_OF_2).contains(&version) || (Version::new(3, 0)..=LAST).contains(&version);
        if is_known { Ok(Self(version)) } else { Err(EXPECTED) }
    }
}

impl GoType for TargetVersion {
    const NAME: &'static str = "settings.TargetVersion";
}

impl<'de> Deserialize<'de> for TargetVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for TargetVersion {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TargetVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"] })
    }
}

#[cfg(test)]
mod tests {
    use super::TargetVersion;

    #[test]
    fn only_versions_that_are_known_are_taken() {
        for known in ["2.30", "2.55", "3.0", "3.14"] {
            assert_eq!(known.parse::<TargetVersion>().unwrap().to_string(), known);
        }
        for unknown in ["2.29", "2.56", "3.15", "3", "3.", ".3", "+3.1", "v3.1", "3.1.0", "4.0", "3.300", ""]
        {
            assert!(unknown.parse::<TargetVersion>().is_err(), "{unknown}");
        }
        assert!("3.2".parse::<TargetVersion>().unwrap() < "3.14".parse().unwrap());
    }
}
