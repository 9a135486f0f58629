//! (placeholder until the printer lands)
use std::borrow::Cow;
/// A scalar, quoted if needed.
pub fn scalar(text: &str) -> Cow<'_, str> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'.' | b'-')) && text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'/');
    let number_like = text.bytes().all(|b| b.is_ascii_digit() || b == b'_' || b == b'.');
    let word = matches!(text.to_lowercase().as_str(), "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null");
    if plain && !number_like && !word { text.into() } else { format!("'{}'", text.replace('\'', "''")).into() }
}
/// In double quotes.
pub fn double_quoted(text: &str) -> String {
    super::go_quote(text)
}
