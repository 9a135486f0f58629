//! Replacement texts that refer to groups, as Go's `Regexp.Expand` reads them.

use super::ast::Ast;
use super::charset::is_name_char;
use super::matcher::{Captures, Matcher};
use crate::source::Span;

/// A replacement text: `$1`, `${1}`, `$name` and `${name}` stand for groups, `$$` for a dollar sign.
///
/// ```
/// use std::sync::Arc;
/// use scrapelint::goregex::{Captures, Matcher, Template, parse_anchored};
///
/// let matcher = Matcher::new(Arc::new(parse_anchored("(.*):.*").unwrap())).unwrap();
/// let mut captures = Captures::new();
/// assert!(matcher.captures("db:5432", &mut captures));
///
/// let mut out = String::new();
/// Template::parse("${1}:9100").expand(&matcher, "db:5432", &captures, &mut out);
/// assert_eq!(out, "db:9100");
///
/// // Go reads as many letters and digits as there are: this is the group named `1x`.
/// let template = Template::parse("$1x");
/// let reference = template.references().next().unwrap();
/// assert!(!reference.exists_in(matcher.ast()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Group(Reference),
}

/// A reference to a group in a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The group.
    pub group: GroupName,
    /// The place in the template, from the `$` on.
    pub span: Span,
}

/// How a reference names its group.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GroupName {
    /// By number; 0 is the whole match.
    Number(u32),
    /// By name. `01` is a name, and so is `1x`.
    Name(String),
}

impl GroupName {
    fn new(name: &str) -> Self {
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit())
            && (name.len() == 1 || !name.starts_with('0'))
            // Go stops at a hundred million.
            && name.len() <= 9;
        match name.parse() {
            Ok(number) if is_number => Self::Number(number),
            _ => Self::Name(name.to_owned()),
        }
    }
}

impl Reference {
    /// Whether a pattern has a group of this number or name. A reference to one that is not there stands for nothing.
    pub fn exists_in(&self, ast: &Ast) -> bool {
        match &self.group {
            GroupName::Number(number) => (*number as usize) < ast.group_names().len(),
            GroupName::Name(name) => ast.group_names().any(|other| other == Some(name)),
        }
    }

    /// What the group holds; of groups of the same name the first that took part counts.
    fn find<'t>(&self, ast: &Ast, text: &'t str, captures: &Captures) -> Option<&'t str> {
        let range = match &self.group {
            GroupName::Number(number) => captures.get(*number as usize)?,
            GroupName::Name(name) => {
                let mut groups = ast.group_names().enumerate();
                groups.find_map(|(group, other)| (other == Some(name)).then(|| captures.get(group))?)?
            }
        };
        text.get(range)
    }
}

impl Template {
    /// Reads a template. Every text is one: a `$` that begins no reference stands for itself.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while let Some(length) = text[at..].find('$') {
            plain.push_str(&text[at..at + length]);
            let start = at + length;
            at = start + 1;
            if text[at..].starts_with('$') {
                plain.push('$');
                at += 1;
            } else if let Some((name, length)) = reference(&text[at..]) {
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                }
                at += length;
                parts
                    .push(Part::Group(Reference { group: GroupName::new(name), span: Span::new(start, at) }));
            } else {
                plain.push('$');
            }
        }
        plain.push_str(&text[at..]);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Self { parts }
    }

    /// What the template stands for if that is the same for every match: it refers to no group.
    pub fn is_literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The references, in order.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.parts.iter().filter_map(|part| match part {
            Part::Group(reference) => Some(reference),
            Part::Text(_) => None,
        })
    }

    /// Appends to `out` what the template stands for after `matcher` matched `text`.
    pub fn expand(&self, matcher: &Matcher, text: &str, captures: &Captures, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Group(reference) => {
                    out.push_str(reference.find(matcher.ast(), text, captures).unwrap_or_default());
                }
            }
        }
    }
}

