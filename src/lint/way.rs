//! The way from the root of a tree to a place.

use crate::yaml::{Document, NodeId, Value};

/// One step of the way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Into an entry: its key and its value.
    Entry(NodeId, NodeId),
    /// Into an item of a list.
    Item(NodeId),
}

/// The entries and items around an offset, the outermost first. Takes time in proportion to its length, whatever the size
/// of the tree.
pub(super) fn way(document: &Document<'_>, offset: usize) -> Vec<Step> {
    let start = |node: NodeId| document.outer_span(node).start as usize;
    let mut steps = Vec::new();
    let mut here = document.root();
    while let Some(node) = here {
        let step = match document.value(node) {
            Value::Mapping(pairs) => {
                pairs.before(|key| start(key) <= offset).map(|(key, value)| Step::Entry(key, value))
            }
            Value::Sequence(items) => {
                let after = items.partition_point(|&item| start(item) <= offset);
                after.checked_sub(1).map(|at| Step::Item(items[at]))
            }
            Value::Scalar(..) | Value::Alias(_) => None,
        };
        here = step.map(Step::into_node).filter(|&inner| offset <= document.span(inner).end as usize);
        match step {
            // A key without a value, or the key itself.
            Some(Step::Entry(key, _)) if here.is_none() && offset > document.span(key).end as usize => {}
            Some(Step::Item(_)) if here.is_none() => {}
            Some(step) => steps.push(step),
            None => {}
        }
    }
    steps
}

impl Step {
    /// The node that it leads to.
    pub(super) fn into_node(self) -> NodeId {
        match self {
            Self::Entry(_, node) | Self::Item(node) => node,
        }
    }
}
