//! Which part of the text each comment is about.

use std::collections::HashMap;

use super::directive::{Directive, Form, Malformed};
use crate::finding::short;
use crate::yaml::{Document, NodeId, Value};

/// One name of one comment, and the part of the text in which it holds findings back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The number of the comment.
    pub(super) directive: usize,
    /// The number of the name in its list.
    pub(super) name: usize,
    /// The `enable` that ends it.
    pub(super) enable: Option<usize>,
}

/// The scopes of comments, in the order of the text, and `enable` comments that end nothing.
pub(super) fn scopes(document: &Document<'_>, directives: &[Directive<'_>]) -> (Vec<Scope>, Vec<Malformed>) {
    let text = document.text();
    let mut ends = ends_below(document, directives);
    let mut scopes = Vec::new();
    let mut idle = Vec::new();
    let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
    for (directive, it) in directives.iter().enumerate() {
        let start = it.comment.start as usize;
        let (from, to) = match it.form {
            Form::Ignore if stands_alone(text, start) => ends.remove(&directive).unwrap_or((start, start)),
            Form::Ignore => (line_start(text, start), it.comment.end as usize),
            Form::IgnoreFile => (0, usize::MAX),
            Form::Disable => (start, usize::MAX),
            Form::Enable => {
                for named in &it.rules {
                    let Some(scope) = open.get_mut(named.name).and_then(Vec::pop) else {
                        idle.push(Malformed {
                            span: named.span,
                            message: format!("{} is not disabled here", short(named.name)),
                            help: "remove it, or put `disable` of the same rule above",
                        });
                        continue;
                    };
                    let scope: &mut Scope = &mut scopes[scope];
                    (scope.end, scope.enable) = (start, Some(directive));
                }
                continue;
            }
        };
        for (name, named) in it.rules.iter().enumerate() {
            if it.form == Form::Disable {
                open.entry(named.name).or_default().push(scopes.len());
            }
            scopes.push(Scope { start: from, end: to, directive, name, enable: None });
        }
    }
    scopes.sort_by_key(|scope| scope.start);
    (scopes, idle)
}

fn line_start(text: &str, offset: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1)
}

/// Whether nothing stands before a comment on its line.
pub(super) fn stands_alone(text: &str, comment: usize) -> bool {
    text[line_start(text, comment)..comment].trim_start_matches('\u{feff}').trim().is_empty()
}

/// For comments on lines of their own: from where to where what begins below them goes.
fn ends_below(document: &Document<'_>, directives: &[Directive<'_>]) -> HashMap<usize, (usize, usize)> {
    let text = document.text();
    let is_alone = |at: usize| stands_alone(text, at);
    let wanted: HashMap<usize, usize> = directives
        .iter()
        .enumerate()
        .filter(|(_, it)| it.form == Form::Ignore && is_alone(it.comment.start as usize))
        .map(|(at, it)| (it.comment.start as usize, at))
        .collect();
    if wanted.is_empty() {
        return HashMap::new();
    }
    // From the last comment up, so that each line between comments is looked at once.
    let mut below: HashMap<usize, usize> = HashMap::new();
    let mut targets: HashMap<usize, usize> = HashMap::new();
    for comment in document.comments().iter().rev().filter(|comment| is_alone(comment.start as usize)) {
        let Some(content) = next_content(text, comment.end as usize) else { continue };
        let content =
            if text[content..].starts_with('#') { below.get(&content).copied() } else { Some(content) };
        let Some(content) = content else { continue };
        below.insert(comment.start as usize, content);
        if wanted.contains_key(&(comment.start as usize)) {
            targets.insert(content, 0);
        }
    }
    find_ends(document, &mut targets);
    let scope = |(comment, directive): (usize, usize)| {
        let content = *below.get(&comment)?;
        let line_end =
            memchr::memchr(b'\n', &text.as_bytes()[content..]).map_or(text.len(), |at| content + at);
        Some((directive, (content, targets.get(&content).map_or(line_end, |&end| end.max(line_end)))))
    };
    wanted.into_iter().filter_map(scope).collect()
}

/// The first character that is no blank on the lines below.
fn next_content(text: &str, offset: usize) -> Option<usize> {
    let start = offset + memchr::memchr(b'\n', &text.as_bytes()[offset..])? + 1;
    text[start..].find(|c: char| !c.is_whitespace()).map(|at| start + at)
}

/// Finds where the entries and items end that begin at these offsets.
fn find_ends(document: &Document<'_>, ends: &mut HashMap<usize, usize>) {
    let text = document.text();
    let mut note = |start: usize, node: NodeId| {
        if let Some(end) = ends.get_mut(&start) {
            *end = (*end).max(document.outer_span(node).end as usize);
        }
    };
    for node in document.nodes() {
        match document.value(node) {
            Value::Mapping(pairs) => {
                pairs.iter().for_each(|(key, value)| note(document.outer_span(key).start as usize, value));
            }
            Value::Sequence(items) => {
                for &item in items {
                    let start = document.outer_span(item).start as usize;
                    match text[..start].rfind('-').filter(|_| !document.is_flow(node)) {
                        Some(dash) => note(dash, item),
                        None => note(start, item),
                    }
                }
            }
            _ => {}
        }
    }
}