/// The name behind a `$`, and how many bytes it takes with its braces.
fn reference(text: &str) -> Option<(&str, usize)> {
    let braced = text.strip_prefix('{');
    let inner = braced.unwrap_or(text);
    let name = &inner[..inner.find(|char| !is_name_char(char)).unwrap_or(inner.len())];
    if name.is_empty() {
        return None;
    }
    match braced {
        None => Some((name, name.len())),
        Some(inner) => inner[name.len()..].starts_with('}').then(|| (name, name.len() + "{}".len())),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::goregex::parse_anchored;

    fn expand(pattern: &str, text: &str, template: &str) -> String {
        let matcher = Matcher::new(Arc::new(parse_anchored(pattern).unwrap())).unwrap();
        let mut captures = Captures::new();
        assert!(matcher.captures(text, &mut captures), "{pattern} {text}");
        let mut out = String::new();
        Template::parse(template).expand(&matcher, text, &captures, &mut out);
        out
    }

    #[test]
    fn groups_by_number_and_name() {
        let pattern = "(a)(?P<name>b)(?P<n2>x)?(c)";
        for (template, expected) in [
            ("$1", "a"),
            ("${1}", "a"),
            ("$0", "abc"),
            ("$2$4", "bc"),
            ("$name", "b"),
            ("${name}s", "bs"),
            ("$n2", ""),
            ("$3", ""),
            ("$9", ""),
            ("$unknown", ""),
            ("$1x", ""),
            ("$1_", ""),
            ("$1ü", ""),
            ("$1٣", ""),
            ("$1-x", "a-x"),
            ("$1.$2", "a.b"),
            ("$1$name$1", "aba"),
            ("$01", ""),
            ("$00", ""),
            ("${01}", ""),
            ("$999999999", ""),
            ("$99999999999999999999", ""),
        ] {
            assert_eq!(expand(pattern, "abc", template), expected, "{template}");
        }
    }

    #[test]
    fn what_is_no_reference_stands_for_itself() {
        for template in [
            "", "a", "$", "a$", "${1", "${}", "${a b}", "${-1}", "$-1", "${n.x}", r"\1", "$ ", "${", "$}",
            "$Ⅷ",
        ] {
            assert_eq!(expand("(a)", "a", template), template, "{template}");
            assert_eq!(Template::parse(template).is_literal(), Some(template));
        }
        for (template, expected) in
            [("$$", "$"), ("$$1", "$1"), ("$$$1", "$a"), ("a$$b$$", "a$b$"), ("$${1}", "${1}"), ("$$$", "$$")]
        {
            assert_eq!(expand("(a)", "a", template), expected, "{template}");
        }
    }

    #[test]
    fn a_number_with_a_zero_in_front_is_a_name() {
        assert_eq!(expand("(?P<01>a)(b)", "ab", "$01-$1-$2"), "a-a-b");
        assert_eq!(expand("(?P<1x>a)(b)", "ab", "$1x"), "a");
    }

    #[test]
    fn of_equal_names_the_first_that_took_part_counts() {
        let pattern = "(?P<n>a)|(?P<n>b)|(?P<n>c)(?P<n>d)";
        assert_eq!(expand(pattern, "a", "$n"), "a");
        assert_eq!(expand(pattern, "b", "$n"), "b");
        assert_eq!(expand(pattern, "cd", "$n"), "c");
        // An empty group took part.
        assert_eq!(expand("(?P<n>)(?P<n>a)", "a", "<$n>"), "<>");
    }

    #[test]
    fn references_tell_their_places() {
        let text = "é$1-${name}$$";
        let template = Template::parse(text);
        let ast = parse_anchored("(?P<name>a)").unwrap();
        let references: Vec<(&str, bool)> = template
            .references()
            .map(|reference| (&text[reference.span.range()], reference.exists_in(&ast)))
            .collect();
        assert_eq!(references, [("$1", true), ("${name}", true)]);
        assert_eq!(template.is_literal(), None);
        assert!(!Template::parse("$2").references().next().unwrap().exists_in(&ast));
        assert!(Template::parse("$0").references().next().unwrap().exists_in(&ast));
    }
}
