//! Numbers as Go reads and prints them.

/// Reads a number as textparse does: Go's `strconv.ParseFloat` without the forms of Go 1.13 and later.
pub(super) fn parse(text: &str) -> Result<f64, &'static str> {
    if let Some(value) = short_decimal(text) {
        return Ok(value);
    }
    // Rust takes what Go takes, but for a sign before NaN; and it gives infinity where Go says "out of range".
    match text.parse::<f64>() {
        Ok(value) if value.is_nan() && text.starts_with(['+', '-']) => Err("is not a number"),
        Ok(value) if value.is_infinite() && text.contains(|c: char| c.is_ascii_digit()) => {
            Err("is too large for a number of 64 bits")
        }
        Ok(value) => Ok(value),
        Err(_) => Err("is not a number"),
    }
}

/// Digits with a point among them or without, few enough that a float holds them, and the power of ten by which they are
/// divided, exactly: then the quotient is the nearest float.
#[inline]
fn short_decimal(text: &str) -> Option<f64> {
    const POWERS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let bytes = text.as_bytes();
    if bytes.len() > 16 || !bytes.last()?.is_ascii_digit() {
        return None;
    }
    let (mut value, mut digits, mut point) = (0_u64, 0, None);
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            value = value * 10 + u64::from(digit);
            digits += 1;
        } else if *byte == b'.' && point.is_none() {
            point = Some(digits);
        } else {
            return None;
        }
    }
    let fraction = point.map_or(0, |before| digits - before);
    (digits <= 15).then(|| value as f64 / POWERS[fraction])
}

/// Whether a text is what [`openmetrics`] makes of its number, as nearly all bounds of buckets are: `0.005`, `10.0`.
#[inline]
pub(super) fn is_openmetrics(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(point) = bytes.iter().position(|&byte| byte == b'.') else { return text == "+Inf" };
    let (whole, fraction) = (&bytes[..point], &bytes[point + 1..]);
    let are_digits = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let is_whole = whole == b"0" || whole.len() <= 6 && !whole.starts_with(b"0");
    let is_fraction = fraction == b"0" || fraction.len() <= 8 && !fraction.ends_with(b"0");
    // Smaller ones have exponents.
    let is_large = whole != b"0" || !fraction.starts_with(b"0000");
    is_whole && is_fraction && is_large && are_digits(whole) && are_digits(fraction)
}

/// Prints a number as labels.FormatOpenMetricsFloat of Prometheus does: Go's shortest `%g`, and with `.0` where that has
/// neither a point nor an exponent.
pub(super) fn openmetrics(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf".to_owned() } else { "-Inf".to_owned() };
    }
    // -0 is equal to 0, for which Prometheus has a fixed text.
    if value == 0.0 {
        return "0.0".to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        let plain = value.to_string();
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::{openmetrics, parse};

    #[test]
    fn numbers_are_read_as_go_reads_them() {
        for (text, value) in [
            ("0", 0.0),
            ("00012", 12.0),
            ("999999999999999", 999_999_999_999_999.0),
            ("123456789012345678901", 123_456_789_012_345_680_000.0),
            ("1.", 1.0),
            ("+.5", 0.5),
            ("-1E+05", -100_000.0),
            ("1e-400", 0.0),
            ("inf", f64::INFINITY),
            ("+Infinity", f64::INFINITY),
            ("-INF", f64::NEG_INFINITY),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
        assert!(parse("nan").is_ok_and(f64::is_nan));
        assert!(parse("NaN").is_ok_and(f64::is_nan));
        for text in [
            "", "+", ".", "--1", "1e", "1e+", "1d", "+nan", "-NaN", "1_2", "0x10", "0x1p-3", "infinit",
            "true",
        ] {
            assert_eq!(parse(text), Err("is not a number"), "{text}");
        }
        for text in ["1e400", "-1e400", "1e1000000000000"] {
            assert_eq!(parse(text), Err("is too large for a number of 64 bits"), "{text}");
        }
    }

    #[test]
    fn decimals_are_read_as_by_the_library() {
        let digits = "987654321012345678";
        for length in 1..=17 {
            for point in 0..=length {
                for end in ["", "0", "00"] {
                    let text = format!("{}.{}{end}", &digits[..point], &digits[point..length]);
                    assert_eq!(parse(&text).ok(), text.parse().ok(), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_printed_by_prometheus_is_known_to_be() {
        let printed =
            ["0.0", "0.1", "0.0001", "0.00025", "1.0", "10.0", "2.5", "999999.0", "123456.789", "+Inf"];
        for text in printed {
            assert_eq!(openmetrics(parse(text).expect("a number")), text);
            assert!(super::is_openmetrics(text), "{text}");
        }
        for text in [
            "",
            ".",
            "1",
            "1.",
            ".5",
            "01.5",
            "1.50",
            "0.00001",
            "1000000.0",
            "-1.0",
            "1.x",
            "x.1",
            "+1.0",
            "é.é",
        ] {
            assert!(!super::is_openmetrics(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_printed_as_prometheus_prints_bounds() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "0.0"),
            (1.0, "1.0"),
            (-1.0, "-1.0"),
            (21.0, "21.0"),
            (2.5, "2.5"),
            (100_000.0, "100000.0"),
            (123_456.789, "123456.789"),
            (1_000_000.0, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (12_345_678.5, "1.23456785e+07"),
            (-250_000_000.0, "-2.5e+08"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e100, "1e+100"),
            (5e-324, "5e-324"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(openmetrics(value), text);
        }
    }
}
