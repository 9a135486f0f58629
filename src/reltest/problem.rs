//! What is wrong with a file of tests, as findings at their place.

use crate::config::Refusal;
use crate::finding::nearest;
use crate::finding::{Finding, Severity, short};
use crate::lint::{Decoding, refusal_finding, syntax_finding};
use crate::source::{Source, Span};
use crate::yaml::{DecodeError, Document, ErrorKind, SyntaxError};

/// The rule of all these findings; it has a page.
const RULE: &str = "broken-relabel-test";

/// One thing that is wrong.
pub(super) type Problem = Box<Finding>;

/// Something wrong at a place.
pub(super) fn broken(span: Span, message: impl Into<String>) -> Finding {
    Finding::new(RULE, Severity::Error, span, message)
}

/// Text that is no YAML, if it is none.
pub(super) fn unreadable(source: &Source, syntax: Option<&SyntaxError>) -> Option<Finding> {
    if let Some(not_text) = &source.not_text {
        return Some(broken(not_text.span, "not text").with_label(not_text.problem));
    }
    syntax.map(|error| renamed(syntax_finding(error)))
}

/// What does not decode.
pub(super) fn undecodable(document: &Document<'_>, secrets: &[Span], errors: &[DecodeError]) -> Vec<Finding> {
    let decoding = Decoding::new(document, secrets);
    let own = |error: &DecodeError| own(error, &decoding.name(error.node));
    errors.iter().map(|error| own(error).unwrap_or_else(|| renamed(decoding.finding(error)))).collect()
}

/// A relabel step that Prometheus refuses.
pub(super) fn refused(refusal: Refusal) -> Finding {
    renamed(refusal_finding(refusal))
}

/// A finding about a configuration, said of a file that Prometheus never sees.
fn renamed(finding: Finding) -> Finding {
    Finding { rule: RULE, note: None, ..finding }
}

/// Words for what only tests have; `name` is what to call the value.
fn own(error: &DecodeError, name: &str) -> Option<Finding> {
    if !error.go_type.starts_with("reltest.") {
        return None;
    }
    match (&error.kind, error.go_type) {
        (ErrorKind::UnknownKey { key, known }, _) => {
            Some(
                broken(error.span, format!("{} is not a key that stands here", short(key)))
                    .with_help(choices(key, known, "the keys here")),
            )
        }
        (ErrorKind::BadValue, _) => Some(broken(error.span, format!("{name} must be {}", error.text))),
        (ErrorKind::WrongType { .. }, "reltest.OneOrManyLabelSets") => Some(
            broken(
                error.span,
                format!("{name} must be a mapping of label names to values, or a list of such"),
            )
            .with_help("write `name: value` lines below the key, a space behind each colon"),
        ),
        (ErrorKind::WrongType { .. }, "reltest.OneOrManyTexts") => Some(
            broken(error.span, format!("{name} must be a series, or a list of series"))
                .with_help(r#"write it in quotes: `'http_requests_total{path="/"}'`"#),
        ),
        _ => None,
    }
}

/// The help for a word that is none of those that are known; `what` they are.
pub(super) fn choices(word: &str, known: &[&str], what: &str) -> String {
    const LISTED: usize = 16;
    if let Some(near) = nearest(word, known) {
        return format!("did you mean `{near}`?");
    }
    let quoted: Vec<String> = known.iter().take(LISTED).map(|word| format!("`{word}`")).collect();
    match known.len().saturating_sub(LISTED) {
        _ if known.is_empty() => format!("{what}: none"),
        0 => format!("{what}: {}", quoted.join(", ")),
        more => format!("{what}: {} and {more} more", quoted.join(", ")),
    }
}
