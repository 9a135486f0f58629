//! Durations as Prometheus reads and prints them (prometheus/common v0.70, model/time.go).

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::yaml::{GoType, go_quote};

/// A span of time in nanoseconds; never negative, at most about 292 years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MILLISECOND;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
const YEAR: u64 = 365 * DAY;

/// Units, largest first: a duration names each at most once and in this order.
const UNITS: [(&str, u64); 7] =
    [("y", YEAR), ("w", WEEK), ("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", SECOND), ("ms", MILLISECOND)];

impl Duration {
    /// No time at all, which for many keys means "not set".
    pub const ZERO: Self = Self(0);

    /// So many seconds; the longest there is instead of more.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds.saturating_mul(SECOND))
    }

    /// So many milliseconds; the longest there is instead of more.
    pub const fn from_millis(milliseconds: u64) -> Self {
        Self(milliseconds.saturating_mul(MILLISECOND))
    }

    /// The length in seconds, rounded down.
    pub const fn as_secs(self) -> u64 {
        self.0 / SECOND
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> u64 {
        self.0 / MILLISECOND
    }

    /// Whether there is none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Reads a duration as Prometheus's `model.ParseDuration` does.
    ///
    /// # Errors
    /// Prometheus's own message.
    ///
    /// ```
    /// use scrapelint::config::Duration;
    /// assert_eq!(Duration::parse("1h30m").unwrap().as_secs(), 5400);
    /// assert_eq!(Duration::parse("1.5s").unwrap_err(), r#"unknown unit "." in duration "1.5s""#);
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "0" => return Ok(Self::ZERO),
            "" => return Err("empty duration string".to_owned()),
            _ => {}
        }
        let malformed = || format!("not a valid duration string: {}", go_quote(text));
        let out_of_range = || "duration out of range".to_owned();
        let mut rest = text;
        let mut total = 0u64;
        let mut next_unit = 0;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number = rest[..digits].parse::<u64>().map_err(|_| malformed())?;
            rest = &rest[digits..];
            let letters = rest.bytes().take_while(|byte| !byte.is_ascii_digit()).count();
            if letters == 0 {
                return Err(malformed());
            }
            let unit = &rest[..letters];
            rest = &rest[letters..];
            let Some(at) = UNITS.iter().position(|(name, _)| *name == unit) else {
                return Err(format!("unknown unit {} in duration {}", go_quote(unit), go_quote(text)));
            };
            if at < next_unit {
                return Err(malformed());
            }
            next_unit = at + 1;
            let nanoseconds = UNITS[at].1;
            if number > (1 << 63) / nanoseconds {
                return Err(out_of_range());
            }
            total = total.wrapping_add(number * nanoseconds);
            if total > i64::MAX as u64 {
                return Err(out_of_range());
            }
        }
        Ok(Self(total))
    }
}

/// Prints as Prometheus's `Duration.String`: years and weeks only where nothing smaller remains.
impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut milliseconds = self.as_millis();
        if milliseconds == 0 {
            return formatter.write_str("0s");
        }
        let mut written = false;
        for (unit, nanoseconds) in UNITS {
            let length = nanoseconds / MILLISECOND;
            let only_exact = matches!(unit, "y" | "w");
            if only_exact && !milliseconds.is_multiple_of(length) {
                continue;
            }
            let count = milliseconds / length;
            if count > 0 {
                write!(formatter, "{count}{unit}")?;
                milliseconds -= count * length;
                written = true;
            }
        }
        if written { Ok(()) } else { formatter.write_str("0s") }
    }
}

impl GoType for Duration {
    // Its UnmarshalYAML decodes a string first, and that is what messages name; so do those of other texts.
    const NAME: &'static str = "string";
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::text(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A duration such as 15s, 1m, 1h30m: units y, w, d, h, m, s, ms, each once, from large to small.",
            "type": ["string", "integer"],
            "pattern": "^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
            "minLength": 1,
            "maximum": 0,
            "minimum": 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_print_as_prometheus_prints_them() {
        for (text, printed) in [
            ("1y1w1d", "373d"),
            ("90d", "90d"),
            ("7d", "1w"),
            ("365d", "1y"),
            ("90s", "1m30s"),
            ("0s", "0s"),
            ("1500ms", "1s500ms"),
        ] {
            assert_eq!(Duration::parse(text).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn malformed_durations_get_prometheus_words() {
        for (text, error) in [
            ("", "empty duration string"),
            ("15", "not a valid duration string: \"15\""),
            ("-1s", "not a valid duration string: \"-1s\""),
            ("1s1m", "not a valid duration string: \"1s1m\""),
            ("1s1s", "not a valid duration string: \"1s1s\""),
            ("1 s", "unknown unit \" s\" in duration \"1 s\""),
            ("300y", "duration out of range"),
        ] {
            assert_eq!(Duration::parse(text).unwrap_err(), error);
        }
    }
}
