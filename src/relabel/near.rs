//! The nearest thing that a regex would have matched.

use std::fmt;
use std::sync::Arc;

use super::Joined;
use crate::goregex::{Ast, Captures, Kind, Language, Matcher, NodeId, parse};

/// Separators that people use.
const SEPARATORS: [&str; 11] = [";", "", ",", "-", "_", "/", ":", ".", "|", "@", " "];

/// How many pairs of characters are compared at most to find what is spelled alike.
const MOST_WORK: usize = 1 << 22;

/// Why a value that a regex does not match nearly is one that it does. Each was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Near {
    /// This pattern would match: upper and lower case differ.
    Case(String),
    /// Without the spaces around it, it would match.
    Spaces(String),
    /// The values joined in this other way would match.
    Separator(String),
    /// The regex matches this part of it, but not all of it.
    Part(String),
    /// This, which is spelled nearly alike, would match.
    Spelling(String),
    /// This would match.
    Example(String),
}

impl fmt::Display for Near {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = |text: &str| format!("`{text}`");
        match self {
            Self::Case(pattern) => {
                write!(formatter, "{} would match: upper and lower case differ", code(pattern))
            }
            Self::Spaces(value) => write!(formatter, "without the spaces around it, {value:?} would match"),
            Self::Separator(value) => write!(formatter, "joined another way, {value:?} would match"),
            Self::Part(part) => {
                write!(
                    formatter,
                    "it matches only the part {part:?}, and a regex has to match the whole value"
                )
            }
            Self::Spelling(text) | Self::Example(text) => write!(formatter, "{text:?} would match"),
        }
    }
}

/// What a regex that does not match joined values would have matched.
pub(super) fn near(matcher: &Matcher, joined: &Joined) -> Option<Near> {
    let escapes = matcher.ast().escapes_anchors_at().is_some();
    let nearly = if escapes || joined.value.is_empty() { None } else { nearly(matcher, joined) };
    nearly.or_else(|| {
        let example = Language::of(matcher.ast())?.example();
        example.filter(|example| matcher.is_match(example)).map(Near::Example)
    })
}

/// How a value nearly matches.
fn nearly(matcher: &Matcher, Joined { sources, value: joined }: &Joined) -> Option<Near> {
    let ast = matcher.ast();
    let pattern = ast.pattern();
    if compiled(&format!("^(?is:{pattern})$")).is_some_and(|folded| folded.is_match(joined)) {
        return Some(Near::Case(format!("(?i:{pattern})")));
    }
    let trimmed = joined.trim();
    if trimmed != joined && matcher.is_match(trimmed) {
        return Some(Near::Spaces(trimmed.to_owned()));
    }
    let values: Vec<&str> = sources.iter().map(|(_, value)| value.as_str()).collect();
    if values.len() > 1
        && let Some(value) =
            SEPARATORS.iter().map(|separator| values.join(separator)).find(|value| matcher.is_match(value))
    {
        return Some(Near::Separator(value));
    }
    part(pattern, joined).map(Near::Part).or_else(|| spelled_alike(ast, joined).map(Near::Spelling))
}

fn compiled(pattern: &str) -> Option<Matcher> {
    Matcher::new(Arc::new(parse(pattern).ok()?)).ok()
}

/// The part of a value that a pattern matches without anchors; not the empty one.
fn part(pattern: &str, value: &str) -> Option<String> {
    let mut captures = Captures::new();
    compiled(&format!("(?s:{pattern})"))?.captures(value, &mut captures);
    let part = &value[captures.get(0)?];
    (!part.is_empty()).then(|| part.to_owned())
}

/// The alternative of a pattern that is a text of its own and spelled most alike.
fn spelled_alike(ast: &Ast, value: &str) -> Option<String> {
    let mut texts = Vec::new();
    alternatives(ast, ast.root(), &mut texts);
    // Distances take time in proportion to both lengths.
    let length: usize = texts.iter().map(|text| text.len()).sum();
    if length.saturating_mul(value.len()) > MOST_WORK {
        return None;
    }
    let distance = |text: &str| strsim::osa_distance(text, value);
    let nearest = texts.into_iter().min_by_key(|text| distance(text))?;
    (distance(nearest) <= value.chars().count().div_ceil(3)).then(|| nearest.to_owned())
}

/// The texts that the whole pattern, or alternatives of it, consist of.
fn alternatives<'a>(ast: &'a Ast, node: NodeId, texts: &mut Vec<&'a str>) {
    match ast.kind(node) {
        Kind::Literal(literal) => texts.push(ast.literal(literal)),
        Kind::Capture { child, .. } => alternatives(ast, child, texts),
        Kind::Alternate(children) => {
            ast.children(children).for_each(|child| alternatives(ast, child, texts));
        }
        // The anchors, and what is between them.
        Kind::Concat(children) => {
            let mut inner =
                ast.children(children).filter(|&child| !matches!(ast.kind(child), Kind::Assertion(_)));
            if let (Some(child), None) = (inner.next(), inner.next()) {
                alternatives(ast, child, texts);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goregex::parse_anchored;

    fn near_to(pattern: &str, values: &[&str]) -> Option<String> {
        let matcher = Matcher::new(Arc::new(parse_anchored(pattern).unwrap())).unwrap();
        let sources = values.iter().map(|value| ("a".to_owned(), (*value).to_owned())).collect();
        let joined = Joined { sources, value: values.join(";") };
        assert!(!matcher.is_match(&joined.value), "{pattern} matches {values:?}");
        near(&matcher, &joined).map(|near| near.to_string())
    }

    #[test]
    fn what_would_have_matched_is_told() {
        let cases: &[(&str, &[&str], &str)] = &[
            ("prod", &["Prod"], "`(?i:prod)` would match: upper and lower case differ"),
            ("prod", &[" prod"], "without the spaces around it, \"prod\" would match"),
            ("a/b", &["a", "b"], "joined another way, \"a/b\" would match"),
            ("api", &["api-7"], "it matches only the part \"api\", and a regex has to match the whole value"),
            ("staging|production", &["stagign"], "\"staging\" would match"),
            ("prod|dev", &["west"], "\"dev\" would match"),
            ("prod", &[""], "\"prod\" would match"),
            ("[0-9]+s", &["x"], "\"0s\" would match"),
        ];
        for (pattern, values, words) in cases {
            assert_eq!(near_to(pattern, values).as_deref(), Some(*words), "{pattern} {values:?}");
        }
        assert_eq!(near_to("[^\\x00-\\x{10FFFF}]", &["x"]), None);
    }
}
