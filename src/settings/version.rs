//! The version of Prometheus that configurations are for.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de;
use serde::{Deserialize, Deserializer};

use crate::config::Text;
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
pub struct TargetVersion {
    major: u8,
    minor: u8,
}

/// The first minor version of Prometheus 2 that is known here.
const FIRST_MINOR_OF_2: u8 = 30;
/// The last minor version of Prometheus 2.
const LAST_MINOR_OF_2: u8 = 55;
/// The last minor version of Prometheus 3 that is known here.
const LAST_MINOR_OF_3: u8 = 14;

const EXPECTED: &str = "a version of Prometheus from 2.30 to 3.14";

impl TargetVersion {
    /// The major version: 2 or 3.
    pub fn major(self) -> u8 {
        self.major
    }

    /// The minor version.
    pub fn minor(self) -> u8 {
        self.minor
    }
}

impl Default for TargetVersion {
    fn default() -> Self {
        Self { major: 3, minor: LAST_MINOR_OF_3 }
    }
}

impl fmt::Display for TargetVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for TargetVersion {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('.').filter(|_| text.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        let (major, minor) = parts.ok_or(EXPECTED)?;
        let (major, minor) = (major.parse().map_err(|_| EXPECTED)?, minor.parse().map_err(|_| EXPECTED)?);
        let is_known = match major {
            2 => (FIRST_MINOR_OF_2..=LAST_MINOR_OF_2).contains(&minor),
            3 => minor <= LAST_MINOR_OF_3,
            _ => false,
        };
        if is_known { Ok(Self { major, minor }) } else { Err(EXPECTED) }
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
