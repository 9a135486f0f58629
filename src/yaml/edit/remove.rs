//! Entries and items taken away.

use super::super::node::{Document, NodeId, Value};
use super::layout::{ends_line, entry_end, line_start, next_line, stands_alone};
use super::{Change, Plan};
use crate::finding::Edit;
use crate::source::Span;

/// Takes an entry out of a mapping, its line comment included. The key is the entry's key.
///
/// Nothing for the only entry, and where the entry shares its lines with something that stays.
pub fn remove_entry(document: &Document<'_>, mapping: NodeId, key: NodeId) -> Option<Plan> {
    let Value::Mapping(pairs) = document.value(mapping) else { return None };
    let parts: Vec<(usize, usize, NodeId)> = pairs
        .iter()
        .map(|(key, value)| {
            let start = document.outer_span(key).start as usize;
            entry_end(document, key, value).map(|end| (start, end, key))
        })
        .collect::<Option<_>>()?;
    remove(document, document.is_flow(mapping), &parts, key)
}

/// Takes an item out of a list, its line comment included.
///
/// Nothing for the only item, and where the item shares its lines with something that stays.
pub fn remove_item(document: &Document<'_>, list: NodeId, item: NodeId) -> Option<Plan> {
    let Value::Sequence(items) = document.value(list) else { return None };
    let text = document.text();
    let flow = document.is_flow(list);
    let parts: Vec<(usize, usize, NodeId)> = items
        .iter()
        .map(|&item| {
            let outer = document.outer_span(item);
            let (start, end) = (outer.start as usize, outer.end as usize);
            if flow {
                return Some((start, end, item));
            }
            // The item's dash stands before it on the line, or alone on a line above.
            let dash = text[..start].rfind('-')?;
            text[dash + 1..start].trim().is_empty().then_some((dash, end, item))
        })
        .collect::<Option<_>>()?;
    remove(document, flow, &parts, item)
}

fn remove(
    document: &Document<'_>,
    flow: bool,
    parts: &[(usize, usize, NodeId)],
    node: NodeId,
) -> Option<Plan> {
    let text = document.text();
    let at = parts.iter().position(|&(_, _, part)| part == node)?;
    if parts.len() < 2 {
        return None;
    }
    let (start, end, _) = parts[at];
    let span = match (flow, parts.get(at + 1)) {
        // With the comma behind it, or the one before the last.
        (true, Some(&(next, ..))) => Span::new(start, next),
        (true, None) => Span::new(parts[at - 1].1, end),
        (false, _) if stands_alone(text, start) && ends_line(text, end) => {
            Span::new(line_start(text, start), next_line(text, end).unwrap_or(text.len()))
        }
        // The first key of a list item shares its line with the dash: what follows moves up to it.
        (false, Some(&(next, ..))) if stands_alone(text, next) && ends_line(text, end) => {
            Span::new(start, next)
        }
        _ => return None,
    };
    Some(Plan::new(Edit { span, text: String::new() }, Change::Remove(node)))
}
