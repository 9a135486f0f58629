//! The tree: nodes in one arena, each with its exact place.

use super::lines::GoLines;
use crate::source::Span;

/// A node of a [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The node's number in its document, as `u32`.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// Where a scalar's text (quotes and escapes resolved) is kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Text {
    /// It is the source text at the node's span.
    Source,
    /// It is the string of this number in [`Document::owned`].
    Owned(u32),
}

/// A run of [`Document::children`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Children {
    pub(super) first: u32,
    pub(super) count: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Scalar { style: Style, text: Text },
    Sequence { flow: bool, children: Children },
    Mapping { flow: bool, children: Children },
    Alias { target: Option<NodeId> },
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    /// The node itself, without anchor and tag.
    pub(super) span: Span,
    /// Where its anchor or tag begins, or the node if it has neither.
    pub(super) outer_start: u32,
    /// 1 + the number of its tag in [`Document::tags`], 0 for none.
    pub(super) tag: u32,
    pub(super) anchored: bool,
    pub(super) kind: Kind,
}

/// What a node is, to look at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'d> {
    /// A scalar: how it is written, and its text with quotes and escapes resolved.
    Scalar(Style, &'d str),
    /// A list.
    Sequence(&'d [NodeId]),
    /// A mapping.
    Mapping(Pairs<'d>),
    /// `*name`: the node it stands for, if the name is known.
    Alias(Option<NodeId>),
}

/// Keys and values of a mapping, in the order written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pairs<'d>(pub(super) &'d [NodeId]);

impl<'d> Pairs<'d> {
    /// Key and value, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = (NodeId, NodeId)> + ExactSizeIterator + 'd {
        self.0.chunks_exact(2).map(|pair| (pair[0], pair[1]))
    }

    /// The last of the first entries whose keys are as asked; all keys behind them must not be.
    pub(crate) fn before(self, is_before: impl Fn(NodeId) -> bool) -> Option<(NodeId, NodeId)> {
        let (pairs, _) = self.0.as_chunks::<2>();
        let after = pairs.partition_point(|&[key, _]| is_before(key));
        after.checked_sub(1).map(|at| (pairs[at][0], pairs[at][1]))
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.len() / 2
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// The first document of a YAML text: all that Prometheus reads of it.
#[derive(Clone, Debug)]
pub struct Document<'s> {
    pub(super) text: &'s str,
    pub(super) nodes: Vec<NodeData>,
    pub(super) children: Vec<NodeId>,
    pub(super) owned: Vec<Box<str>>,
    pub(super) tags: Vec<Box<str>>,
    pub(super) comments: Vec<Span>,
    pub(super) root: Option<NodeId>,
    pub(super) ignored: Option<Span>,
    /// Whether any scalar is `<<`, so that mappings may hold merges.
    pub(super) merges: bool,
}

impl<'s> Document<'s> {
    /// The text it was parsed from.
    pub fn text(&self) -> &'s str {
        self.text
    }

    /// The root node; `None` when the document is empty.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// Comments of the whole text read so far, `#` included, line ending excluded, in order.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// Content behind the end of the first document, which Prometheus never looks at.
    pub fn ignored(&self) -> Option<Span> {
        self.ignored
    }

    /// All nodes, parents before their children.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// Whether one text may stand in several places of the tree.
    pub(crate) fn has_aliases(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node.kind, Kind::Alias { .. }))
    }

    /// The text's lines as go-yaml counts them.
    pub(crate) fn go_lines(&self) -> GoLines {
        GoLines::new(self.text)
    }

    pub(super) fn data(&self, node: NodeId) -> &NodeData {
        &self.nodes[node.index()]
    }

    /// What the node is. An alias is shown as such: see [`Document::resolved`].
    pub fn value(&self, node: NodeId) -> Value<'_> {
        let data = self.data(node);
        match data.kind {
            Kind::Scalar { style, text: Text::Source } => Value::Scalar(style, &self.text[data.span.range()]),
            Kind::Scalar { style, text: Text::Owned(at) } => Value::Scalar(style, &self.owned[at as usize]),
            Kind::Sequence { children, .. } => Value::Sequence(self.slice(children)),
            Kind::Mapping { children, .. } => Value::Mapping(Pairs(self.slice(children))),
            Kind::Alias { target } => Value::Alias(target),
        }
    }

    fn slice(&self, children: Children) -> &[NodeId] {
        &self.children[children.first as usize..(children.first + children.count) as usize]
    }

    /// The node an alias stands for, through any number of aliases; the node itself if it is none. `None` for an alias
    /// of an unknown name.
    pub fn resolved(&self, mut node: NodeId) -> Option<NodeId> {
        // An alias's target was complete or open before the alias, so its number is smaller or it is a collection:
        // chains end.
        while let Kind::Alias { target } = self.data(node).kind {
            node = target?;
        }
        Some(node)
    }

    /// Where the node stands, without its anchor and tag. Empty for an absent value, at the place where it would be.
    pub fn span(&self, node: NodeId) -> Span {
        self.data(node).span
    }

    /// Where the node stands, with its anchor and tag.
    pub fn outer_span(&self, node: NodeId) -> Span {
        let data = self.data(node);
        Span { start: data.outer_start, end: data.span.end }
    }

    /// The node's tag, in full (`tag:yaml.org,2002:int`), or as written where it is a local one (`!x`).
    pub fn tag(&self, node: NodeId) -> Option<&str> {
        (self.data(node).tag as usize).checked_sub(1).map(|at| &*self.tags[at])
    }

    /// Whether an anchor stands before the node.
    pub fn is_anchored(&self, node: NodeId) -> bool {
        self.data(node).anchored
    }

    /// Whether a list or mapping is written with brackets or braces.
    pub fn is_flow(&self, node: NodeId) -> bool {
        matches!(self.data(node).kind, Kind::Sequence { flow: true, .. } | Kind::Mapping { flow: true, .. })
    }

    /// The text of a scalar, or `None` for anything else.
    pub fn scalar(&self, node: NodeId) -> Option<&str> {
        match self.value(node) {
            Value::Scalar(_, text) => Some(text),
            _ => None,
        }
    }

    /// Whether the node is what go-yaml takes for null before it looks at the type: nothing, `~` or `null`, but not
    /// `NULL`.
    pub fn is_null(&self, node: NodeId) -> bool {
        match self.value(node) {
            Value::Scalar(Style::Plain, "" | "~" | "null") => {
                self.tag(node).is_none_or(|tag| tag.ends_with(":null"))
            }
            _ => false,
        }
    }

    /// Key and value of the last entry whose key has this text; aliases and merges are not followed.
    pub fn entry(&self, mapping: NodeId, key: &str) -> Option<(NodeId, NodeId)> {
        let Value::Mapping(pairs) = self.value(mapping) else { return None };
        pairs.iter().rev().find(|&(name, _)| self.scalar(name) == Some(key))
    }
}
