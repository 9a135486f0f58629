//! Reads a pattern from left to right, once.

use super::ast::{Assertion, Ast, Children, Kind, Literal, Node, NodeId};
use super::error::{Code, Error};
use super::flags::Flags;
use super::limits::Limits;
use super::wrapper::Wrapper;
use crate::source::Span;

/// Reads a pattern as Go's `regexp.Compile` does.
///
/// # Errors
///
/// When Go refuses the pattern.
///
/// ```
/// use scrapelint::goregex::{Code, parse};
///
/// assert_eq!(parse("a{3,2}").unwrap_err().code, Code::InvalidRepeatSize);
/// ```
pub fn parse(pattern: &str) -> Result<Ast, Error> {
    Parser::new(pattern.to_owned(), 0, pattern.len()).run()
}

/// Reads a pattern between the anchors that Prometheus 3 puts around it: the text `^(?s:`, the pattern, and `)$`.
///
/// The three are one text to Go, so a pattern may close the group: `a)|(?:b` is legal.
///
/// # Errors
///
/// When Go refuses the whole.
pub fn parse_anchored(pattern: &str) -> Result<Ast, Error> {
    parse_anchored_in(pattern, Wrapper::Prometheus3)
}

/// Reads a pattern between the anchors that a version of Prometheus puts around it; see [`parse_anchored`].
///
/// # Errors
///
/// When Go refuses the whole.
pub fn parse_anchored_in(pattern: &str, wrapper: Wrapper) -> Result<Ast, Error> {
    let (before, behind) = (wrapper.before(), wrapper.behind());
    let mut text = String::with_capacity(before.len() + pattern.len() + behind.len());
    text.push_str(before);
    text.push_str(pattern);
    text.push_str(behind);
    Parser::new(text, before.len(), before.len() + pattern.len()).run()
}

/// A group whose `)` is yet to come, or the whole pattern.
#[derive(Debug)]
struct OpenGroup {
    /// Where its `(` stands.
    start: usize,
    /// Its number, if it captures.
    capture: Option<u32>,
    /// The flags outside of it.
    flags: Flags,
    /// Where its finished alternatives begin among the operands.
    alternatives: usize,
    /// Where the current alternative begins among the operands.
    sequence: usize,
}

#[derive(Debug)]
pub(super) struct Parser {
    pub(super) ast: Ast,
    /// Offset of the next byte to read.
    pub(super) at: usize,
    pub(super) flags: Flags,
    limits: Limits,
    operands: Vec<NodeId>,
    groups: Vec<OpenGroup>,
    /// Where the author's pattern ends open: what a missing `)` is to be blamed on.
    unclosed: Option<Span>,
    /// No `:]` follows: spares looking for it again.
    pub(super) no_posix_end: bool,
}

impl Parser {
    fn new(text: String, start: usize, end: usize) -> Self {
        // Offsets are kept as `u32`; `run` refuses what does not fit.
        let limit = |offset: usize| offset.min(u32::MAX as usize);
        let ast = Ast {
            written: Span::new(limit(start), limit(end)),
            nodes: Vec::with_capacity(8),
            literals: String::new(),
            items: Vec::new(),
            groups: vec![None],
            root: NodeId(0),
            escape: None,
            text,
        };
        let whole = OpenGroup {
            start: usize::MAX,
            capture: None,
            flags: Flags::default(),
            alternatives: 0,
            sequence: 0,
        };
        Self {
            ast,
            at: 0,
            flags: Flags::default(),
            limits: Limits::new(),
            operands: Vec::with_capacity(8),
            groups: vec![whole],
            unclosed: None,
            no_posix_end: false,
        }
    }

