//! The proof of a repair: the edited text is parsed and compared with the intended tree.

use std::collections::BTreeMap;

use super::super::node::{Document, NodeId, Pairs, Style, Value};
use super::super::parse::parse;
use super::super::scalar::{Resolved, resolve_plain};
use super::{Changes, Place, Plan, Tree, apply};
use crate::finding::Edit;
use crate::source::Span;

/// Texts that are parsed at most for one document: a wrong repair costs some more than a right one.
const MAX_PARSES: usize = 200;

/// For each plan, whether it does what it means to and nothing else: the edited text is YAML, its tree is the old one
/// with the plan's changes, and no comment outside a removed node is lost.
///
/// Plans are tried together as far as they touch different places, so many cost no more than a few.
pub fn verified(document: &Document<'_>, plans: &[&Plan]) -> Vec<bool> {
    let mut proof = Proof { document, plans, verdicts: vec![false; plans.len()], parses: 0 };
    let mut waiting: Vec<usize> = (0..plans.len()).collect();
    while !waiting.is_empty() && proof.parses < MAX_PARSES {
        let (now, later) = apart(plans, waiting);
        proof.try_together(&now);
        waiting = later;
    }
    proof.verdicts
}

/// Splits plans into some that touch different places and those that must wait.
fn apart(plans: &[&Plan], waiting: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    waiting.into_iter().partition(|&at| {
        let is_free = |edit: &Edit| {
            let (start, end) = (edit.span.start, edit.span.end);
            let before =
                taken.range(..=start).next_back().is_none_or(|(&from, &to)| to <= start && from < start);
            let after = taken.range(start..).next().is_none_or(|(&from, _)| from >= end && from > start);
            before && after
        };
        let free = plans[at].edits.iter().all(is_free);
        if free {
            taken.extend(plans[at].edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        }
        free
    })
}

struct Proof<'a, 's> {
    document: &'a Document<'s>,
    plans: &'a [&'a Plan],
    verdicts: Vec<bool>,
    parses: usize,
}

impl Proof<'_, '_> {
    /// Finds the wrong ones among some plans by halving.
    fn try_together(&mut self, group: &[usize]) {
        if group.is_empty() || self.parses >= MAX_PARSES {
            return;
        }
        self.parses += 1;
        let plans: Vec<&Plan> = group.iter().map(|&at| self.plans[at]).collect();
        if does_what_it_means(self.document, &plans) {
            group.iter().for_each(|&at| self.verdicts[at] = true);
        } else if group.len() > 1 {
            let (left, right) = group.split_at(group.len() / 2);
            self.try_together(left);
            self.try_together(right);
        }
    }
}

fn does_what_it_means(old: &Document<'_>, plans: &[&Plan]) -> bool {
    let mut edits: Vec<&Edit> = plans.iter().flat_map(|plan| &plan.edits).collect();
    edits.sort();
    let text = apply(old.text(), edits.iter().copied());
    let (new, error) = parse(&text);
    if error.is_some() || old.ignored().is_some() != new.ignored().is_some() {
        return false;
    }
    let changes = Changes::of(plans.iter().copied());
    let same_root = match (old.root(), new.root()) {
        (Some(old_root), Some(new_root)) => {
            Comparison { old, new: &new, changes: &changes }.same(old_root, new_root)
        }
        (None, None) => true,
        _ => false,
    };
    same_root && same_comments(old, &new, &edits, &changes)
}

/// Comments stay as they are, but for those on removed lines and those that a plan is about.
fn same_comments(old: &Document<'_>, new: &Document<'_>, edits: &[&Edit], changes: &Changes<'_>) -> bool {
    let removed = |at: u32| {
        let after = edits.partition_point(|edit| edit.span.start <= at);
        after
            .checked_sub(1)
            .is_some_and(|before| edits[before].text.is_empty() && at < edits[before].span.end)
    };
    let kept = old.comments().iter().filter(|comment| !removed(comment.start));
    let text = |comment: &Span| match changes.comments.get(&comment.start) {
        Some(text) => *text,
        None => old.text()[comment.range()].trim_end(),
    };
    let mut added = changes.new_comments.iter().peekable();
    let mut expected = Vec::new();
    for comment in kept {
        while let Some((_, text)) = added.next_if(|(at, _)| *at <= comment.start) {
            expected.push(*text);
        }
        expected.push(text(comment));
    }
    expected.extend(added.map(|(_, text)| *text));
    expected.into_iter().eq(new.comments().iter().map(|comment| new.text()[comment.range()].trim_end()))
}

