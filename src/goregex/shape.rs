//! Patterns that come to a few texts, with or without `.*` between their parts, written out.
//!
//! Most patterns in configurations are such: `(.*)`, `prefix_(.+)`, `a|b|c`, `.*_(bucket|sum|count)`. They are matched by
//! comparing texts ([`Plan`](super::plan::Plan)), which no engine does faster.

use super::ast::{Assertion, Ast, Case, Class, Greed, Kind, NodeId};
use super::charset::{class_chars, folded_char};

/// The most characters of a set that are written out.
const MOST_CHARS: usize = 16;
/// The most texts with gaps; an engine is faster where there are more.
const MOST_GLOBS: usize = 4;
/// The most gaps in one.
pub(super) const MOST_GAPS: usize = 4;
/// Together the texts may not be longer.
const MOST_BYTES: usize = 1 << 20;
/// The longest text that is written out in upper and lower case.
const LONGEST_FOLDED: usize = 64;

/// One way to match a text: pieces in this order, with a gap between each two. The first stands at the text's start, the
/// last at its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Branch {
    pub(super) pieces: Vec<String>,
    pub(super) gaps: Vec<Gap>,
    /// Where groups begin and end.
    pub(super) marks: Vec<Mark>,
    /// Branches are the same up to their first gap if this is the same.
    first_gap: Option<usize>,
    starts: Edge,
    ends: Edge,
}

/// `.*` or `.+`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// 0 or 1
    pub(super) min: usize,
    pub(super) greed: Greed,
}

/// The start or end of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Twice the group's number; one more for its end.
    pub(super) slot: usize,
    pub(super) piece: usize,
    /// From the piece's start.
    pub(super) offset: usize,
}

/// Whether a branch is known to reach an end of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Edge {
    #[default]
    Open,
    Anchored,
}

/// A pattern written out: what matches is tried in this order, as the engine would.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) branches: Vec<Branch>,
    /// Whether the order of the branches tells the groups. If not, they tell only whether there is a match.
    pub(super) ordered: bool,
}

#[derive(Clone, Copy)]
enum Task {
    Match(NodeId),
    Mark(usize),
}

/// A branch with what is still to be added to it, the next last.
#[derive(Clone)]
struct Growing {
    branch: Branch,
    todo: Vec<Task>,
}

impl Shape {
    /// Writes a pattern out; `None` if that is not possible or not worth it.
    pub(super) fn of(ast: &Ast) -> Option<Self> {
        let mut writer = Writer {
            ast,
            growing: vec![Growing {
                branch: Branch { pieces: vec![String::new()], ..Branch::default() },
                todo: vec![Task::Match(ast.root())],
            }],
            // Alternatives that stand there are worth it, products of them are only where they are small.
            forks: 64 + ast.pattern().len() / 2,
            work: (1 << 16) + ast.pattern().len() * 4,
            first_gaps: 0,
        };
        let mut branches: Vec<Branch> = Vec::new();
        let (mut bytes, mut globs) = (0, 0);
        while let Some(growing) = writer.growing.pop() {
            let Some(branch) = writer.grow(growing)? else { continue };
            bytes += branch.pieces.iter().map(String::len).sum::<usize>();
            globs += usize::from(!branch.gaps.is_empty());
            if bytes > MOST_BYTES || globs > MOST_GLOBS {
                return None;
            }
            branches.push(branch);
        }
        Some(Self { ordered: order(&mut branches), branches })
    }
}

/// Where branches part behind a gap, the gap decides first: the greedy one prefers what leaves it longest.
fn order(branches: &mut [Branch]) -> bool {
    let mut ordered = true;
    for alike in branches.chunk_by_mut(|one, two| one.first_gap.is_some() && one.first_gap == two.first_gap) {
        let is_single = alike.len() == 1;
        ordered &= alike.iter().all(|branch| match branch.gaps.as_slice() {
            [] | [_] => true,
            [first, rest @ ..] => is_single && rest.iter().all(|gap| gap.greed == first.greed),
        });
        let end = |branch: &Branch| branch.pieces.last().map_or(0, String::len);
        match alike[0].gaps.first() {
            Some(Gap { greed: Greed::Greedy, .. }) => alike.sort_by_key(end),
            Some(Gap { greed: Greed::Lazy, .. }) => {
                alike.sort_by_key(|branch| std::cmp::Reverse(end(branch)))
            }
            None => {}
        }
    }
    ordered
}

struct Writer<'a> {
    ast: &'a Ast,
    /// The next last.
    growing: Vec<Growing>,
    /// How many more times branches may part.
    forks: usize,
    /// How much more may be copied when they do.
    work: usize,
    first_gaps: usize,
}

