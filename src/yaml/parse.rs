//! YAML text to a [`Document`]: granit's events, libyaml's second opinion, go-yaml's peculiarities.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag};

use super::lines::go_line;
use super::node::{Children, Document, Kind, NodeData, NodeId, Style, Text};
use super::{block, gate};
use crate::source::Span;

/// Why a text is no YAML that can be worked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong, in libyaml's words where they are known.
    pub problem: String,
    /// The text Prometheus prints, `yaml: …`; `None` when Prometheus would read the file and only scrapelint cannot.
    pub prometheus: Option<String>,
}

/// Levels of nesting that are read; go-yaml reads 10,000, real configurations need about 10.
pub const MAX_DEPTH: usize = 255;

/// Parses the first document of a text.
///
/// Gives the tree as far as it could be read (everything, if there is no error) and the first error. Never panics, and
/// takes time and memory in proportion to the text.
pub fn parse(text: &str) -> (Document<'_>, Option<SyntaxError>) {
    if let Some(document) = short_way(text) {
        return (document, None);
    }
    let mut builder = Builder::new(text);
    let outcome = builder.run();
    let version = builder.wrong_version.map(|place| unknown_version(text, place));
    let (document, unknown_alias) = builder.finish();
    let error = version.or_else(|| judge(text, &document, outcome, unknown_alias));
    (document, error)
}

/// The tree of a text that is plain enough; all three readers agree on it.
fn short_way(text: &str) -> Option<Document<'_>> {
    let mut builder = Builder::new(text);
    block::read(&mut builder).then(|| builder.finish().0)
}

/// The tree alone, and whether granit failed to read it to its end.
#[cfg(test)]
pub(super) fn read(text: &str) -> (Document<'_>, bool) {
    let mut builder = Builder::new(text);
    let failed = builder.run().is_err() || builder.wrong_version.is_some();
    (builder.finish().0, failed)
}

fn unknown_version(text: &str, (start, end): (usize, usize)) -> SyntaxError {
    let line = go_line(text, start);
    let place = if line > 0 { format!("line {line}: ") } else { String::new() };
    let problem = "found incompatible YAML document";
    SyntaxError {
        span: Span::new(start, start + text[start..end.max(start)].lines().next().map_or(0, str::len)),
        problem: problem.to_owned(),
        prometheus: Some(format!("yaml: {place}{problem}")),
    }
}

/// Decides between granit's verdict, libyaml's, and what go-yaml adds.
fn judge(
    text: &str,
    document: &Document<'_>,
    outcome: Result<(), Failure>,
    unknown_alias: Option<NodeId>,
) -> Option<SyntaxError> {
    if let Err(Failure { depth: true, offset, .. }) = &outcome {
        return Some(SyntaxError {
            span: char_at(text, *offset),
            problem: format!("nested more than {MAX_DEPTH} levels deep"),
            prometheus: None,
        });
    }
    let second = gate::check(text, document, outcome.is_err());
    if let gate::Verdict::Refused(error) = second {
        return Some(error);
    }
    if let Some(alias) = unknown_alias {
        let span = document.span(alias);
        let name = &text[span.range()][1..];
        return Some(SyntaxError {
            span,
            problem: format!("unknown anchor '{name}' referenced"),
            prometheus: Some(format!("yaml: unknown anchor '{name}' referenced")),
        });
    }
    let own = [gate::question_mark_in_flow(text, document), gate::escaped_slash(text, document)];
    if let Some(error) = own.into_iter().flatten().min_by_key(|error| error.span) {
        return Some(error);
    }
    match outcome {
        Ok(()) => None,
        // Only granit objects: Prometheus reads this, we cannot.
        Err(failure) => Some(SyntaxError {
            span: char_at(text, failure.offset),
            problem: failure.message,
            prometheus: match second {
                gate::Verdict::Unknown => {
                    Some(format!("yaml: line {}: could not be parsed", go_line(text, failure.offset) + 1))
                }
                _ => None,
            },
        }),
    }
}

/// The character at an offset, as a span; empty at the end of the text or of a line.
pub(super) fn char_at(text: &str, offset: usize) -> Span {
    let start = text.floor_char_boundary(offset.min(text.len()));
    let width = text[start..].chars().next().filter(|&c| c != '\n' && c != '\r').map_or(0, char::len_utf8);
    Span::new(start, start + width)
}

struct Failure {
    offset: usize,
    message: String,
    depth: bool,
}

/// A collection whose end has not been seen.
struct Open {
    node: NodeId,
    children: Vec<NodeId>,
}

pub(super) struct Builder<'s> {
    document: Document<'s>,
    open: Vec<Open>,
    /// Emptied child lists, to be used again.
    spare: Vec<Vec<NodeId>>,
    anchors: HashMap<usize, NodeId>,
    unknown_alias: Option<NodeId>,
    /// Where a `%YAML` directive of a version that go-yaml does not know begins and its document does.
    wrong_version: Option<(usize, usize)>,
    /// End of the last node seen, for the ends of block collections.
    last_end: usize,
}

