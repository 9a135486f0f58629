//! How the neighbourhood of an edit is laid out: columns, line ends, the step of indentation.

use super::super::emit::{Dashes, Layout, ScalarLists};
use super::super::node::{Document, NodeId, Value};

/// Where the line that holds `offset` begins, a byte-order mark not counted.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1);
    if text[start..].starts_with('\u{feff}') && start + 3 <= offset { start + 3 } else { start }
}

/// Where the next line begins, if there is one.
pub(super) fn next_line(text: &str, offset: usize) -> Option<usize> {
    memchr::memchr(b'\n', &text.as_bytes()[offset..]).map(|at| offset + at + 1)
}

/// The line ending used at `offset`: of its line, else of the line before.
pub(super) fn newline(text: &str, offset: usize) -> &'static str {
    let end = memchr::memchr(b'\n', &text.as_bytes()[offset..])
        .map(|at| offset + at)
        .or_else(|| memchr::memrchr(b'\n', &text.as_bytes()[..offset]));
    match end {
        Some(end) if text[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The column of an offset, in characters. Keys and dashes of one block collection stand in one column.
pub(super) fn column(text: &str, offset: usize) -> usize {
    text[line_start(text, offset)..offset].chars().count()
}

/// Whether only blanks stand before an offset on its line.
pub(super) fn stands_alone(text: &str, offset: usize) -> bool {
    text[line_start(text, offset)..offset].bytes().all(|byte| byte == b' ')
}

/// Whether only blanks or a comment follow on the line.
pub(super) fn ends_line(text: &str, offset: usize) -> bool {
    let line = &text[offset..next_line(text, offset).unwrap_or(text.len())];
    let rest = line.trim_start_matches([' ', '\t']);
    rest.trim_end().is_empty() || (rest.starts_with('#') && (rest.len() < line.len() || offset == 0))
}

/// Where an entry ends: behind its value, or behind the colon of a key without one.
pub(super) fn entry_end(document: &Document<'_>, key: NodeId, value: NodeId) -> Option<usize> {
    let outer = document.outer_span(value);
    if !outer.is_empty() {
        return Some(outer.end as usize);
    }
    let key_end = document.span(key).end as usize;
    let colon = document.text()[key_end..].find(':')?;
    Some(key_end + colon + 1)
}

/// Nodes that are looked at to learn a file's habits.
const SAMPLE: usize = 2000;

/// How the sections of this file are laid out.
pub(super) fn layout(document: &Document<'_>) -> Layout {
    let usual = Layout::default();
    Layout {
        step: indent_step(document),
        dashes: dashes(document).unwrap_or(usual.dashes),
        scalar_lists: scalar_lists(document).unwrap_or(usual.scalar_lists),
    }
}

/// Where the dashes of the first block list under a key stand.
fn dashes(document: &Document<'_>) -> Option<Dashes> {
    let text = document.text();
    document.nodes().take(SAMPLE).find_map(|node| {
        let Value::Mapping(pairs) = document.value(node) else { return None };
        let is_block_list =
            |node| matches!(document.value(node), Value::Sequence(_)) && !document.is_flow(node);
        let (key, list) = pairs.iter().find(|&(_, value)| is_block_list(value))?;
        let of = |node| column(text, document.span(node).start as usize);
        Some(if of(key) == of(list) { Dashes::UnderKey } else { Dashes::Indented })
    })
}

/// How the first list of nothing but scalars is written.
fn scalar_lists(document: &Document<'_>) -> Option<ScalarLists> {
    document.nodes().take(SAMPLE).find_map(|node| {
        let Value::Sequence(items) = document.value(node) else { return None };
        let is_scalar = |item: &NodeId| document.scalar(*item).is_some();
        let flow = document.is_flow(node);
        (!items.is_empty() && items.iter().all(is_scalar)).then_some(if flow {
            ScalarLists::Flow
        } else {
            ScalarLists::Block
        })
    })
}

/// How far sections of this file are indented within each other: 2 unless the first nested one says otherwise.
fn indent_step(document: &Document<'_>) -> usize {
    let text = document.text();
    let nested = document.root().and_then(|root| {
        let Value::Mapping(pairs) = document.value(root) else { return None };
        let own = column(text, document.outer_span(pairs.iter().next()?.0).start as usize);
        pairs.iter().find_map(|(_, value)| {
            let Value::Mapping(inner) = document.value(value) else { return None };
            let first = inner.iter().next().filter(|_| !document.is_flow(value))?.0;
            column(text, document.outer_span(first).start as usize).checked_sub(own)
        })
    });
    nested.filter(|step| (1..=8).contains(step)).unwrap_or(2)
}