impl Writer<'_> {
    /// Adds to a branch until it is whole or parts in several. `None` gives the whole pattern up; the inner `None` stands
    /// for a branch that matches nothing or has parted.
    fn grow(&mut self, mut growing: Growing) -> Option<Option<Branch>> {
        while let Some(task) = growing.todo.pop() {
            let node = match task {
                Task::Match(node) => node,
                Task::Mark(slot) => {
                    growing.branch.mark(slot);
                    continue;
                }
            };
            match self.ast.kind(node) {
                Kind::Empty => {}
                Kind::Surrogate => return Some(None),
                Kind::Literal(literal) if literal.case == Case::Sensitive => {
                    growing.branch.push(self.ast.literal(literal))?;
                }
                Kind::Literal(literal) => return self.folded(growing, self.ast.literal(literal)),
                Kind::Class(class) => return self.class(growing, class),
                Kind::Assertion(Assertion::TextStart) => growing.branch.start()?,
                Kind::Assertion(Assertion::TextEnd) => growing.branch.ends = Edge::Anchored,
                Kind::Capture { child, group } => {
                    let slot = group as usize * 2;
                    growing.branch.mark(slot);
                    growing.todo.extend([Task::Mark(slot + 1), Task::Match(child)]);
                }
                Kind::Concat(children) => {
                    let children: Vec<NodeId> = self.ast.children(children).collect();
                    growing.todo.extend(children.into_iter().rev().map(Task::Match));
                }
                Kind::Alternate(children) => {
                    let tails = self.ast.children(children).map(|child| vec![Task::Match(child)]);
                    return self.part(&growing, tails.collect());
                }
                Kind::Repeat { child, min: 0, max: Some(1), greed } => {
                    let mut tails = vec![vec![Task::Match(child)], vec![]];
                    if greed == Greed::Lazy {
                        tails.reverse();
                    }
                    return self.part(&growing, tails);
                }
                Kind::Repeat { child, min: min @ (0 | 1), max: None, greed }
                    if self.ast.kind(child) == Kind::AnyChar =>
                {
                    self.gap(&mut growing.branch, Gap { min: usize::from(min), greed })?;
                }
                _ => return None,
            }
        }
        let branch = growing.branch;
        (branch.starts == Edge::Anchored && branch.ends == Edge::Anchored).then_some(Some(branch))
    }

    fn gap(&mut self, branch: &mut Branch, gap: Gap) -> Option<()> {
        let is_between =
            branch.gaps.is_empty() || branch.pieces.last().is_some_and(|piece| !piece.is_empty());
        if branch.ends == Edge::Anchored || !is_between || branch.gaps.len() == MOST_GAPS {
            return None;
        }
        branch.first_gap.get_or_insert(self.first_gaps);
        self.first_gaps += 1;
        branch.gaps.push(gap);
        branch.pieces.push(String::new());
        Some(())
    }

    /// Goes on with each of these, the first preferred.
    fn part(&mut self, growing: &Growing, tails: Vec<Vec<Task>>) -> Option<Option<Branch>> {
        self.pay(growing, tails.len())?;
        for tail in tails.into_iter().rev() {
            let mut next = growing.clone();
            next.todo.extend(tail);
            self.growing.push(next);
        }
        Some(None)
    }

    /// Goes on with each of these texts.
    fn part_texts(&mut self, growing: &Growing, texts: &[String]) -> Option<Option<Branch>> {
        self.pay(growing, texts.len())?;
        for text in texts.iter().rev() {
            let mut next = growing.clone();
            next.branch.push(text)?;
            self.growing.push(next);
        }
        Some(None)
    }

    /// Pays for copies of a branch.
    fn pay(&mut self, growing: &Growing, copies: usize) -> Option<()> {
        let Growing { branch, todo } = growing;
        let bytes = branch.pieces.iter().map(String::len).sum::<usize>();
        self.forks = self.forks.checked_sub(copies)?;
        self.work = self.work.checked_sub(copies * (todo.len() + branch.marks.len() + bytes / 16))?;
        Some(())
    }

    fn class(&mut self, growing: Growing, class: Class) -> Option<Option<Branch>> {
        let chars = class_chars(self.ast, class);
        let chars = chars.iter().flat_map(|range| range.start()..=range.end());
        let chars: Vec<String> = chars.take(MOST_CHARS + 1).map(String::from).collect();
        if chars.len() > MOST_CHARS {
            return None;
        }
        self.part_texts(&growing, &chars)
    }

    fn folded(&mut self, growing: Growing, text: &str) -> Option<Option<Branch>> {
        if text.len() > LONGEST_FOLDED {
            return None;
        }
        let mut texts = vec![String::new()];
        for char in text.chars() {
            let chars = folded_char(char, Case::Folded);
            let chars: Vec<char> = chars.iter().flat_map(|range| range.start()..=range.end()).collect();
            if texts.len() * chars.len() > self.forks {
                return None;
            }
            texts =
                texts.iter().flat_map(|text| chars.iter().map(move |char| format!("{text}{char}"))).collect();
        }
        self.part_texts(&growing, &texts)
    }
}

impl Branch {
    fn push(&mut self, text: &str) -> Option<()> {
        if self.ends == Edge::Anchored {
            return None;
        }
        self.pieces.last_mut()?.push_str(text);
        Some(())
    }

    fn start(&mut self) -> Option<()> {
        let is_at_start = self.gaps.is_empty() && self.pieces.iter().all(String::is_empty);
        self.starts = Edge::Anchored;
        is_at_start.then_some(())
    }

    fn mark(&mut self, slot: usize) {
        let piece = self.pieces.len() - 1;
        self.marks.push(Mark { slot, piece, offset: self.pieces[piece].len() });
    }
}
