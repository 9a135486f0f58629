//! New entries of mappings and new items of lists.

use super::super::emit;
use super::super::node::{Document, NodeId, Pairs, Value};
use super::layout::{column, ends_line, entry_end, layout, newline, next_line, stands_alone};
use super::{Change, Place, Plan, Tree};
use crate::finding::Edit;
use crate::source::Span;

/// Adds an entry to a mapping, laid out as its neighbours are.
///
/// Nothing where the layout leaves no safe place: an entry that shares its line with something else, or an empty block
/// mapping.
pub fn insert_entry(
    document: &Document<'_>,
    mapping: NodeId,
    place: Place,
    key: &str,
    value: &Tree,
) -> Option<Plan> {
    let Value::Mapping(pairs) = document.value(mapping) else { return None };
    let edit = if document.is_flow(mapping) {
        insert_flow(document, mapping, pairs, place, &emit::flow_entry(key, value))?
    } else {
        insert_block(document, pairs, place, key, value)?
    };
    let change = Change::Insert { mapping, place, key: key.to_owned(), value: value.clone() };
    Some(Plan::new(edit, change))
}

/// Adds an item at the end of a list, laid out as the items before it are.
///
/// Nothing for an empty block list, and where the last item shares its line with something else.
pub fn append_item(document: &Document<'_>, list: NodeId, item: &Tree) -> Option<Plan> {
    let Value::Sequence(items) = document.value(list) else { return None };
    let text = document.text();
    let edit = if document.is_flow(list) {
        let at = match items.last() {
            Some(&last) => document.span(last).end as usize,
            None => document.span(list).start as usize + 1,
        };
        let separator = if items.is_empty() { "" } else { ", " };
        Edit { span: Span::at(at), text: format!("{separator}{}", emit::flow(item)) }
    } else {
        let last = *items.last()?;
        let dash = column(text, document.span(list).start as usize);
        let end = document.outer_span(last).end as usize;
        let lines = emit::block_item(item, layout(document));
        insert_lines(text, end, dash, &lines)?
    };
    Some(Plan::new(edit, Change::Append(list, item.clone())))
}

fn insert_flow(
    document: &Document<'_>,
    mapping: NodeId,
    pairs: Pairs<'_>,
    place: Place,
    entry: &str,
) -> Option<Edit> {
    let inside = document.span(mapping).start as usize + 1;
    let (at, text) = match (place, pairs.iter().next()) {
        (_, None) => (inside, entry.to_owned()),
        (Place::First, Some((first, _))) => (document.outer_span(first).start as usize, format!("{entry}, ")),
        _ => {
            let (key, value) = neighbour(pairs, place)?;
            (entry_end(document, key, value)?, format!(", {entry}"))
        }
    };
    Some(Edit { span: Span::at(at), text })
}

fn insert_block(
    document: &Document<'_>,
    pairs: Pairs<'_>,
    place: Place,
    key: &str,
    value: &Tree,
) -> Option<Edit> {
    let text = document.text();
    let (first, _) = pairs.iter().next()?;
    let first_start = document.outer_span(first).start as usize;
    let column = column(text, first_start);
    let lines = emit::block_entry(key, value, layout(document));
    if place == Place::First {
        if !stands_alone(text, first_start) {
            return None;
        }
        let newline = newline(text, first_start);
        let written: String =
            lines.iter().map(|line| format!("{}{line}{newline}", " ".repeat(column))).collect();
        return Some(Edit { span: Span::at(above_comments(text, first_start - column)), text: written });
    }
    let (key, value) = neighbour(pairs, place)?;
    insert_lines(text, entry_end(document, key, value)?, column, &lines)
}

/// The start of the comment lines right above a line: they may speak of its key, and must not come to speak of another.
fn above_comments(text: &str, mut line: usize) -> usize {
    while let Some(before) = text[..line].strip_suffix('\n') {
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        if !before[start..].trim_start().starts_with('#') {
            break;
        }
        line = start;
    }
    line
}

/// The entry behind which a new one goes.
fn neighbour(pairs: Pairs<'_>, place: Place) -> Option<(NodeId, NodeId)> {
    match place {
        Place::First | Place::Last => pairs.iter().next_back(),
        Place::After(after) => pairs.iter().find(|(key, _)| *key == after),
    }
}

/// Puts lines behind the line that holds `end`, so that a comment on that line stays with it.
fn insert_lines(text: &str, end: usize, column: usize, lines: &[String]) -> Option<Edit> {
    if !ends_line(text, end) {
        return None;
    }
    let newline = newline(text, end);
    let indent = " ".repeat(column);
    let lines = lines.iter().map(|line| format!("{indent}{line}"));
    let (at, text) = match next_line(text, end) {
        Some(at) => (at, lines.map(|line| line + newline).collect::<String>()),
        None => (text.len(), lines.map(|line| format!("{newline}{line}")).collect()),
    };
    Some(Edit { span: Span::at(at), text })
}
