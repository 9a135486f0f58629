//! Sizes that Prometheus cannot read, and what was likely meant.

use super::Words;
use super::shown::short;
use crate::config::Size;

const UNITS: &str = "`B`, `KB`, `MB`, `GB`, `TB`, `PB`, `EB`, all powers of 1024";

/// `name` is the key, in backticks.
pub(super) fn invalid_size(name: &str, value: &str, text: &str) -> Words {
    if text.starts_with("units: overflow") {
        return Words::new(
            format!("{name} is too large: {}", short(value)),
            "more than 8EB",
            "write a smaller size, or 0 for no limit",
        );
    }
    if value.is_empty() {
        return Words::new(
            format!("{name} has no size"),
            "empty",
            "write a size such as `10MB`, or 0 for no limit",
        );
    }
    let help = match meant(value) {
        Some(meant) if meant.ends_with(|c: char| c.is_ascii_digit() || c == 'B') && is_number(value) => {
            format!("a size needs a unit: write `{meant}` for bytes; there are {UNITS}")
        }
        Some(meant) => format!("write `{meant}`"),
        None => format!("write a number and a unit, without space: `10MB`; there are {UNITS}"),
    };
    Words::new(format!("{name} is not a size: {}", short(value)), "not a size", help)
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// The size that a human reads in a text: `10mb`, `1 GiB`, `512k`.
fn meant(value: &str) -> Option<String> {
    let value = value.trim();
    if value.len() > 40 {
        return None;
    }
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = (&value[..end], value[end..].trim());
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "b" | "byte" | "bytes" if number.contains('.') => return None,
        "" | "b" | "byte" | "bytes" => "B".to_owned(),
        other => {
            let power = other.chars().next()?.to_ascii_uppercase();
            let tail = &other[power.len_utf8()..];
            let is_unit = "KMGTPE".contains(power) && matches!(tail, "" | "b" | "ib" | "i");
            let binary = if tail.starts_with('i') { "iB" } else { "B" };
            is_unit.then(|| format!("{power}{binary}"))?
        }
    };
    let meant = format!("{number}{unit}");
    Size::parse(&meant).is_ok().then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_a_size() {
        for (value, meant_by_it) in [
            ("100", "100B"),
            ("10mb", "10MB"),
            ("1 GiB", "1GiB"),
            ("512k", "512KB"),
            ("1kB", "1KB"),
            ("1.5g", "1.5GB"),
        ] {
            assert!(Size::parse(value).is_err(), "{value} needs no help");
            assert_eq!(meant(value).as_deref(), Some(meant_by_it), "{value}");
        }
    }

    #[test]
    fn nothing_is_guessed_from_anything_else() {
        for value in ["", "-", "abc", "1.5", "ö", "1,5GB", "1MBx"] {
            assert_eq!(meant(value), None, "{value}");
        }
    }
}
