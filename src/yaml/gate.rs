//! The second opinion on syntax: libyaml, of which go-yaml is a port, through the maintained `serde_yaml`.
//!
//! granit reads YAML 1.2 and accepts some texts that go-yaml refuses (tabs, odd anchor names, `%` directives); what it
//! refuses, it refuses in words of its own. Here the verdict and the words become Prometheus's.

mod suspicion;

use serde::Deserialize as _;
use serde::de::IgnoredAny;

use super::lines::GoLines;
use super::node::{Document, Style, Value};
use super::parse::{SyntaxError, char_at};
use crate::source::Span;

/// What libyaml says of a text.
pub(super) enum Verdict {
    /// It reads the first document.
    Accepted,
    /// It does not.
    Refused(SyntaxError),
    /// It was not asked, because it could take too long.
    Unknown,
}

/// libyaml takes quadratic time on deep nesting. A text that granit read is at most 255 levels deep; one that it gave
/// up on is only handed over when it has fewer opening brackets than this.
const MAX_OPENERS: usize = 5_000;

const BOM: char = '\u{feff}';

/// Problems that libyaml's parser reports, all others being its scanner's or reader's: go-yaml counts their lines from 0.
const PARSER_PROBLEMS: [&str; 9] = [
    "did not find expected <stream-start>",
    "did not find expected <document start>",
    "did not find expected node content",
    "did not find expected '-' indicator",
    "did not find expected key",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
    "found undefined tag handle",
    "found incompatible YAML document",
];

/// Asks libyaml about the first document of `text`.
pub(super) fn check(text: &str, document: &Document<'_>, failed: bool) -> Verdict {
    if !failed && !suspicion::needs_second_opinion(text, document) {
        return Verdict::Accepted;
    }
    if failed && memchr::memchr2_iter(b'[', b'{', text.as_bytes()).count() > MAX_OPENERS {
        return Verdict::Unknown;
    }
    ask(text)
}

pub(super) fn ask(text: &str) -> Verdict {
    // go-yaml takes a byte-order mark off before it counts columns.
    let bare = text.strip_prefix(BOM).unwrap_or(text);
    let Some(deserializer) = serde_yaml::Deserializer::from_str(bare).next() else {
        return Verdict::Accepted;
    };
    let Err(error) = IgnoredAny::deserialize(deserializer) else { return Verdict::Accepted };
    let message = error.to_string();
    // These come from decoding, not from libyaml: limits of its own, and anchors, which are judged elsewhere.
    if ["unknown anchor", "recursion limit exceeded", "repetition limit exceeded"]
        .iter()
        .any(|own| message.starts_with(own))
    {
        return Verdict::Accepted;
    }
    Verdict::Refused(refusal(text, &message))
}

#[cfg(test)]
mod tests;

/// Takes libyaml's message apart: `PROBLEM[ at line L column C][, CONTEXT[ at line L column C]]`.
fn refusal(text: &str, message: &str) -> SyntaxError {
    let (problem_part, context_part) =
        match message.find(", while ").or_else(|| message.find(", did not find")) {
            Some(at) => (&message[..at], &message[at..]),
            None => (message, ""),
        };
    let (problem, mark) = split_mark(problem_part);
    let context_mark = split_mark(context_part).1;
    let lines = GoLines::new(text);
    let base = usize::from(!PARSER_PROBLEMS.contains(&problem));
    // go-yaml v2 (yaml.go, parser.fail): the problem's line if it is not 0, else the context's.
    let line = match (mark, context_mark) {
        (Some((line, _)), _) if line > 0 => Some(line + base),
        (_, Some((line, _))) if line > 0 => Some(line),
        _ => None,
    };
    let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let offset = mark.map_or(0, |(line, column)| {
        let mark = if line == 0 && text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let start = lines.start(line) + mark;
        text[start..].char_indices().nth(column).map_or(text.len(), |(at, _)| start + at)
    });
    SyntaxError {
        span: char_at(text, offset),
        problem: problem.to_owned(),
        prometheus: Some(format!("yaml: {place}{problem}")),
    }
}

/// Splits ` at line L column C` off, giving line and column from 0. ` at position P` stands for the first character.
fn split_mark(part: &str) -> (&str, Option<(usize, usize)>) {
    if let Some((problem, mark)) = part.rsplit_once(" at line ") {
        let numbers = mark.split_once(" column ");
        if let Some((Ok(line), Ok(column))) = numbers.map(|(l, c)| (l.parse::<usize>(), c.parse::<usize>())) {
            return (problem, Some((line.saturating_sub(1), column.saturating_sub(1))));
        }
    }
    match part.rsplit_once(" at position ") {
        Some((problem, _)) => (problem, None),
        None => (part, None),
    }
}

/// `\/` in double quotes: libyaml takes it since 0.1.5, go-yaml does not.
pub(super) fn escaped_slash(text: &str, document: &Document<'_>) -> Option<SyntaxError> {
    memchr::memmem::find(text.as_bytes(), br"\/")?;
    let offset = document.nodes().find_map(|node| {
        let Value::Scalar(Style::Double, _) = document.value(node) else { return None };
        let span = document.span(node);
        let bytes = &text.as_bytes()[span.range()];
        let mut at = 0;
        while let Some(backslash) = memchr::memchr(b'\\', &bytes[at..]) {
            at += backslash;
            if bytes.get(at + 1) == Some(&b'/') {
                return Some(span.start as usize + at);
            }
            at += 2;
            if at > bytes.len() {
                break;
            }
        }
        None
    })?;
    let problem = "found unknown escape character";
    Some(SyntaxError {
        span: Span::new(offset, offset + 2),
        problem: problem.to_owned(),
        prometheus: Some(format!("yaml: line {}: {problem}", GoLines::new(text).line(offset) + 1)),
    })
}

/// go-yaml's scanner is older than libyaml 0.2: in a flow collection a `?` ends a plain scalar, and what follows is then
/// not what the collection expects.
pub(super) fn question_mark_in_flow(text: &str, document: &Document<'_>) -> Option<SyntaxError> {
    memchr::memchr(b'?', text.as_bytes())?;
    // (offset of the `?`, of the flow collection, whether it is a list)
    let mut found: Option<(usize, usize, bool)> = None;
    for node in document.nodes() {
        if !document.is_flow(node) {
            continue;
        }
        let (children, list): (Vec<_>, bool) = match document.value(node) {
            Value::Sequence(items) => (items.to_vec(), true),
            Value::Mapping(pairs) => (pairs.iter().flat_map(|(key, value)| [key, value]).collect(), false),
            _ => continue,
        };
        for child in children {
            if let Value::Scalar(Style::Plain, _) = document.value(child) {
                let span = document.span(child);
                if let Some(at) = text[span.range()].find('?') {
                    let offset = span.start as usize + at;
                    if found.is_none_or(|(first, ..)| offset < first) {
                        found = Some((offset, document.span(node).start as usize, list));
                    }
                }
            }
        }
    }
    let (offset, _, list) = found?;
    let line = GoLines::new(text).line(offset);
    let problem = if list { "did not find expected ',' or ']'" } else { "did not find expected ',' or '}'" };
    let place = if line > 0 { format!("line {line}: ") } else { String::new() };
    Some(SyntaxError {
        span: Span::new(offset, offset + 1),
        problem: problem.to_owned(),
        prometheus: Some(format!("yaml: {place}{problem}")),
    })
}