    fn run(mut self) -> Result<Ast, Error> {
        if self.ast.text.len() > u32::MAX as usize {
            return Err(self.refuse_whole(Code::TooLarge));
        }
        let mut last_repeat = None;
        while let Some(byte) = self.peek() {
            let start = self.at;
            last_repeat = match byte {
                b'*' => self.operator(0, None, last_repeat)?,
                b'+' => self.operator(1, None, last_repeat)?,
                b'?' => self.operator(0, Some(1), last_repeat)?,
                b'{' => self.brace(last_repeat)?,
                _ => {
                    self.item(byte)?;
                    None
                }
            };
            self.note_border(start);
        }
        self.note_border(self.at);
        self.finish_alternatives()?;
        if self.groups.len() != 1 {
            let span = self.unclosed;
            let error = self.refuse_whole(Code::MissingParen);
            return Err(Error { span: span.unwrap_or(error.span), ..error });
        }
        self.ast.root = self.operands.pop().unwrap_or(self.ast.root);
        Ok(self.ast)
    }

    /// Reads anything but a repetition.
    fn item(&mut self, byte: u8) -> Result<(), Error> {
        match byte {
            b'(' => self.open(),
            b')' => self.close(),
            b'|' => self.next_alternative(),
            b'[' => self.bracket(),
            b'\\' => self.backslash(),
            b'.' if self.flags.dot_newline => self.atom(Kind::AnyChar, 1),
            b'.' => self.atom(Kind::AnyCharButNewline, 1),
            b'^' if self.flags.multi_line => self.assertion(Assertion::LineStart, 1),
            b'^' => self.assertion(Assertion::TextStart, 1),
            b'$' if self.flags.multi_line => self.assertion(Assertion::LineEnd, 1),
            b'$' => self.assertion(Assertion::TextEnd, 1),
            _ => self.plain_text(),
        }
    }

    /// Reads characters that stand for themselves.
    fn plain_text(&mut self) -> Result<(), Error> {
        let bytes = &self.ast.text.as_bytes()[self.at..];
        let length = bytes.iter().position(|byte| br"()|[\.^$*+?{".contains(byte)).unwrap_or(bytes.len());
        // A repetition takes the last character only, behind flags or an empty quotation too: `ab(?i)*`.
        let alone = matches!(bytes.get(length), Some(b'*' | b'+' | b'?' | b'{' | b'(' | b'\\'));
        self.push_text(self.at + length, alone)
    }

    /// Adds the text from here to `end` as it stands, its last character by itself if it may be repeated.
    pub(super) fn push_text(&mut self, end: usize, last_alone: bool) -> Result<(), Error> {
        let text = &self.ast.text[self.at..end];
        let last = self.at + text.char_indices().next_back().map_or(0, |(at, _)| at);
        while self.at < end {
            let start = self.at;
            let stop = match self.rest().chars().next() {
                // Go reads character by character, and here it shows.
                Some(char) if self.limits.sizes_matter() => start + char.len_utf8(),
                _ if last_alone && start < last => last,
                _ => end,
            };
            self.at = stop;
            let from = self.ast.literals.len();
            self.ast.literals.push_str(&self.ast.text[start..stop]);
            self.push_literal(from, start)?;
        }
        Ok(())
    }

    /// Remembers what stands open at the end of the author's pattern: the token that runs into the anchor behind it, or
    /// the innermost group.
    fn note_border(&mut self, token: usize) {
        let end = self.ast.written.end as usize;
        if self.at < end || self.unclosed.is_some() {
            return;
        }
        if self.at > end && token < end {
            self.unclosed = Some(self.place(token, end));
            return;
        }
        let innermost = self.groups.last().map_or(usize::MAX, |group| group.start);
        let is_written = self.ast.written.range().contains(&innermost);
        self.unclosed = is_written.then(|| self.place(innermost, innermost + 1));
    }

