//! The alternatives of a regex, as far as they begin and end with plain text.

use crate::goregex::{Ast, Case, Kind, NodeId};

/// What an alternative looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Alternative {
    /// The text that it begins with.
    pub(super) head: String,
    /// The text that it ends with.
    pub(super) tail: String,
    /// Whether it is that text, and nothing else.
    pub(super) is_text: bool,
}

/// The alternatives, in order: those of `a|b`, of `(a|b)` and of `(a)|(b|c)`.
pub(super) fn alternatives(ast: &Ast) -> Vec<Alternative> {
    let mut found = Vec::new();
    collect(ast, ast.root(), &mut found);
    found
}

fn collect(ast: &Ast, node: NodeId, found: &mut Vec<Alternative>) {
    match ast.kind(node) {
        Kind::Capture { child, .. } => collect(ast, child, found),
        Kind::Alternate(children) => ast.children(children).for_each(|child| collect(ast, child, found)),
        Kind::Concat(children) => {
            let is_part = |&part: &NodeId| !matches!(ast.kind(part), Kind::Assertion(_) | Kind::Empty);
            let parts: Vec<NodeId> = ast.children(children).filter(is_part).collect();
            match parts[..] {
                [only] => collect(ast, only, found),
                _ => found.push(of_parts(ast, &parts)),
            }
        }
        _ => found.push(of_parts(ast, &[node])),
    }
}

fn of_parts(ast: &Ast, parts: &[NodeId]) -> Alternative {
    let text = |node: NodeId| match ast.kind(node) {
        Kind::Literal(literal) if literal.case == Case::Sensitive => Some(ast.literal(literal)),
        _ => None,
    };
    let head: String = parts.iter().map_while(|&part| text(part)).collect();
    let mut tail: Vec<&str> = parts.iter().rev().map_while(|&part| text(part)).collect();
    tail.reverse();
    Alternative { head, is_text: tail.len() == parts.len() && !parts.is_empty(), tail: tail.concat() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goregex::parse_shared;

    #[test]
    fn heads_and_tails() {
        let found = |pattern: &str| -> Vec<(String, String, bool)> {
            let all = alternatives(&parse_shared(pattern).unwrap());
            all.into_iter().map(|it| (it.head, it.tail, it.is_text)).collect()
        };
        let is = |head: &str, tail: &str, text| (head.to_owned(), tail.to_owned(), text);
        assert_eq!(
            found("id|(name|pod_.*)"),
            [is("id", "id", true), is("name", "name", true), is("pod_", "", false)]
        );
        assert_eq!(found("^go_(a|b)_total$"), [is("go_", "_total", false)]);
        assert_eq!(found(".*"), [is("", "", false)]);
        assert_eq!(found("(?i)le"), [is("", "", false)]);
    }
}
