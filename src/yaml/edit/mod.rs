//! Repairs as text edits computed from places, so that everything else in the file stays as it is.
//!
//! A [`Plan`] says twice what it does: as edits of the text and as changes of the tree. [`verified`] applies the edits,
//! parses the result and compares it with the changed tree; only then may a repair be offered.

mod comment;
mod insert;
mod layout;
mod remove;
mod reorder;
mod verify;

use std::collections::HashMap;

use super::emit;
use super::node::{Document, NodeId, Style, Value};
use crate::finding::Edit;

pub use super::tree::Tree;
pub use comment::{add_comment, add_comment_above, remove_comment, set_comment};
pub use insert::{append_item, insert_entry};
pub use remove::{remove_entry, remove_item};
pub use reorder::move_first;
pub use verify::verified;

/// Where in a mapping a new entry goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before all others.
    First,
    /// After all others.
    Last,
    /// Behind the entry with this key.
    After(NodeId),
}

impl Place {
    /// Behind the first of these keys that is there, else after all others.
    pub fn after_any(keys: impl IntoIterator<Item = Option<NodeId>>) -> Self {
        keys.into_iter().flatten().next().map_or(Self::Last, Self::After)
    }
}

/// One change of a tree.
#[derive(Clone, Debug)]
enum Change {
    Set(NodeId, String),
    Insert {
        mapping: NodeId,
        place: Place,
        key: String,
        value: Tree,
    },
    Append(NodeId, Tree),
    /// An entry by its key, or an item.
    Remove(NodeId),
    /// An entry of a mapping comes before all others.
    MoveFirst {
        mapping: NodeId,
        key: NodeId,
    },
    /// Another text of the comment that begins at an offset.
    Comment {
        at: u32,
        text: String,
    },
    /// A comment at an offset where there is none.
    NewComment {
        at: u32,
        text: String,
    },
}

/// A repair before it is proved: edits, and the changes of the tree that they are meant to make.
#[derive(Clone, Debug)]
pub struct Plan {
    edits: Vec<Edit>,
    changes: Vec<Change>,
}

impl Plan {
    fn new(edit: Edit, change: Change) -> Self {
        Self { edits: vec![edit], changes: vec![change] }
    }

    /// The edits, in ascending order, not overlapping.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Both as one repair; nothing if they touch the same place.
    #[must_use]
    pub fn and(mut self, other: Self) -> Option<Self> {
        self.edits.extend(other.edits);
        self.changes.extend(other.changes);
        self.edits.sort();
        let apart = self.edits.windows(2).all(|pair| are_apart(&pair[0], &pair[1]));
        apart.then_some(self)
    }
}

/// Whether two edits, the second one beginning no earlier, can be made in either order to the same effect.
pub fn are_apart(first: &Edit, second: &Edit) -> bool {
    first.span.end <= second.span.start && first.span.start < second.span.start
}

/// Makes edits, which must be in ascending order and not overlap.
///
/// ```
/// use scrapelint::finding::Edit;
/// use scrapelint::source::Span;
/// use scrapelint::yaml::edit::apply;
/// let edit = Edit { span: Span::new(3, 4), text: "2".to_owned() };
/// assert_eq!(apply("a: 1\n", [&edit]), "a: 2\n");
/// ```
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut result = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for edit in edits {
        result.push_str(&text[from..edit.span.start as usize]);
        result.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    result.push_str(&text[from..]);
    result
}

/// Gives a scalar another text, in the quotes it has.
///
/// Nothing for block scalars, for a value that is not there, and for what is no scalar.
pub fn set_scalar(document: &Document<'_>, node: NodeId, text: &str) -> Option<Plan> {
    let Value::Scalar(style, _) = document.value(node) else { return None };
    let span = document.span(node);
    if span.is_empty() {
        return None;
    }
    let written = match style {
        Style::Plain => emit::scalar(text).into_owned(),
        Style::Single => emit::single_quoted(text)?,
        Style::Double => emit::double_quoted(text),
        Style::Literal | Style::Folded => return None,
    };
    Some(Plan::new(Edit { span, text: written }, Change::Set(node, text.to_owned())))
}

/// Gives a scalar another value: text as [`set_scalar`] does it, a number, a boolean or null without quotes.
///
/// Nothing for lists and mappings, neither as the old value nor as the new one.
pub fn set_value(document: &Document<'_>, node: NodeId, value: &Tree) -> Option<Plan> {
    match value {
        Tree::Scalar(text) => set_scalar(document, node, text),
        Tree::Bare(text) => {
            let span = document.span(node);
            document.scalar(node).filter(|_| !span.is_empty())?;
            Some(Plan::new(Edit { span, text: text.clone() }, Change::Set(node, text.clone())))
        }
        Tree::List(_) | Tree::Map(_) => None,
    }
}

/// The changes of some plans, to be looked up by node.
#[derive(Default)]
struct Changes<'p> {
    set: HashMap<NodeId, &'p str>,
    removed: std::collections::HashSet<NodeId>,
    inserted: HashMap<NodeId, Vec<(Place, &'p str, &'p Tree)>>,
    appended: HashMap<NodeId, Vec<&'p Tree>>,
    /// Keys that come first in their mappings.
    first: HashMap<NodeId, NodeId>,
    /// Comments with another text, by where they begin.
    comments: HashMap<u32, &'p str>,
    /// New comments, in the order of the text.
    new_comments: Vec<(u32, &'p str)>,
}

impl<'p> Changes<'p> {
    fn of(plans: impl IntoIterator<Item = &'p Plan>) -> Self {
        let mut changes = Self::default();
        for change in plans.into_iter().flat_map(|plan| &plan.changes) {
            match change {
                Change::Set(node, text) => _ = changes.set.insert(*node, text),
                Change::Insert { mapping, place, key, value } => {
                    changes.inserted.entry(*mapping).or_default().push((*place, key, value));
                }
                Change::Append(list, item) => changes.appended.entry(*list).or_default().push(item),
                Change::Remove(node) => _ = changes.removed.insert(*node),
                Change::MoveFirst { mapping, key } => _ = changes.first.insert(*mapping, *key),
                Change::Comment { at, text } => _ = changes.comments.insert(*at, text),
                Change::NewComment { at, text } => changes.new_comments.push((*at, text)),
            }
        }
        changes.new_comments.sort_by_key(|&(at, _)| at);
        changes
    }
}
