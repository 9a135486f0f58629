//! Comments written, rewritten and taken away.

use super::super::node::Document;
use super::layout::{line_start, newline, next_line};
use super::{Change, Plan};
use crate::finding::Edit;
use crate::source::Span;

/// Gives a comment of the document another text, which begins with `#`.
pub fn set_comment(comment: Span, text: &str) -> Plan {
    let edit = Edit { span: comment, text: text.to_owned() };
    Plan::new(edit, Change::Comment { at: comment.start, text: text.to_owned() })
}

/// Takes a comment of the document away, with its line if nothing else stands there.
pub fn remove_comment(document: &Document<'_>, comment: Span) -> Plan {
    let text = document.text();
    let (start, end) = (comment.start as usize, comment.end as usize);
    let line = line_start(text, start);
    let span = if text[line..start].trim().is_empty() {
        Span::new(line, next_line(text, end).unwrap_or(text.len()))
    } else {
        Span::new(text[..start].trim_end_matches([' ', '\t']).len(), end)
    };
    Plan { edits: vec![Edit { span, text: String::new() }], changes: Vec::new() }
}

/// Adds a comment at the end of the line that holds `offset`, which has none yet. The text begins with `#`.
pub fn add_comment(document: &Document<'_>, offset: usize, text: &str) -> Plan {
    let whole = document.text();
    let next = next_line(whole, offset).unwrap_or(whole.len());
    let line = whole[..next].trim_end_matches(['\n', '\r']);
    let end = line.trim_end_matches([' ', '\t']).len().max(offset);
    let edit = Edit { span: Span::at(end), text: format!("  {text}") };
    Plan::new(edit, Change::NewComment { at: end as u32, text: text.to_owned() })
}

/// Adds a comment on a line of its own above the one that holds `offset`, indented as that one is.
pub fn add_comment_above(document: &Document<'_>, offset: usize, text: &str) -> Plan {
    let whole = document.text();
    let line = line_start(whole, offset);
    let indent = whole[line..].len() - whole[line..].trim_start_matches(' ').len();
    let written = format!("{}{text}{}", &whole[line..line + indent], newline(whole, offset));
    let edit = Edit { span: Span::at(line), text: written };
    Plan::new(edit, Change::NewComment { at: line as u32, text: text.to_owned() })
}
