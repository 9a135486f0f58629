//! The bounds Go sets to a pattern: depth, the size of the compiled program, and characters in sets.
//!
//! Go measures its own tree, in which common prefixes of alternatives are already pulled together; we measure ours. On
//! patterns that people write, both are far below every bound.

use super::ast::{Ast, Kind, NodeId};
use super::error::Code;

/// How deep nodes may nest.
const MAX_HEIGHT: u16 = 1000;
/// How often one thing may be repeated, all repetitions around it multiplied.
pub(super) const MAX_REPEAT: u32 = 1000;
/// Instructions of 40 bytes in 128 MiB.
const MAX_SIZE: u64 = (128 << 20) / 40;
/// Ends of ranges of 4 bytes in 128 MiB.
const MAX_RUNES: u64 = (128 << 20) / 4;

/// What a node costs in the compiled program.
#[derive(Clone, Copy, Debug)]
struct Cost {
    /// Instructions.
    size: u64,
    /// Characters of a literal, or ends of the ranges of a set.
    runes: u32,
    /// The most copies that repetitions make of anything inside.
    copies: u32,
    height: u16,
}

/// Running totals while a pattern is read.
#[derive(Debug)]
pub(super) struct Limits {
    costs: Vec<Cost>,
    /// Nodes that Go holds at the moment, and the most it held: it allocates no more than that.
    live: u64,
    most_live: u64,
    /// All repetitions multiplied. Go looks at sizes only once this times the number of nodes is beyond the bound.
    repeats: u64,
    sizes_matter: bool,
    runes: u64,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self { costs: Vec::new(), live: 0, most_live: 0, repeats: 1, sizes_matter: false, runes: 0 }
    }

    fn cost(&self, node: NodeId) -> Cost {
        self.costs[node.index()]
    }

    /// The most copies that repetitions make of anything in a node.
    pub(super) fn copies(&self, node: NodeId) -> u32 {
        self.cost(node).copies
    }

    /// Whether sizes count already.
    pub(super) fn sizes_matter(&self) -> bool {
        self.sizes_matter
    }

    /// Counts a node of Go's tree that has none in ours: parenthesis, vertical bar.
    pub(super) fn count(&mut self) {
        self.live += 1;
        self.most_live = self.most_live.max(self.live);
    }

    /// Go has put a node aside for its next use.
    pub(super) fn release(&mut self) {
        self.live = self.live.saturating_sub(1);
    }

    /// Notes the cost of the node just added to the tree, no list; its child's is known.
    pub(super) fn add(&mut self, ast: &Ast, node: NodeId) {
        self.count();
        let cost = self.measure(ast, node);
        self.costs.push(cost);
    }

    /// Notes the cost of the concatenation just added to the tree. An operand that is one itself has been taken apart.
    pub(super) fn add_concat(&mut self, ast: &Ast, operands: &[NodeId]) {
        self.count();
        let cost = operands.iter().fold(Cost::NONE, |sum, &operand| {
            let is_list = matches!(ast.kind(operand), Kind::Concat(_));
            sum.with(self.within(operand, is_list))
        });
        self.costs.push(cost);
    }

    /// Notes the cost of the alternation just added to the tree. An operand that is one itself has been taken apart.
    pub(super) fn add_alternate(&mut self, ast: &Ast, operands: &[NodeId]) {
        self.count();
        // Go makes one set out of neighbours that are one character each, so there may be no alternation left.
        if operands.iter().all(|&operand| ast.is_char(operand)) {
            self.costs.push(Cost::LEAF);
            return;
        }
        let mut after_char = false;
        let cost = operands.iter().fold(Cost::NONE, |sum, &operand| {
            let is_char = ast.is_char(operand);
            let merges = is_char && after_char;
            after_char = is_char;
            let is_list = matches!(ast.kind(operand), Kind::Alternate(_));
            let total = sum.with(self.within(operand, is_list));
            let size = if merges { sum.size } else { total.size.saturating_add(u64::from(sum.size > 0)) };
            Cost { size, ..total }
        });
        self.costs.push(cost);
    }

    /// The cost of an operand as a part of a list, which it may have been itself.
    fn within(&mut self, operand: NodeId, is_list: bool) -> Cost {
        let cost = self.cost(operand);
        if is_list {
            self.release();
            return cost;
        }
        cost.above()
    }

    /// A literal was added to the one before it.
    pub(super) fn merge(&mut self, into: NodeId, from: NodeId) {
        self.release();
        let merged = self.cost(from);
        let cost = &mut self.costs[into.index()];
        cost.runes += merged.runes;
        // Once Go remembers sizes, it measures a literal again only when it comes onto the stack again.
        if !self.sizes_matter {
            cost.size += merged.size;
        }
    }

    /// The last node is gone from the tree.
    pub(super) fn take_back(&mut self) {
        self.costs.pop();
    }

    /// Checks a node that comes onto Go's stack, where `stack` is.
    pub(super) fn admit(&mut self, ast: &Ast, node: NodeId, stack: &[NodeId]) -> Result<(), Code> {
        let cost = &mut self.costs[node.index()];
        if let Kind::Literal(_) = ast.kind(node) {
            cost.size = u64::from(cost.runes);
        }
        let cost = *cost;
        self.runes += u64::from(cost.runes);
        if self.runes > MAX_RUNES {
            return Err(Code::TooLarge);
        }
        if !self.sizes_matter {
            if let Kind::Repeat { min, max, .. } = ast.kind(node) {
                let times = u64::from(max.unwrap_or(min)).max(1);
                self.repeats = if times > MAX_SIZE / self.repeats { MAX_SIZE } else { self.repeats * times };
            }
            self.sizes_matter = self.most_live >= MAX_SIZE / self.repeats;
            if self.sizes_matter && stack.iter().any(|&other| self.cost(other).size > MAX_SIZE) {
                return Err(Code::TooLarge);
            }
        }
        if self.sizes_matter && cost.size > MAX_SIZE {
            return Err(Code::TooLarge);
        }
        if cost.height > MAX_HEIGHT { Err(Code::NestingDepth) } else { Ok(()) }
    }

    fn measure(&self, ast: &Ast, node: NodeId) -> Cost {
        match ast.kind(node) {
            Kind::Literal(literal) => {
                let runes = ast.literal(literal).chars().count() as u32;
                Cost { size: u64::from(runes), runes, ..Cost::LEAF }
            }
            Kind::Class(class) => {
                let ranges: u32 = ast.class_items(class).iter().map(|item| item.ranges()).sum();
                Cost { runes: ranges.saturating_mul(2), ..Cost::LEAF }
            }
            Kind::Capture { child, .. } => {
                let cost = self.cost(child).above();
                Cost { size: cost.size.saturating_add(2), ..cost }
            }
            Kind::Repeat { child, min, max, .. } => self.cost(child).above().repeated(min, max),
            _ => Cost::LEAF,
        }
    }
}

