//! Sizes in bytes as Prometheus reads them (`units.Base2Bytes` of alecthomas/units).

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::yaml::GoType;

/// A number of bytes. Zero and less mean "no limit" where a limit is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub i64);

impl Size {
    /// Reads a size as `units.ParseBase2Bytes` does: `64MB` and `64MiB` are the same 64 × 1024² bytes, but one text
    /// does not mix the two spellings.
    ///
    /// # Errors
    /// Prometheus's own message.
    ///
    /// ```
    /// use scrapelint::config::Size;
    /// assert_eq!(Size::parse("1.5KiB").unwrap().0, 1536);
    /// assert_eq!(Size::parse("1kB").unwrap_err(), "units: unknown unit kB in 1kB");
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        parse_units(text, "iB").or_else(|_| parse_units(text, "B")).map(Self)
    }
}

fn parse_units(text: &str, suffix: &str) -> Result<i64, String> {
    let invalid = || format!("units: invalid {text}");
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0.0f64;
    while !rest.is_empty() {
        if !rest.starts_with(|c: char| c == '.' || c.is_ascii_digit()) {
            return Err(invalid());
        }
        let whole = leading_digits(rest);
        let mut number = leading_int(whole).ok_or_else(invalid)? as f64;
        rest = &rest[whole.len()..];
        let mut fraction = "";
        if let Some(after) = rest.strip_prefix('.') {
            fraction = leading_digits(after);
            let scale = 10f64.powi(fraction.len() as i32);
            number += leading_int(fraction).ok_or_else(invalid)? as f64 / scale;
            rest = &after[fraction.len()..];
        }
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
        let unit = &rest[..end];
        rest = &rest[end..];
        let factor =
            unit_factor(unit, suffix).ok_or_else(|| format!("units: unknown unit {unit} in {text}"))?;
        total += number * factor;
    }
    if negative {
        total = -total;
    }
    if total < -(2f64.powi(63)) || total > 2f64.powi(63) {
        return Err("units: overflow parsing unit".to_owned());
    }
    // Exactly 2^63 wraps round, as the conversion does on amd64.
    Ok(if total >= 2f64.powi(63) { i64::MIN } else { total as i64 })
}

fn unit_factor(unit: &str, suffix: &str) -> Option<f64> {
    if unit == "B" {
        return Some(1.0);
    }
    let prefix = unit.strip_suffix(suffix)?;
    let power = ["K", "M", "G", "T", "P", "E"].iter().position(|&known| known == prefix)?;
    Some(1024f64.powi(power as i32 + 1))
}

fn leading_digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

/// The number, unless it overflows as `leadingInt` judges it.
fn leading_int(digits: &str) -> Option<i64> {
    digits.bytes().try_fold(0i64, |value, digit| {
        (value < (i64::MAX - 9) / 10 + 1).then_some(())?;
        value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
    })
}

/// Prints as `Base2Bytes.String`: the largest unit first, `1GiB512MiB`.
impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return formatter.write_str("0B");
        }
        if self.0 < 0 {
            formatter.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        for (power, unit) in
            [(6, "EiB"), (5, "PiB"), (4, "TiB"), (3, "GiB"), (2, "MiB"), (1, "KiB"), (0, "B")]
        {
            let factor = 1u64 << (10 * power);
            if rest >= factor {
                write!(formatter, "{}{unit}", rest / factor)?;
                rest %= factor;
            }
        }
        Ok(())
    }
}

impl GoType for Size {
    const NAME: &'static str = "units.Base2Bytes";
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::text(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A size such as 512KB or 16MiB; all units are powers of 1024.",
            "type": ["string", "integer"],
            "pattern": "^[-+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)[KMGTPE]?B)+|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i)?B)+)$",
            "maximum": 0,
            "minimum": 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_the_library_prometheus_uses() {
        for (text, bytes) in [
            ("0", 0),
            ("64MB", 64 << 20),
            ("64MiB", 64 << 20),
            ("1GB512MB", (1 << 30) + (512 << 20)),
            ("-1GiB", -(1 << 30)),
            ("8EB", i64::MIN),
        ] {
            assert_eq!(Size::parse(text).unwrap().0, bytes, "{text}");
        }
        for (text, error) in [
            ("", "units: invalid "),
            ("100", "units: unknown unit  in 100"),
            ("1 MB", "units: unknown unit  MB in 1 MB"),
            ("10EB", "units: overflow parsing unit"),
            ("1KiB1KB", "units: unknown unit KiB in 1KiB1KB"),
        ] {
            assert_eq!(Size::parse(text).unwrap_err(), error);
        }
    }
}
