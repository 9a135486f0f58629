//! What a scalar means: the rules of go-yaml v2 (resolve.go), which are YAML 1.1 with differences of its own.

/// The prefix that `!!` stands for.
pub(super) const CORE: &str = "tag:yaml.org,2002:";

/// A scalar after resolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolved<'t> {
    /// `~`, `null`, nothing at all.
    Null,
    /// One of the twenty-two words of YAML 1.1.
    Bool(bool),
    /// A whole number that fits 64 bits with a sign.
    Int(i64),
    /// A whole number that fits 64 bits only without a sign.
    Uint(u64),
    /// A number with a fraction, an exponent or too many digits.
    Float(f64),
    /// `<<`
    Merge,
    /// A date; only its text ever matters here.
    Timestamp(&'t str),
    /// Anything else.
    Text(&'t str),
}

impl Resolved<'_> {
    /// The tag, in go-yaml's short form.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int(_) | Self::Uint(_) => "!!int",
            Self::Float(_) => "!!float",
            Self::Merge => "!!merge",
            Self::Timestamp(_) => "!!timestamp",
            Self::Text(_) => "!!str",
        }
    }
}

/// Resolves a scalar without quotes and without a tag.
///
/// ```
/// use scrapelint::yaml::{resolve_plain, Resolved};
/// assert_eq!(resolve_plain("on"), Resolved::Bool(true));
/// assert_eq!(resolve_plain("017"), Resolved::Int(15));
/// assert_eq!(resolve_plain("08"), Resolved::Float(8.0));
/// assert_eq!(resolve_plain("15s"), Resolved::Text("15s"));
/// ```
pub fn resolve_plain(text: &str) -> Resolved<'_> {
    resolve_hinted(text, true)
}

/// As [`resolve_plain`], but dates are recognised only if `dates` says so.
fn resolve_hinted(text: &str, dates: bool) -> Resolved<'_> {
    if let Some(word) = resolve_word(text) {
        return word;
    }
    match text.as_bytes().first() {
        Some(b'.') => parse_go_float(text).map_or(Resolved::Text(text), Resolved::Float),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            if dates && is_timestamp(text) {
                return Resolved::Timestamp(text);
            }
            resolve_number(&text.replace('_', "")).unwrap_or(Resolved::Text(text))
        }
        _ => Resolved::Text(text),
    }
}

/// Whether a plain scalar is a null.
pub(super) fn is_null_word(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn resolve_word(text: &str) -> Option<Resolved<'_>> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Resolved::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Resolved::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => Resolved::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Resolved::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Resolved::Float(f64::NEG_INFINITY),
        "<<" => Resolved::Merge,
        _ => return None,
    })
}

/// Whole number, then float, from text without underscores.
fn resolve_number<'t>(plain: &str) -> Option<Resolved<'t>> {
    let (negative, digits) = match plain.as_bytes().first()? {
        b'-' => (true, &plain[1..]),
        b'+' => (false, &plain[1..]),
        _ => (false, plain),
    };
    let signed = digits.len() != plain.len();
    if let Some(magnitude) = parse_go_magnitude(digits) {
        if let Some(int) = apply_sign(magnitude, negative) {
            return Some(Resolved::Int(int));
        }
        if !signed {
            return Some(Resolved::Uint(magnitude));
        }
    }
    is_yaml_float(plain).then(|| parse_go_float(plain)).flatten().map(Resolved::Float)
}

fn apply_sign(magnitude: u64, negative: bool) -> Option<i64> {
    if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() }
}

/// Go's `strconv.ParseUint(text, 0, 64)` for text without underscores: `0x`, `0b`, `0o` and leading-zero octal.
fn parse_go_magnitude(text: &str) -> Option<u64> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (&text[2..], 16),
        [b'0', b'b' | b'B', ..] => (&text[2..], 2),
        [b'0', b'o' | b'O', ..] => (&text[2..], 8),
        [b'0', _, ..] => (&text[1..], 8),
        _ => (text, 10),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None; // from_str_radix would take a second sign
    }
    u64::from_str_radix(digits, radix).ok()
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn is_yaml_float(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = digits(rest);
    rest = &rest[whole..];
    if let Some(after) = rest.strip_prefix('.') {
        let fraction = digits(after);
        if whole == 0 && fraction == 0 {
            return false;
        }
        rest = &after[fraction..];
    } else if whole == 0 {
        return false;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        let count = digits(exponent);
        return count > 0 && count == exponent.len();
    }
    rest.is_empty()
}

