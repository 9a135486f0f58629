//! Durations that Prometheus cannot read, and what was likely meant.

use super::Words;
use super::shown::short;
use crate::config::Duration;

const UNITS: &str = "`ms`, `s`, `m`, `h`, `d`, `w`, `y`";

/// `name` is the key, in backticks.
pub(super) fn invalid_duration(name: &str, value: &str, text: &str) -> Words {
    if text.starts_with("empty") {
        return Words::new(
            format!("{name} has no duration"),
            "empty",
            "write a duration such as `30s`, or remove the key to have its default",
        );
    }
    if text.starts_with("duration out of range") {
        return Words::new(
            format!("{name} is too long: {}", short(value)),
            "longer than 292 years",
            "write a shorter duration, such as `1y`",
        );
    }
    let help = match meant(value) {
        Some(meant) if value.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("a duration needs a unit: write `{meant}` for seconds; there are {UNITS}")
        }
        Some(meant) => format!("write `{meant}`"),
        None if value.starts_with('-') => "a duration cannot be negative: write one such as `30s`".to_owned(),
        None => {
            format!("write whole numbers with units from large to small, such as `1h30m`; there are {UNITS}")
        }
    };
    Words::new(format!("{name} is not a duration: {}", short(value)), "not a duration", help)
}

/// The duration that a human reads in a text: `1.5m`, `10 seconds`, `30s1m`, `15`.
fn meant(value: &str) -> Option<String> {
    if value.len() > 40 {
        return None;
    }
    let mut rest = value.trim();
    let mut total = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..end].parse().ok()?;
        rest = rest[end..].trim_start();
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        total += number * milliseconds(&rest[..end])?;
        rest = rest[end..].trim_start_matches([' ', ',']);
    }
    let whole = total.round();
    // What is no whole number of milliseconds, nothing at all, or beyond 292 years is not guessed at.
    if (total - whole).abs() > 1e-6 || !(1.0..9e12).contains(&whole) {
        return None;
    }
    Some(Duration::from_millis(whole as u64).to_string())
}

fn milliseconds(unit: &str) -> Option<f64> {
    let minute = 60_000.0;
    Some(match unit.to_lowercase().as_str() {
        "ms" | "msec" | "millis" | "millisecond" | "milliseconds" => 1.0,
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1000.0,
        "m" | "min" | "mins" | "minute" | "minutes" => minute,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60.0 * minute,
        "d" | "day" | "days" => 24.0 * 60.0 * minute,
        "w" | "week" | "weeks" => 7.0 * 24.0 * 60.0 * minute,
        "y" | "yr" | "year" | "years" => 365.0 * 24.0 * 60.0 * minute,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_a_duration() {
        for (value, meant_by_it) in [
            ("15", "15s"),
            ("1.5m", "1m30s"),
            ("10 seconds", "10s"),
            ("30s1m", "1m30s"),
            ("15S", "15s"),
            ("5min", "5m"),
            ("1 h", "1h"),
            ("0.5s", "500ms"),
            ("1h, 30m", "1h30m"),
        ] {
            assert!(Duration::parse(value).is_err(), "{value} needs no help");
            assert_eq!(meant(value).as_deref(), Some(meant_by_it), "{value}");
            assert!(Duration::parse(meant_by_it).is_ok());
        }
    }

    #[test]
    fn nothing_is_guessed_from_anything_else() {
        for value in
            ["", "-1s", "10us", "soon", "s", "1.2.3s", "0.0001s", "99999999999999999999y", "922337203685477"]
        {
            assert_eq!(meant(value), None, "{value}");
        }
    }
}
