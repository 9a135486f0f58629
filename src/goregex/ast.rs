//! The tree of a pattern that Go accepts.

use super::{PerlClass, PosixClass, UnicodeClass};
use crate::source::Span;

/// A node of an [`Ast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node matches. Flags are resolved: every node says itself what they would say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The empty text.
    Empty,
    /// A text; see [`Ast::literal`].
    Literal(Literal),
    /// `\x{D800}` and its like, which no text holds: matches nothing.
    Surrogate,
    /// Any character.
    AnyChar,
    /// Any character but `\n`.
    AnyCharButNewline,
    /// One character out of a set: `[a-z]`, `\d`, `\pL`.
    Class(Class),
    /// A place in the text.
    Assertion(Assertion),
    /// A node matched again and again.
    Repeat {
        /// What is repeated.
        child: NodeId,
        /// How often at least.
        min: u16,
        /// How often at most.
        max: Option<u16>,
        /// Whether more or fewer times are tried first.
        greed: Greed,
    },
    /// A group with a number, from 1.
    Capture {
        /// What the group holds.
        child: NodeId,
        /// The group's number.
        group: u32,
    },
    /// One after another; at least two, none itself a `Concat`.
    Concat(Children),
    /// The first that leads to a match; at least two, none itself an `Alternate`.
    Alternate(Children),
}

/// A run of characters in [`Ast::literal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal {
    pub(super) text: Span,
    /// Whether upper and lower case are the same.
    pub case: Case,
}

/// Whether upper and lower case differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// They differ.
    #[default]
    Sensitive,
    /// They do not: flag `i`.
    Folded,
}

/// Whether a set is taken as it is or as its complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// What is named.
    Positive,
    /// Everything but what is named.
    Negative,
}

impl Sign {
    /// The opposite.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::Negative => Self::Positive,
        }
    }
}

/// A set of characters; see [`Ast::class_items`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    pub(super) first: u32,
    pub(super) end: u32,
    /// Whether the set is what the items name, or everything else.
    pub sign: Sign,
    /// Whether upper and lower case are the same.
    pub case: Case,
}

/// A part of a [`Class`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassItem {
    /// Code points from the first up to and with the last. They may be surrogates, which no text holds.
    Range(u32, u32),
    /// `\d` and its like: ASCII only.
    Perl(PerlClass, Sign),
    /// `[:alpha:]` and its like: ASCII only.
    Posix(PosixClass, Sign),
    /// `\pL`, `\p{Greek}`
    Unicode(UnicodeClass, Sign),
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assertion {
    /// `^`, `\A`
    TextStart,
    /// `$`, `\z`
    TextEnd,
    /// `^` with flag `m`
    LineStart,
    /// `$` with flag `m`
    LineEnd,
    /// `\b`, between ASCII word characters and others
    WordBoundary,
    /// `\B`
    NotWordBoundary,
}

/// What a repetition tries first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Greed {
    /// More.
    Greedy,
    /// Fewer: `*?`
    Lazy,
}

/// The children of a [`Kind::Concat`] or [`Kind::Alternate`]; see [`Ast::children`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Children {
    pub(super) first: NodeId,
    pub(super) last: NodeId,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// The next child of the same parent.
    pub(super) next: Option<NodeId>,
}

/// A pattern as Go understands it.
///
/// Nodes lie in one arena and are at most a thousand deep, so a recursive walk is safe. Non-capturing groups leave no
/// node.
///
/// ```
/// use scrapelint::goregex::{Kind, parse};
///
/// let ast = parse("a|(?P<rest>.*)").unwrap();
/// let Kind::Alternate(children) = ast.kind(ast.root()) else { panic!() };
/// assert_eq!(ast.children(children).count(), 2);
/// assert_eq!(ast.group_names().collect::<Vec<_>>(), [None, Some("rest")]);
/// ```
#[derive(Clone, Debug)]
pub struct Ast {
    pub(super) text: String,
    /// Where the author's own pattern lies in the text.
    pub(super) written: Span,
    pub(super) nodes: Vec<Node>,
    pub(super) literals: String,
    pub(super) items: Vec<ClassItem>,
    /// The names' places in the author's pattern.
    pub(super) groups: Vec<Option<Span>>,
    pub(super) root: NodeId,
    pub(super) escape: Option<u32>,
}

impl Ast {
    /// The pattern as its author wrote it, without the anchors put around it.
    pub fn pattern(&self) -> &str {
        &self.text[self.written.range()]
    }

    /// The node that is the whole pattern; with anchors, where they were put around it.
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// What a node is.
    pub fn kind(&self, node: NodeId) -> Kind {
        self.nodes[node.index()].kind
    }

    /// Where a node is written in the pattern; empty for the anchors put around it.
    pub fn span(&self, node: NodeId) -> Span {
        self.nodes[node.index()].span
    }

    /// Children in order.
    pub fn children(&self, children: Children) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(children.first), move |&node| {
            (node != children.last).then(|| self.nodes[node.index()].next).flatten()
        })
    }

    /// The text of a literal, escapes resolved.
    pub fn literal(&self, literal: Literal) -> &str {
        &self.literals[literal.text.range()]
    }

    /// The parts of a set.
    pub fn class_items(&self, class: Class) -> &[ClassItem] {
        &self.items[class.first as usize..class.end as usize]
    }

    /// The names of all groups by number; number 0 is the whole match and has none. A name may come twice.
    pub fn group_names(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        let pattern = self.pattern();
        self.groups.iter().map(move |name| name.map(|span| &pattern[span.range()]))
    }

    /// Where a `)` in the pattern closes the group Prometheus puts around it, as in `a)|(?:b`: what follows is not
    /// anchored at the start, nor what precedes it at the end.
    pub fn escapes_anchors_at(&self) -> Option<u32> {
        self.escape
    }
}
