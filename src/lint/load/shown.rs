//! Values of the file within a message.

pub(super) use crate::finding::short;
use crate::lint::REDACTED;
use crate::source::Span;

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