impl<'s> Builder<'s> {
    fn new(text: &'s str) -> Self {
        let document = Document {
            text,
            nodes: Vec::with_capacity(text.len() / 16),
            children: Vec::with_capacity(text.len() / 16),
            owned: Vec::new(),
            tags: Vec::new(),
            comments: Vec::new(),
            root: None,
            ignored: None,
            merges: false,
        };
        Self {
            document,
            open: Vec::new(),
            spare: Vec::new(),
            anchors: HashMap::new(),
            unknown_alias: None,
            wrong_version: None,
            last_end: 0,
        }
    }

    pub(super) fn text(&self) -> &'s str {
        self.document.text
    }

    pub(super) fn has_root(&self) -> bool {
        self.document.root.is_some()
    }

    pub(super) fn comment(&mut self, span: Span) {
        self.document.comments.push(span);
    }

    fn run(&mut self) -> Result<(), Failure> {
        let text = self.document.text;
        // The three libyaml options make granit read what go-yaml reads; the limits stay at 255 levels.
        let options = granit_parser::options! {
            bom_inside_document_as_content: true,
            block_scalar_eof_without_line_feed: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            max_buffered_comment_events: usize::MAX,
        };
        let mut parser = Parser::new_from_str_with_options(text, options);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| Failure {
                offset: error.marker().byte_offset().unwrap_or(text.len()),
                depth: matches!(error.kind(), ErrorKind::RecursionLimitExceeded),
                message: error.info(),
            })?;
            let range = span.byte_range().unwrap_or(0..0);
            let tag_start = span.tag_start.and_then(|mark| mark.byte_offset());
            match event {
                // go-yaml knows version 1.1 alone.
                Event::DocumentStart(_, Some(version)) if (version.major, version.minor) != (1, 1) => {
                    self.wrong_version = text.find("%YAML").map(|at| (at, range.start));
                }
                Event::DocumentEnd => {
                    self.document.ignored = ignored_content(text, range.start);
                    return Ok(());
                }
                Event::Comment(..) => self.document.comments.push(Span::new(range.start, range.end)),
                Event::Anchor(id, _) => self.anchor(id, range.start),
                Event::Alias(id) => {
                    let target = self.anchors.get(&id).copied();
                    self.alias(Span::new(range.start, range.end), target);
                }
                Event::UnresolvedAlias(_) => {
                    let node = self.alias(Span::new(range.start, range.end), None);
                    self.unknown_alias.get_or_insert(node);
                }
                Event::Scalar(value, style, _, tag) => self.scalar(&value, style, range, tag, tag_start),
                Event::SequenceStart(style, _, tag) => {
                    let flow = style == StructureStyle::Flow;
                    let start = if flow { range.start } else { self.dash_of(range.start) };
                    let children = Children { first: 0, count: 0 };
                    self.begin(Kind::Sequence { flow, children }, start, tag, tag_start);
                }
                Event::MappingStart(style, _, tag) => {
                    let flow = style == StructureStyle::Flow;
                    let children = Children { first: 0, count: 0 };
                    self.begin(Kind::Mapping { flow, children }, range.start, tag, tag_start);
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(range.end),
                _ => {}
            }
        }
        Ok(())
    }

    /// Closes what an error left open, so that the part that was read can be looked at.
    fn finish(mut self) -> (Document<'s>, Option<NodeId>) {
        while !self.open.is_empty() {
            self.end(self.last_end);
        }
        (self.document, self.unknown_alias)
    }

    fn push(
        &mut self,
        span: Span,
        kind: Kind,
        tag: Option<Cow<'s, Tag>>,
        tag_start: Option<usize>,
    ) -> NodeId {
        let id = NodeId(self.document.nodes.len() as u32);
        let tag = tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix()));
        let tag = tag.map_or(0, |tag| {
            let tags = &mut self.document.tags;
            if tags.last().is_none_or(|last| **last != *tag) {
                tags.push(tag.into());
            }
            tags.len() as u32
        });
        let outer_start = tag_start.map_or(span.start, |start| span.start.min(start as u32));
        self.document.nodes.push(NodeData { span, outer_start, tag, anchored: false, kind });
        match self.open.last_mut() {
            Some(open) => open.children.push(id),
            None => self.document.root = Some(id),
        }
        id
    }

    fn anchor(&mut self, id: usize, start: usize) {
        let node = NodeId(self.document.nodes.len() as u32 - 1);
        let data = &mut self.document.nodes[node.index()];
        data.anchored = true;
        data.outer_start = data.outer_start.min(start as u32);
        self.anchors.insert(id, node);
    }

    fn alias(&mut self, span: Span, target: Option<NodeId>) -> NodeId {
        self.last_end = span.end as usize;
        self.push(span, Kind::Alias { target }, None, None)
    }

    pub(super) fn scalar(
        &mut self,
        value: &str,
        style: ScalarStyle,
        range: std::ops::Range<usize>,
        tag: Option<Cow<'s, Tag>>,
        tag_start: Option<usize>,
    ) {
        let (style, span) = match style {
            ScalarStyle::Plain => (Style::Plain, Span::new(range.start, range.end)),
            ScalarStyle::SingleQuoted => (Style::Single, Span::new(range.start, range.end)),
            ScalarStyle::DoubleQuoted => (Style::Double, Span::new(range.start, range.end)),
            ScalarStyle::Literal => (Style::Literal, self.block_scalar_span(range)),
            ScalarStyle::Folded => (Style::Folded, self.block_scalar_span(range)),
        };
        // granit gives an absent value as `~` at an empty place.
        let value = if style == Style::Plain && span.is_empty() { "" } else { value };
        let kind = |text| Kind::Scalar { style, text };
        self.document.merges |= value == "<<";
        if self.document.text[span.range()] == *value {
            self.push(span, kind(Text::Source), tag, tag_start);
        } else {
            let at = self.document.owned.len() as u32;
            self.document.owned.push(value.into());
            self.push(span, kind(Text::Owned(at)), tag, tag_start);
        }
        if !span.is_empty() {
            self.last_end = span.end as usize;
        }
    }

    /// granit's place of a block scalar begins behind its header and ends in the next line's indentation. Ours begins
    /// at `|` or `>` and ends with the last line that holds more than blanks.
    fn block_scalar_span(&self, range: std::ops::Range<usize>) -> Span {
        let text = self.document.text;
        let is_header = |at: usize| matches!(text.as_bytes().get(at), Some(b'|' | b'>'));
        // An empty block scalar's range begins at the header itself.
        let from = if is_header(range.start) { range.start + 1 } else { range.start };
        // The header may carry a comment, which was read before the scalar was.
        let before = match self.document.comments.last() {
            Some(comment)
                if !text[comment.end as usize..from.max(comment.end as usize)]
                    .contains(|c: char| !c.is_whitespace()) =>
            {
                comment.start as usize
            }
            _ => from,
        };
        let start = text[..before].rfind(['|', '>']).unwrap_or(before.min(range.start));
        let header_end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
        let header_end = start + text[start..header_end].trim_end().len();
        let end = range.end.max(header_end);
        let content_end = header_end + text[header_end..end].trim_end().len();
        Span::new(start, content_end)
    }

    pub(super) fn begin(
        &mut self,
        kind: Kind,
        start: usize,
        tag: Option<Cow<'s, Tag>>,
        tag_start: Option<usize>,
    ) {
        let node = self.push(Span::at(start), kind, tag, tag_start);
        let children = self.spare.pop().unwrap_or_default();
        self.open.push(Open { node, children });
    }

    pub(super) fn end(&mut self, end: usize) {
        let Some(Open { node, mut children }) = self.open.pop() else { return };
        let first = self.document.children.len() as u32;
        let run = Children { first, count: children.len() as u32 };
        self.document.children.append(&mut children);
        self.spare.push(children);
        let data = &mut self.document.nodes[node.index()];
        let start = data.span.start as usize;
        let end = match &mut data.kind {
            Kind::Sequence { flow, children } | Kind::Mapping { flow, children } => {
                *children = run;
                if *flow { end } else { self.last_end.max(start) }
            }
            Kind::Scalar { .. } | Kind::Alias { .. } => end,
        };
        data.span = Span::new(start, end.max(start));
        self.last_end = self.last_end.max(end);
    }

    /// Where a block list begins: at its first dash. granit says so too, but for a list that is not indented below its
    /// key, which it places behind the first dash.
    fn dash_of(&self, offset: usize) -> usize {
        let text = self.document.text;
        let below_key = self.open.last().is_some_and(|open| {
            matches!(self.document.nodes[open.node.index()].kind, Kind::Mapping { flow: false, .. })
        });
        if !below_key {
            return offset;
        }
        let line_start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = text[line_start..offset].trim_start();
        if before.starts_with('-') { offset - before.len() } else { offset }
    }
}

/// What stands behind the first document's end and is more than blanks, comments and document markers.
fn ignored_content(text: &str, from: usize) -> Option<Span> {
    let mut offset = from.min(text.len());
    for line in text[offset..].split_inclusive('\n') {
        let content = line.trim();
        let marker =
            content.strip_prefix("---").or_else(|| content.strip_prefix("...")).unwrap_or(content).trim();
        if !marker.is_empty() && !marker.starts_with('#') && !content.starts_with("%") {
            let start = offset + (line.len() - line.trim_start().len());
            return Some(Span::new(start, text.trim_end().len().max(start)));
        }
        offset += line.len();
    }
    None
}

#[cfg(test)]
mod tests;
