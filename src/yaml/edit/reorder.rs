//! Entries moved within their mapping.

use super::super::node::{Document, NodeId, Value};
use super::layout::{column, entry_end, newline};
use super::remove::remove_entry;
use super::{Change, Plan};
use crate::finding::Edit;
use crate::source::Span;

/// Moves an entry of one line before all others of its mapping.
///
/// Nothing where it is first already, has a comment on its line, or shares its line with something that stays.
pub fn move_first(document: &Document<'_>, mapping: NodeId, key: NodeId) -> Option<Plan> {
    let Value::Mapping(pairs) = document.value(mapping) else { return None };
    let (first, _) = pairs.iter().next().filter(|&(first, _)| first != key)?;
    let (_, value) = pairs.iter().find(|&(other, _)| other == key)?;
    let text = document.text();
    let start = document.outer_span(key).start as usize;
    let entry = &text[start..entry_end(document, key, value)?];
    let removal = remove_entry(document, mapping, key)?;
    let [removed] = removal.edits() else { return None };
    let removed = &text[removed.span.range()];
    if entry.contains('\n') || removed.contains('#') {
        return None;
    }
    let at = document.outer_span(first).start as usize;
    let written = if document.is_flow(mapping) {
        format!("{entry}, ")
    } else {
        format!("{entry}{}{}", newline(text, at), " ".repeat(column(text, at)))
    };
    let mut edits = vec![Edit { span: Span::at(at), text: written }];
    edits.extend(removal.edits);
    Some(Plan { edits, changes: vec![Change::MoveFirst { mapping, key }] })
}

#[cfg(test)]
mod tests {
    use super::super::{apply, verified};
    use super::*;
    use crate::yaml::parse;

    fn moved(text: &str, key: &str) -> Option<String> {
        let (document, _) = parse(text);
        let mapping = document.root()?;
        let (key, _) = document.entry(mapping, key)?;
        let plan = move_first(&document, mapping, key)?;
        verified(&document, &[&plan])[0].then(|| apply(text, plan.edits()))
    }

    #[test]
    fn entries_move_in_blocks_and_in_braces() {
        assert_eq!(moved("a: 1\r\nb: 2\r\nc: 3\r\n", "b").as_deref(), Some("b: 2\r\na: 1\r\nc: 3\r\n"));
        assert_eq!(moved("# of a\na: 1 # one\nb: 2", "b").as_deref(), Some("# of a\nb: 2\na: 1 # one\n"));
        assert_eq!(moved("{a: 1, b: 2}", "b").as_deref(), Some("{b: 2, a: 1}"));
        assert_eq!(moved("a: 1\nb: 2 # two\n", "b"), None);
        assert_eq!(moved("a: 1\nb: 2\n", "a"), None);
    }
}