struct Comparison<'a> {
    old: &'a Document<'a>,
    new: &'a Document<'a>,
    changes: &'a Changes<'a>,
}

impl Comparison<'_> {
    /// Whether a node of the new tree is what the changes make of one of the old.
    fn same(&self, old: NodeId, new: NodeId) -> bool {
        if self.old.tag(old) != self.new.tag(new) || self.old.is_anchored(old) != self.new.is_anchored(new) {
            return false;
        }
        if let Some(text) = self.changes.set.get(&old) {
            return self.new.scalar(new) == Some(text);
        }
        match (self.old.value(old), self.new.value(new)) {
            (Value::Scalar(old_style, old_text), Value::Scalar(new_style, new_text)) => {
                old_style == new_style && old_text == new_text
            }
            (Value::Alias(_), Value::Alias(_)) => self.alias(self.old, old) == self.alias(self.new, new),
            (Value::Sequence(before), Value::Sequence(after)) => self.same_items(old, before, after),
            (Value::Mapping(before), Value::Mapping(after)) => self.same_entries(old, before, after),
            _ => false,
        }
    }

    fn alias<'d>(&self, document: &'d Document<'_>, node: NodeId) -> &'d str {
        &document.text()[document.span(node).range()]
    }

    fn same_items(&self, list: NodeId, before: &[NodeId], after: &[NodeId]) -> bool {
        let appended = self.changes.appended.get(&list).map_or(&[][..], Vec::as_slice);
        let mut after = after.iter();
        let mut kept = before.iter().filter(|item| !self.changes.removed.contains(item));
        kept.all(|&item| after.next().is_some_and(|&new| self.same(item, new)))
            && appended.iter().all(|item| after.next().is_some_and(|&new| is_tree(self.new, new, item)))
            && after.next().is_none()
    }

    fn same_entries(&self, mapping: NodeId, before: Pairs<'_>, after: Pairs<'_>) -> bool {
        let inserted = self.changes.inserted.get(&mapping).map_or(&[][..], Vec::as_slice);
        let at = |place: Place| {
            inserted
                .iter()
                .filter(move |(it, ..)| *it == place)
                .map(|&(_, key, value)| Expected::New(key, value))
        };
        let moved = self.changes.first.get(&mapping).copied();
        let is_moved = |&(key, _): &(NodeId, NodeId)| Some(key) == moved;
        let moved_entry = before.iter().find(is_moved);
        let mut expected: Vec<Expected<'_>> =
            moved_entry.into_iter().map(|(key, value)| Expected::Kept(key, value)).collect();
        expected.extend(at(Place::First));
        for (key, value) in before.iter() {
            if !self.changes.removed.contains(&key) && Some(key) != moved {
                expected.push(Expected::Kept(key, value));
            }
            expected.extend(at(Place::After(key)));
        }
        expected.extend(at(Place::Last));
        expected.len() == after.len()
            && expected.into_iter().zip(after.iter()).all(|(expected, (key, value))| match expected {
                Expected::Kept(old_key, old_value) => self.same(old_key, key) && self.same(old_value, value),
                Expected::New(name, tree) => {
                    self.new.scalar(key) == Some(name) && is_tree(self.new, value, tree)
                }
            })
    }
}

/// What should stand in a mapping.
enum Expected<'t> {
    Kept(NodeId, NodeId),
    New(&'t str, &'t Tree),
}

/// Whether a node is what a repair meant to write.
fn is_tree(document: &Document<'_>, node: NodeId, tree: &Tree) -> bool {
    if document.tag(node).is_some() {
        return false;
    }
    match (document.value(node), tree) {
        (Value::Scalar(style, text), Tree::Scalar(wanted)) => {
            text == wanted && (style != Style::Plain || resolve_plain(text) == Resolved::Text(text))
        }
        (Value::Scalar(style, text), Tree::Bare(wanted)) => text == wanted && style == Style::Plain,
        (Value::Sequence(items), Tree::List(wanted)) => {
            items.len() == wanted.len()
                && items.iter().zip(wanted).all(|(&item, wanted)| is_tree(document, item, wanted))
        }
        (Value::Mapping(pairs), Tree::Map(wanted)) => {
            pairs.len() == wanted.len()
                && pairs.iter().zip(wanted).all(|((key, value), (name, tree))| {
                    document.scalar(key) == Some(name) && is_tree(document, value, tree)
                })
        }
        _ => false,
    }
}
