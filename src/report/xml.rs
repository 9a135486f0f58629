//! Text within XML and HTML.

use std::borrow::Cow;

/// Text of an element. Characters that XML cannot hold at all are replaced.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_impossible =
        |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if !text.contains(|c: char| matches!(c, '&' | '<' | '>' | '"') || is_impossible(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if is_impossible(c) => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Text of an attribute, where line breaks would be read as blanks.
pub(super) fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_xml_cannot_hold_is_left() {
        assert_eq!(escaped("plain é"), "plain é");
        assert_eq!(
            escaped("<a b=\"c\">&\n\u{1b}[31m\u{0}"),
            "&lt;a b=&quot;c&quot;&gt;&amp;\n\u{fffd}[31m\u{fffd}"
        );
        assert_eq!(attribute("a\n\tb"), "a&#10;&#9;b");
    }
}