    // Reading.

    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, distance: usize) -> Option<u8> {
        self.ast.text.as_bytes().get(self.at + distance).copied()
    }

    pub(super) fn rest(&self) -> &str {
        &self.ast.text[self.at..]
    }

    /// Reads one character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let char = self.rest().chars().next()?;
        self.at += char.len_utf8();
        Some(char)
    }

    // Refusing.

    /// The place in the author's pattern.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let written = self.ast.written.range();
        let inside = |offset: usize| offset.clamp(written.start, written.end) - written.start;
        Span::new(inside(start), inside(end))
    }

    /// Refuses what stands from `start` up to here.
    pub(super) fn refuse(&self, code: Code, start: usize) -> Error {
        self.refuse_at(code, start, self.at)
    }

    pub(super) fn refuse_at(&self, code: Code, start: usize, end: usize) -> Error {
        Error { code, fragment: self.ast.text[start..end].to_owned(), span: self.place(start, end) }
    }

    fn refuse_whole(&self, code: Code) -> Error {
        self.refuse_at(code, 0, self.ast.text.len())
    }

    // Building.

    /// Adds a node that is no list.
    fn add(&mut self, kind: Kind, span: Span) -> NodeId {
        let node = NodeId(self.ast.nodes.len() as u32);
        self.ast.nodes.push(Node { kind, span, next: None });
        self.limits.add(&self.ast, node);
        node
    }

    /// Adds what was read from `start` up to here to the current alternative.
    pub(super) fn push_new(&mut self, kind: Kind, start: usize) -> Result<(), Error> {
        let node = self.add(kind, self.place(start, self.at));
        self.push(node)
    }

    /// Adds one character, read from `start` up to here.
    pub(super) fn push_char(&mut self, code_point: u32, start: usize) -> Result<(), Error> {
        let Some(char) = char::from_u32(code_point) else { return self.push_new(Kind::Surrogate, start) };
        let from = self.ast.literals.len();
        self.ast.literals.push(char);
        self.push_literal(from, start)
    }

    /// Adds the text from `from` on, read from `start` up to here.
    fn push_literal(&mut self, from: usize, start: usize) -> Result<(), Error> {
        let text = Span::new(from, self.ast.literals.len());
        self.push_new(Kind::Literal(Literal { text, case: self.flags.case }), start)
    }

    /// Adds an operator of this many bytes.
    pub(super) fn atom(&mut self, kind: Kind, length: usize) -> Result<(), Error> {
        let start = self.at;
        self.at += length;
        self.push_new(kind, start)
    }

    pub(super) fn assertion(&mut self, assertion: Assertion, length: usize) -> Result<(), Error> {
        self.atom(Kind::Assertion(assertion), length)
    }

    fn push(&mut self, node: NodeId) -> Result<(), Error> {
        self.merge_literals();
        self.operands.push(node);
        self.admit(node)
    }

    fn admit(&mut self, node: NodeId) -> Result<(), Error> {
        let admitted = self.limits.admit(&self.ast, node, &self.operands);
        admitted.map_err(|code| self.refuse_whole(code))
    }

    /// Where the operands of the current alternative begin.
    fn sequence(&self) -> usize {
        self.groups.last().map_or(0, |group| group.sequence)
    }

    /// Makes one literal of the last two operands. It is done only when something follows them, as a repetition takes
    /// one character.
    fn merge_literals(&mut self) {
        let [.., before, last] = self.operands[self.sequence()..] else { return };
        let (Kind::Literal(one), Kind::Literal(two)) = (self.ast.kind(before), self.ast.kind(last)) else {
            return;
        };
        if one.case != two.case || one.text.end != two.text.start {
            return;
        }
        let text = one.text.cover(two.text);
        let span = self.ast.span(before).cover(self.ast.span(last));
        let node = &mut self.ast.nodes[before.index()];
        (node.kind, node.span) = (Kind::Literal(Literal { text, ..one }), span);
        self.limits.merge(before, last);
        self.operands.pop();
        if last.index() + 1 == self.ast.nodes.len() {
            self.ast.nodes.pop();
            self.limits.take_back();
        }
    }

    /// The last operand of the current alternative, if it has one.
    pub(super) fn last_operand(&self) -> Option<NodeId> {
        self.operands[self.sequence()..].last().copied()
    }

    /// Puts a repetition of the last operand in its place; gives how many copies it makes of anything.
    pub(super) fn repeat_last(&mut self, kind: Kind, span: Span) -> Result<u32, Error> {
        let node = self.add(kind, span);
        self.operands.pop();
        self.operands.push(node);
        self.admit(node)?;
        Ok(self.limits.copies(node))
    }

    /// Opens a group: its flags are in force from here on, those before again behind it.
    pub(super) fn open_group(
        &mut self,
        start: usize,
        capture: Option<u32>,
        flags: Flags,
    ) -> Result<(), Error> {
        self.merge_literals();
        self.limits.count();
        let base = self.operands.len();
        let outer = std::mem::replace(&mut self.flags, flags);
        self.groups.push(OpenGroup { start, capture, flags: outer, alternatives: base, sequence: base });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        self.finish_alternatives()?;
        let paren = self.at;
        self.at += 1;
        let is_written = self.ast.written.range().contains(&paren);
        let place = self.place(paren, self.at);
        let group = if self.groups.len() > 1 { self.groups.pop() } else { None };
        let (Some(group), Some(inner)) = (group, self.operands.last().copied()) else {
            let span = if is_written {
                place
            } else {
                self.ast.escape.map_or(place, |at| Span { start: at, end: at + 1 })
            };
            return Err(Error { span, ..self.refuse_whole(Code::UnexpectedParen) });
        };
        if is_written && group.start < self.ast.written.start as usize {
            self.ast.escape = Some(place.start);
        }
        self.operands.pop();
        self.flags = group.flags;
        let node = match group.capture {
            None => inner,
            Some(number) => {
                self.limits.release();
                self.add(Kind::Capture { child: inner, group: number }, self.place(group.start, self.at))
            }
        };
        self.push(node)
    }

    fn next_alternative(&mut self) -> Result<(), Error> {
        self.finish_sequence()?;
        self.at += 1;
        let end = self.operands.len();
        if let Some(group) = self.groups.last_mut() {
            if group.sequence == group.alternatives {
                self.limits.count();
            }
            group.sequence = end;
        }
        Ok(())
    }

    /// Makes one operand of those of the current alternative.
    fn finish_sequence(&mut self) -> Result<(), Error> {
        self.merge_literals();
        let base = self.sequence();
        let node = match self.operands[base..] {
            [] => self.add(Kind::Empty, self.place(self.at, self.at)),
            [only] => only,
            _ => self.join(base, Limits::add_concat, Kind::Concat, |kind| match kind {
                Kind::Concat(children) => Some(children),
                _ => None,
            }),
        };
        self.operands.truncate(base);
        self.push(node)
    }

    /// Makes one operand of all the current group's alternatives.
    fn finish_alternatives(&mut self) -> Result<(), Error> {
        self.finish_sequence()?;
        let base = self.groups.last().map_or(0, |group| group.alternatives);
        let node = match self.operands[base..] {
            [only] => only,
            _ => self.join(base, Limits::add_alternate, Kind::Alternate, |kind| match kind {
                Kind::Alternate(children) => Some(children),
                _ => None,
            }),
        };
        self.operands.truncate(base);
        if let Some(group) = self.groups.last_mut() {
            group.sequence = base;
        }
        self.push(node)
    }

    /// Makes a list of the operands from `base` on. One that is such a list itself is taken apart.
    fn join(
        &mut self,
        base: usize,
        measure: fn(&mut Limits, &Ast, &[NodeId]),
        list: fn(Children) -> Kind,
        as_list: fn(Kind) -> Option<Children>,
    ) -> NodeId {
        let operands = &self.operands[base..];
        let part =
            |ast: &Ast, node: NodeId| as_list(ast.kind(node)).unwrap_or(Children { first: node, last: node });
        let mut all = part(&self.ast, operands[0]);
        let mut span = self.ast.span(operands[0]);
        for &operand in &operands[1..] {
            let next = part(&self.ast, operand);
            span = span.cover(self.ast.span(operand));
            self.ast.nodes[all.last.index()].next = Some(next.first);
            all.last = next.last;
        }
        let node = NodeId(self.ast.nodes.len() as u32);
        self.ast.nodes.push(Node { kind: list(all), span, next: None });
        measure(&mut self.limits, &self.ast, &self.operands[base..]);
        node
    }
}
