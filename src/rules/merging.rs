//! Two texts of which a step makes one.

use std::cell::RefCell;
use std::collections::HashMap;

use super::proof::{quoted, text_in};
use crate::goregex::{Ast, Captures, Case, GroupName, Kind, Matcher, NodeId, Template, parse_shared};
use crate::source::Span;

/// How much is remembered; when there is more, all is let go.
const MOST: usize = 256;

/// How many texts are tried as the first of the two.
const TRIES: usize = 3;

/// Two texts, and what a step makes of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) one: String,
    pub(super) other: String,
    pub(super) result: String,
}

/// A pattern, a replacement, and what the texts have to match.
type Key = (Box<str>, Box<str>, Box<str>);

thread_local! {
    static KNOWN: RefCell<HashMap<Key, Option<Merged>>> = RefCell::default();
}

/// Two texts that match a pattern and `within` too, and that a replacement makes the same of. That nothing is found does
/// not prove that there are none.
pub(super) fn merged(pattern: &str, replacement: &str, within: &str) -> Option<Merged> {
    let key = (pattern.into(), replacement.into(), within.into());
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&key).cloned()) {
        return known;
    }
    let found = find(pattern, replacement, within);
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, found.clone());
    });
    found
}

fn find(pattern: &str, replacement: &str, within: &str) -> Option<Merged> {
    let ast = parse_shared(pattern).ok().filter(|ast| ast.escapes_anchors_at().is_none())?;
    let template = Template::parse(replacement);
    if template.references().next().is_some() && varies_in_one_group(&ast) {
        return None;
    }
    let matcher = Matcher::new(ast).ok()?;
    let mut captures = Captures::new();
    let mut tried: Vec<String> = Vec::new();
    for _ in 0..TRIES {
        let beside: Vec<&str> = tried.iter().map(String::as_str).collect();
        let one = text_in(&[pattern, within], &beside)?;
        let result = expand(&matcher, &template, &one, &mut captures)?;
        // The same groups with other text around them give the same.
        let alike = with_groups(matcher.ast(), &template, &one, &captures);
        let mark = quoted(&one);
        if let Some(other) = text_in(&[&alike, pattern, within], &[&mark])
            && expand(&matcher, &template, &other, &mut captures).as_ref() == Some(&result)
        {
            return Some(Merged { one, other, result });
        }
        tried.push(mark);
    }
    None
}

/// Whether texts that match differ in one group alone, so that what refers to it differs as well. A look spares a search
/// for nearly all patterns.
fn varies_in_one_group(ast: &Ast) -> bool {
    let is_plain = |&node: &NodeId| match ast.kind(node) {
        Kind::Literal(literal) => literal.case == Case::Sensitive,
        Kind::Assertion(_) | Kind::Empty => true,
        _ => false,
    };
    let is_group = |node: NodeId| matches!(ast.kind(node), Kind::Capture { .. });
    if ast.group_names().len() != 2 {
        return false;
    }
    match ast.kind(ast.root()) {
        Kind::Concat(parts) => {
            let rest: Vec<NodeId> = ast.children(parts).filter(|part| !is_plain(part)).collect();
            matches!(rest[..], [only] if is_group(only))
        }
        _ => is_group(ast.root()),
    }
}

fn expand(matcher: &Matcher, template: &Template, text: &str, captures: &mut Captures) -> Option<String> {
    if !matcher.captures(text, captures) {
        return None;
    }
    let mut out = String::new();
    template.expand(matcher, text, captures, &mut out);
    Some(out)
}

/// The pattern with the groups that a template refers to fixed to what they held.
fn with_groups(ast: &Ast, template: &Template, text: &str, captures: &Captures) -> String {
    let numbers: Vec<usize> = template
        .references()
        .filter_map(|reference| match &reference.group {
            GroupName::Number(number) => Some(*number as usize),
            GroupName::Name(name) => ast.group_names().position(|other| other == Some(name)),
        })
        .collect();
    if numbers.contains(&0) {
        return quoted(text);
    }
    let mut groups = Vec::new();
    collect(ast, ast.root(), &numbers, &mut groups);
    let pattern = ast.pattern();
    let mut out = String::new();
    let mut copied = 0;
    for (span, group) in groups {
        let held = captures.get(group).and_then(|range| text.get(range));
        let (Some(held), Some(before)) = (held, pattern.get(copied..span.start as usize)) else { continue };
        out.push_str(before);
        out.push_str(&quoted(held));
        copied = span.end as usize;
    }
    out + pattern.get(copied..).unwrap_or_default()
}

/// What is written in the outermost of these groups, in order.
fn collect(ast: &Ast, node: NodeId, numbers: &[usize], groups: &mut Vec<(Span, usize)>) {
    match ast.kind(node) {
        Kind::Capture { child, group } if numbers.contains(&(group as usize)) => {
            groups.push((ast.span(child), group as usize));
        }
        Kind::Capture { child, .. } | Kind::Repeat { child, .. } => collect(ast, child, numbers, groups),
        Kind::Concat(children) | Kind::Alternate(children) => {
            ast.children(children).for_each(|child| collect(ast, child, numbers, groups));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_where_there_are_some() {
        let found = |pattern: &str, replacement: &str| merged(pattern, replacement, ".*").map(|it| it.result);
        assert_eq!(found("/users/[0-9]+(/.*)?", "/users/{id}$1").as_deref(), Some("/users/{id}"));
        assert_eq!(found("(pod|service)_(.+)", "is_$2").map(|it| it.starts_with("is_")), Some(true));
        assert_eq!(found("(.+)_v1", "$1"), None);
        assert_eq!(found("a", "b"), None);
        assert_eq!(found("(a|b)(?P<rest>.*)", "${1}x${rest}"), None);
        assert_eq!(found("(.*)", "$0"), None);
    }
}