/// Go's `strconv.ParseFloat` for decimal text; out of range is an error there, infinity here.
fn parse_go_float(text: &str) -> Option<f64> {
    is_yaml_float(text).then(|| text.parse::<f64>().ok()).flatten().filter(|value| value.is_finite())
}

/// go-yaml's `parseTimestamp`: four digits and a dash, then one of its date formats.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || !bytes[..4].iter().all(u8::is_ascii_digit) || bytes[4] != b'-' {
        return false;
    }
    let number = |from: usize| bytes[from..].iter().take(2).take_while(|byte| byte.is_ascii_digit()).count();
    let month = number(5);
    if month == 0 || bytes.get(5 + month) != Some(&b'-') {
        return false;
    }
    let day = number(6 + month);
    let date_end = 6 + month + day;
    let value = |from: usize, count: usize| text[from..from + count].parse::<u32>().unwrap_or(0);
    if day == 0 || !(1..=12).contains(&value(5, month)) || !(1..=31).contains(&value(6 + month, day)) {
        return false;
    }
    // A time of day may follow after `T`, `t` or a space. Its exact form does not matter: a timestamp and a string
    // decode alike everywhere but in the tag that a message names.
    date_end == bytes.len() && month == 2 && day == 2
        || matches!(bytes.get(date_end), Some(b'T' | b't' | b' '))
}

/// Why a tagged scalar cannot be what its tag says; the text go-yaml prints after `yaml: `.
pub(super) type TagError = String;

/// Resolves a scalar as go-yaml's `resolve` does.
///
/// `tag` is the full tag if one is written, `implicit` whether the scalar is plain.
pub(super) fn resolve<'t>(
    text: &'t str,
    tag: Option<&str>,
    implicit: bool,
) -> Result<Resolved<'t>, TagError> {
    let Some(tag) = tag else {
        return Ok(if implicit { resolve_plain(text) } else { Resolved::Text(text) });
    };
    let short = short_tag(tag);
    match short.as_str() {
        "!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp" => {}
        _ => return Ok(Resolved::Text(text)),
    }
    let value = resolve_hinted(text, short == "!!timestamp");
    if value.tag() == short {
        return Ok(value);
    }
    match value {
        Resolved::Int(int) if short == "!!float" => Ok(Resolved::Float(int as f64)),
        Resolved::Uint(int) if short == "!!float" => Ok(Resolved::Float(int as f64)),
        _ => Err(format!("cannot decode {} `{text}` as a {short}", value.tag())),
    }
}

/// `tag:yaml.org,2002:int` as `!!int`; any other tag as it is.
pub(super) fn short_tag(tag: &str) -> String {
    tag.strip_prefix(CORE).map_or_else(|| tag.to_owned(), |name| format!("!!{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_go() {
        for (text, expected) in [
            ("0x1F", Resolved::Int(31)),
            ("0b11", Resolved::Int(3)),
            ("0o17", Resolved::Int(15)),
            ("1_000", Resolved::Int(1000)),
            ("1__0", Resolved::Int(10)),
            ("+5", Resolved::Int(5)),
            ("-0x10", Resolved::Int(-16)),
            ("18446744073709551615", Resolved::Uint(u64::MAX)),
            ("1e3", Resolved::Float(1000.0)),
            (".5", Resolved::Float(0.5)),
            ("1.", Resolved::Float(1.0)),
            ("1:30", Resolved::Text("1:30")),
            ("10k", Resolved::Text("10k")),
            ("--5", Resolved::Text("--5")),
            ("tRUE", Resolved::Text("tRUE")),
            ("2001-01-01", Resolved::Timestamp("2001-01-01")),
        ] {
            assert_eq!(resolve_plain(text), expected, "{text}");
        }
    }
}
