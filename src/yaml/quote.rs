//! Go's way of quoting text in messages.

use std::fmt::Write as _;

/// Go's `strconv.Quote`, which `%q` and `%#v` print: double quotes, Go's escapes, printable characters as they are.
///
/// ```
/// use scrapelint::yaml::go_quote;
/// assert_eq!(go_quote("it's \"b\"\n"), r#""it's \"b\"\n""#);
/// ```
pub fn go_quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\x0c' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\x0b' => quoted.push_str("\\v"),
            c if is_go_printable(c) => quoted.push(c),
            c if (c as u32) < 0x80 => _ = write!(quoted, "\\x{:02x}", c as u32),
            c if (c as u32) < 0x1_0000 => _ = write!(quoted, "\\u{:04x}", c as u32),
            c => _ = write!(quoted, "\\U{:08x}", c as u32),
        }
    }
    quoted.push('"');
    quoted
}

/// Go's `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. Rust's `escape_debug`
/// draws the line in the same place but for spaces and marks.
fn is_go_printable(c: char) -> bool {
    // `escape_debug` escapes the apostrophe, too.
    if matches!(c, ' ' | '\'') {
        return true;
    }
    if c.is_whitespace() || c.is_control() {
        return false;
    }
    let mut escaped = c.escape_debug();
    let unescaped = escaped.len() == 1;
    unescaped || (escaped.nth(1) == Some('u') && is_mark(c))
}

/// `escape_debug` escapes combining marks, which Go prints.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5BD | 0x610..=0x61A | 0x64B..=0x65F | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F)
}
