//! A regular expression that Go refuses, as a finding.

use crate::finding::{Finding, Severity};
use crate::goregex::{Code, Error, parse_anchored};
use crate::source::Span;
use crate::yaml::{DecodeError, Document};

/// The finding for a value that was refused as a regular expression; `None` if that is not why.
pub(super) fn regex_finding(document: &Document<'_>, error: &DecodeError) -> Option<Finding> {
    if !error.text.starts_with("error parsing regexp") {
        return None;
    }
    let pattern = document.scalar(error.node)?;
    let fault = parse_anchored(pattern).err()?;
    let advice = advice(&fault, &pattern[fault.span.range()]);
    let span = place(document.text(), error.span, pattern, fault.span);
    let finding = Finding::new(
        "invalid-regex",
        Severity::Error,
        span,
        format!("invalid regular expression: {}", fault.code),
    )
    .with_label(advice.label)
    .with_note(format!("Prometheus does not start with it: {fault}"));
    Some(finding.with_help(advice.help))
}

/// The fault's place in the file, where the pattern stands there character for character, else the whole value's.
fn place(text: &str, value: Span, pattern: &str, fault: Span) -> Span {
    let written = &text[value.range()];
    let unquoted = written.get(1..written.len().saturating_sub(1));
    let quote = match written {
        _ if fault.is_empty() => return value,
        _ if written == pattern => 0,
        _ if unquoted == Some(pattern) => 1,
        _ => return value,
    };
    let start = value.start + quote + fault.start;
    Span { start, end: start + fault.len() as u32 }
}

struct Advice {
    label: &'static str,
    help: &'static str,
}

/// What usually lies behind a fault; `at` is the text at its place.
fn advice(fault: &Error, at: &str) -> Advice {
    let fragment = fault.fragment.as_str();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| fragment.starts_with(prefix));
    let (label, help) = match fault.code {
        Code::MissingParen if at.starts_with(r"\Q") => {
            ("quotes all that follows", r"end the quoted part with `\E`")
        }
        Code::MissingParen if at == r"\" => (
            "escapes the parenthesis that Prometheus puts behind the pattern",
            r"write `\\` for a backslash, or remove it",
        ),
        Code::MissingParen => ("this group is never closed", r"add the `)`, or write `\(` for a parenthesis"),
        Code::UnexpectedParen => ("no group is open here", r"remove it, or write `\)` for a parenthesis"),
        Code::MissingBracket => ("this set is never closed", r"add the `]`, or write `\[` for a bracket"),
        Code::InvalidCharRange if starts(&[r"\p", r"\P"]) => (
            "Go knows no category or script of this name",
            r"write a general category such as `\p{Lu}` or a script of one word such as `\p{Greek}`",
        ),
        Code::InvalidCharRange if starts(&["[:"]) => (
            "there is no POSIX class of this name",
            "the names are alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word, xdigit",
        ),
        Code::InvalidCharRange => (
            "this range runs backwards",
            r"put the lower character first; write a `-` that is meant as such first, last or as `\-`",
        ),
        Code::InvalidEscape if is_back_reference(fragment) => (
            "Go has no references to groups within a pattern",
            "spell out what may stand there; to compare two labels use the actions `keepequal` and `dropequal`",
        ),
        Code::InvalidEscape => {
            ("Go knows no such escape", r"remove the backslash, or write `\\` if you mean one")
        }
        Code::InvalidNamedCapture if starts(&["(?<=", "(?<!"]) => (
            "Go has no look-behind",
            "match the text before as part of the pattern, or exclude series with a `drop` step of their own",
        ),
        Code::InvalidNamedCapture => {
            ("no name of a group", "a name is made of ASCII letters, digits and underscores: `(?P<name>…)`")
        }
        Code::InvalidPerlOp if starts(&["(?=", "(?!"]) => (
            "Go has no look-ahead",
            "match the text itself, or exclude series with a `drop` step of their own before this one",
        ),
        Code::InvalidPerlOp => (
            "Go knows no such group",
            "there are `(…)`, `(?:…)`, `(?P<name>…)` and the flags `i`, `m`, `s` and `U`",
        ),
        Code::InvalidRepeatOp => (
            "a repetition of a repetition",
            r"keep one of them, put the first into a group, or escape the second if it is meant as a character: `+\+`",
        ),
        Code::InvalidRepeatSize => (
            "no such count",
            "the first number may not exceed the second, and nothing may be repeated more than 1000 times, nested counts multiplied",
        ),
        Code::MissingRepeatArgument => (
            "nothing stands here to be repeated",
            r"write `.*` for any text, or escape the character if it is meant as such: `\*`",
        ),
        Code::TrailingBackslash => ("nothing follows the backslash", r"write `\\` for a backslash"),
        Code::NestingDepth => ("nests more than 1000 levels deep", "split the pattern over several steps"),
        Code::TooLarge => (
            "takes more than 128 MiB when compiled",
            "split the pattern over several steps, or lower its counts",
        ),
    };
    Advice { label, help }
}

fn is_back_reference(fragment: &str) -> bool {
    fragment.strip_prefix('\\').is_some_and(|digit| digit.starts_with(|char: char| char.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::source::Source;

    /// The text at the primary place and the label of the one finding.
    fn finding(regex: &str) -> (String, String) {
        let text = format!(
            "scrape_configs:\n- job_name: a\n  relabel_configs:\n  - {{action: drop, regex: {regex}}}\n"
        );
        let report = check(Source::new("prometheus.yml", text.clone()), &Options::default());
        let found: Vec<_> =
            report.findings.iter().filter(|finding| finding.rule == "invalid-regex").collect();
        assert_eq!(found.len(), 1, "{regex}: {:?}", report.findings);
        assert!(report.prometheus_error.is_some_and(|error| error.starts_with("error parsing regexp: ")));
        (text[found[0].primary.span.range()].to_owned(), found[0].primary.text.clone())
    }

    #[test]
    fn points_into_the_pattern() {
        for (regex, place) in [
            ("a(b", "("),
            ("'a(b'", "("),
            ("\"a(b\"", "("),
            ("'((a)'", "("),
            ("'a)'", ")"),
            ("'ä[z-a]'", "z-a"),
            ("'a[b'", "[b"),
            ("'a+*'", "+*"),
            ("'*a'", "*"),
            ("'(?=a)'", "(?="),
            (r"'\d+\1'", r"\1"),
            (r"'a\'", r"\"),
        ] {
            assert_eq!(finding(regex).0, place, "{regex}");
        }
    }

    #[test]
    fn points_at_the_whole_value_where_it_is_written_otherwise() {
        for regex in [r#""\\d(""#, "'it''s ('"] {
            let (place, _) = finding(regex);
            assert!(regex.ends_with(&place) && place.contains('('), "{regex}: {place}");
        }
    }

    #[test]
    fn says_what_is_missing_from_go() {
        assert_eq!(finding("'(?!a)b'").1, "Go has no look-ahead");
        assert_eq!(finding("'(?<=a)b'").1, "Go has no look-behind");
        assert_eq!(finding(r"'(a)\1'").1, "Go has no references to groups within a pattern");
        assert_eq!(finding(r"'a\'").1, "escapes the parenthesis that Prometheus puts behind the pattern");
    }
}