impl Cost {
    const LEAF: Self = Self { size: 1, runes: 0, copies: 1, height: 1 };
    const NONE: Self = Self { size: 0, ..Self::LEAF };

    /// What the node brings into the one above it.
    fn above(self) -> Self {
        Self { runes: 0, height: self.height.saturating_add(1), ..self }
    }

    fn repeated(self, min: u16, max: Option<u16>) -> Self {
        let times = |count: u16| self.size.saturating_mul(u64::from(count));
        let size = match (min, max) {
            (0, None) => self.size.saturating_add(2),
            (_, None) => times(min).saturating_add(1),
            (_, Some(max)) => times(max).saturating_add(u64::from(max.saturating_sub(min))).max(1),
        };
        let copies = match max.unwrap_or(min) {
            // What is never matched is not copied; `{0,}` copies nothing, but what it holds may.
            0 if max.is_some() => 1,
            count => self.copies.saturating_mul(u32::from(count).max(1)),
        };
        Self { size, copies, ..self }
    }

    fn with(self, other: Self) -> Self {
        Self {
            size: self.size.saturating_add(other.size),
            runes: 0,
            copies: self.copies.max(other.copies),
            height: self.height.max(other.height),
        }
    }
}

impl Ast {
    fn is_char(&self, node: NodeId) -> bool {
        match self.kind(node) {
            Kind::Literal(literal) => self.literal(literal).chars().nth(1).is_none(),
            Kind::Class(_) | Kind::AnyChar | Kind::AnyCharButNewline | Kind::Surrogate => true,
            _ => false,
        }
    }
}
