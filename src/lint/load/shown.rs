//! Values of the file within a message.

use crate::lint::REDACTED;
use crate::source::Span;

/// The longest a value may be in a headline.
const LONGEST: usize = 28;

/// A file's text and what must not be shown of it.
#[derive(Clone, Copy)]
pub(super) struct Text<'d> {
    pub(super) text: &'d str,
    /// Sorted, not overlapping.
    pub(super) secrets: &'d [Span],
}

impl Text<'_> {
    /// What stands at a place, short and on one line, in backticks. A place that holds a secret is not shown.
    pub(super) fn shown(self, span: Span) -> String {
        let from = self.secrets.partition_point(|secret| secret.end <= span.start);
        if self.secrets.get(from).is_some_and(|secret| secret.start < span.end) {
            return REDACTED.to_owned();
        }
        short(&self.text[span.range()])
    }
}

/// A value in backticks: control characters escaped, the middle left out of a long one.
pub(super) fn short(value: &str) -> String {
    let count = value.chars().count();
    let escaped = |part: String| part.replace('`', "'").chars().flat_map(visible).collect::<String>();
    if count <= LONGEST {
        return format!("`{}`", escaped(value.to_owned()));
    }
    let head: String = value.chars().take(LONGEST * 2 / 3).collect();
    let tail: String = value.chars().skip(count - LONGEST / 3).collect();
    format!("`{}…{}`", escaped(head), escaped(tail))
}

fn visible(c: char) -> Box<dyn Iterator<Item = char>> {
    // Unicode's direction marks would turn the words around them.
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || turns { Box::new(c.escape_default()) } else { Box::new(std::iter::once(c)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_short_and_on_one_line() {
        assert_eq!(short("10mb"), "`10mb`");
        assert_eq!(short("a\tb\u{202e}"), r"`a\tb\u{202e}`");
        assert_eq!(short("`x`"), "`'x'`");
        assert_eq!(short(&format!("{}{}", "a".repeat(50), "z".repeat(50))), "`aaaaaaaaaaaaaaaaaa…zzzzzzzzz`");
    }

    #[test]
    fn secrets_are_not_shown() {
        let text = Text { text: "a: hunter2", secrets: &[Span { start: 3, end: 10 }] };
        assert_eq!(text.shown(Span { start: 0, end: 1 }), "`a`");
        assert_eq!(text.shown(Span { start: 0, end: 4 }), REDACTED);
    }
}
