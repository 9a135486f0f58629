//! From Go's tree to that of Rust's engine.
//!
//! Both engines prefer the same matches and set the same groups; what differs is what the signs mean, and that is
//! resolved in [`Ast`] and [`charset`](super::charset).

use regex_syntax::hir::{Capture, Class, Dot, Hir, Look, Repetition};

use super::ast::{Assertion, Ast, Case, Greed, Kind, NodeId};
use super::charset::{class_chars, folded_char};
use super::matcher::TooLarge;

/// The most memory that a compiled pattern may take. What people write stays below a hundredth of it, while `\pL{200}`
/// comes to it; with more, one pattern could take seconds to compile and as long for one text.
pub(super) const MAX_PROGRAM: usize = 4 << 20;
/// A program has at least one state for so many bytes of it.
const STATE: usize = 16;

/// A pattern as a tree of Rust's engine.
///
/// # Errors
///
/// When the program made from the tree would be too large, as far as that shows before.
pub(super) fn translate(ast: &Ast) -> Result<Hir, TooLarge> {
    let ranges: usize = ast.items.iter().map(|item| item.ranges() as usize).sum();
    if ast.nodes.len() + ast.literals.len() + ranges > MAX_PROGRAM / STATE {
        return Err(TooLarge);
    }
    Ok(translate_node(ast, ast.root()))
}

/// A node as a tree of Rust's engine. Groups keep their numbers; those in `x{0}`, which never take part, are left out.
fn translate_node(ast: &Ast, node: NodeId) -> Hir {
    match ast.kind(node) {
        Kind::Empty => Hir::empty(),
        Kind::Literal(literal) => translate_literal(ast.literal(literal), literal.case),
        Kind::Surrogate => Hir::fail(),
        Kind::AnyChar => Hir::dot(Dot::AnyChar),
        Kind::AnyCharButNewline => Hir::dot(Dot::AnyCharExceptLF),
        Kind::Class(class) => Hir::class(Class::Unicode(class_chars(ast, class))),
        Kind::Assertion(assertion) => Hir::look(look(assertion)),
        Kind::Repeat { child, min, max, greed } => Hir::repetition(Repetition {
            min: u32::from(min),
            max: max.map(u32::from),
            greedy: greed == Greed::Greedy,
            sub: Box::new(translate_node(ast, child)),
        }),
        Kind::Capture { child, group } => {
            Hir::capture(Capture { index: group, name: None, sub: Box::new(translate_node(ast, child)) })
        }
        Kind::Concat(children) => {
            Hir::concat(ast.children(children).map(|child| translate_node(ast, child)).collect())
        }
        Kind::Alternate(children) => {
            Hir::alternation(ast.children(children).map(|child| translate_node(ast, child)).collect())
        }
    }
}

fn translate_literal(text: &str, case: Case) -> Hir {
    match case {
        Case::Sensitive => Hir::literal(text.as_bytes()),
        Case::Folded => Hir::concat(
            text.chars().map(|char| Hir::class(Class::Unicode(folded_char(char, case)))).collect(),
        ),
    }
}

fn look(assertion: Assertion) -> Look {
    match assertion {
        Assertion::TextStart => Look::Start,
        Assertion::TextEnd => Look::End,
        Assertion::LineStart => Look::StartLF,
        Assertion::LineEnd => Look::EndLF,
        Assertion::WordBoundary => Look::WordAscii,
        Assertion::NotWordBoundary => Look::WordAsciiNegate,
    }
}
