//! Groups found in two passes over the text, for patterns that match whole texts.
//!
//! The first pass goes from the end of the text to its start and notes at each place from which states of the automaton the
//! rest can still be matched. The second goes from start to end and at each place takes the way that the pattern prefers
//! among those that can: there is nothing to try out, whatever the pattern. Both passes are steps through small tables.

use std::collections::{HashMap, HashSet};

use regex_automata::nfa::thompson::{Compiler, Config, NFA, State};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::Hir;

/// Larger tables are not worth making: this many steps take less than half a millisecond.
const MOST_WORK: usize = 1 << 15;
/// The most sets of states; their numbers must fit into 16 bits.
const MOST_SETS: usize = 1 << 10;
/// The most memory of the automaton that the tables are made from.
const MAX_AUTOMATON: usize = 1 << 16;

/// The number of the empty set: nothing can match.
const NOTHING: u16 = 0;
/// The number of the state at the start of the text.
const START: usize = 0;

/// Tables for both passes.
#[derive(Clone, Debug)]
pub(super) struct TwoPass {
    /// Every text that matches begins so.
    prefix: String,
    class_of: Box<[u8; 256]>,
    classes: usize,
    /// The set of states from which the empty rest matches.
    last: u16,
    /// By set and class of bytes, the set one byte further to the left.
    leftwards: Vec<u16>,
    /// A bit for each state, set by set.
    sets: Vec<u64>,
    /// How many words a set takes.
    words: usize,
    states: Vec<Ways>,
    /// The empty text's marks, if it matches.
    empty: Option<Vec<usize>>,
}

/// What can be done from a state: the state behind a byte.
#[derive(Clone, Debug, Default)]
struct Ways {
    /// In the order of preference.
    steps: Vec<Step>,
    /// The marks on the way to the match, if the text ends here.
    end: Option<Vec<usize>>,
}

/// A step over one byte.
#[derive(Clone, Debug)]
struct Step {
    first: u8,
    last: u8,
    to: usize,
    /// Slots of groups that begin or end before the byte.
    marks: Vec<usize>,
}

impl TwoPass {
    /// Makes the tables; `None` if a match need not be the whole text, if an assertion looks at what stands around a place
    /// within the text, or if the tables would be large.
    pub(super) fn new(hir: &Hir) -> Option<Self> {
        let properties = hir.properties();
        let is_whole = properties.look_set_prefix().contains(regex_syntax::hir::Look::Start)
            && properties.look_set_suffix().contains(regex_syntax::hir::Look::End);
        let config = Config::new().nfa_size_limit(Some(MAX_AUTOMATON));
        let nfa = Compiler::new().configure(config).build_from_hir(hir).ok()?;
        let looks_around = nfa.look_set_any().iter().any(|look| !matches!(look, Look::Start | Look::End));
        if !is_whole || looks_around {
            return None;
        }
        let (states, empty) = states(&nfa)?;
        let class_of = std::array::from_fn(|byte| nfa.byte_classes().get(byte as u8));
        // The last class stands for the end of the text.
        let classes = nfa.byte_classes().alphabet_len() - 1;
        let prefix = regex_syntax::hir::literal::Extractor::new().limit_total(1).extract(hir);
        let prefix = prefix.literals().and_then(|all| std::str::from_utf8(all.first()?.as_bytes()).ok());
        let mut table = Self {
            prefix: prefix.unwrap_or_default().to_owned(),
            class_of: Box::new(class_of),
            classes,
            last: NOTHING,
            leftwards: Vec::new(),
            sets: Vec::new(),
            words: states.len().div_ceil(64),
            states,
            empty,
        };
        table.fill().then_some(table)
    }

    /// Finds the sets and where they lead; false if that is too much.
    fn fill(&mut self) -> bool {
        let mut numbers = HashMap::new();
        self.number(&mut numbers, &vec![0; self.words]);
        let mut ends = vec![0; self.words];
        for (at, state) in self.states.iter().enumerate() {
            ends[at / 64] |= u64::from(state.end.is_some()) << (at % 64);
        }
        self.last = self.number(&mut numbers, &ends);
        let mut work = 0;
        let mut set = 0;
        while set < numbers.len() {
            let mut left = vec![0; self.classes * self.words];
            for (at, state) in self.states.iter().enumerate() {
                for step in state.steps.iter().filter(|step| self.holds(set as u16, step.to)) {
                    let (first, last) = (self.class(step.first), self.class(step.last));
                    work += 1 + last - first;
                    (first..=last).for_each(|class| left[class * self.words + at / 64] |= 1 << (at % 64));
                }
            }
            for members in left.chunks(self.words) {
                let number = self.number(&mut numbers, members);
                self.leftwards.push(number);
            }
            work += left.len();
            if work > MOST_WORK || numbers.len() > MOST_SETS {
                return false;
            }
            set += 1;
        }
        true
    }

    /// The number of a set; the first is [`NOTHING`].
    fn number(&mut self, numbers: &mut HashMap<Vec<u64>, u16>, members: &[u64]) -> u16 {
        if let Some(&known) = numbers.get(members) {
            return known;
        }
        let number = numbers.len() as u16;
        numbers.insert(members.to_vec(), number);
        self.sets.extend(members);
        number
    }

    fn class(&self, byte: u8) -> usize {
        usize::from(self.class_of[usize::from(byte)])
    }

    fn holds(&self, set: u16, state: usize) -> bool {
        self.sets[usize::from(set) * self.words + state / 64] >> (state % 64) & 1 == 1
    }

    fn left_of(&self, set: u16, byte: u8) -> u16 {
        self.leftwards[usize::from(set) * self.classes + self.class(byte)]
    }

    /// The way that is preferred over a byte among those that lead into a set.
    fn step(&self, state: usize, byte: u8, into: u16) -> Option<&Step> {
        let mut steps = self.states[state].steps.iter();
        steps.find(|step| (step.first..=step.last).contains(&byte) && self.holds(into, step.to))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let Some((&first, rest)) = text.as_bytes().split_first() else { return self.empty.is_some() };
        if !text.starts_with(&self.prefix) {
            return false;
        }
        let mut set = self.last;
        for &byte in rest.iter().rev() {
            set = self.left_of(set, byte);
            if set == NOTHING {
                return false;
            }
        }
        self.step(START, first, set).is_some()
    }

    /// Matches a text and hands each end of a group, by its slot, to `set`. `sets` is room to work in.
    pub(super) fn captures(
        &self,
        text: &str,
        sets: &mut Vec<u16>,
        mut set: impl FnMut(usize, usize),
    ) -> bool {
        if text.is_empty() {
            self.empty.iter().flatten().for_each(|&slot| set(slot, 0));
            return self.empty.is_some();
        }
        if !text.starts_with(&self.prefix) || !self.note_sets(text, sets) {
            return false;
        }
        let mut state = START;
        for (at, (&byte, &into)) in text.as_bytes().iter().zip(sets.iter().rev()).enumerate() {
            let Some(step) = self.step(state, byte, into) else { return false };
            step.marks.iter().for_each(|&slot| set(slot, at));
            state = step.to;
        }
        self.states[state].end.iter().flatten().for_each(|&slot| set(slot, text.len()));
        true
    }

    /// Notes the sets behind each byte, the last byte's first.
    fn note_sets(&self, text: &str, sets: &mut Vec<u16>) -> bool {
        sets.clear();
        sets.push(self.last);
        let mut set = self.last;
        for &byte in text.as_bytes()[1..].iter().rev() {
            set = self.left_of(set, byte);
            if set == NOTHING {
                return false;
            }
            sets.push(set);
        }
        true
    }
}

/// All states behind bytes and the one at the start, which is the first, and the empty text's marks.
fn states(nfa: &NFA) -> Option<(Vec<Ways>, Option<Vec<usize>>)> {
    let start = nfa.start_anchored();
    let mut numbers = HashMap::from([(start, START)]);
    let mut found = vec![start];
    let mut states: Vec<Ways> = Vec::new();
    let mut work = 0;
    while let Some(&from) = found.get(states.len()) {
        let is_start = states.len() == START;
        let mut ways = Ways::default();
        for (state, marks) in reach(nfa, from, Edges { before: is_start, behind: false }) {
            for (first, last, to) in transitions(nfa.state(state)) {
                let next = found.len();
                let to = *numbers.entry(to).or_insert_with_key(|&to| {
                    found.push(to);
                    next
                });
                ways.steps.push(Step { first, last, to, marks: marks.clone() });
            }
            work += 1 + ways.steps.len();
        }
        ways.end = end(nfa, from, Edges { before: false, behind: true }).filter(|_| !is_start);
        states.push(ways);
        if work > MOST_WORK {
            return None;
        }
    }
    Some((states, end(nfa, start, Edges { before: true, behind: true })))
}

/// Which ends of the text a place is at.
#[derive(Clone, Copy)]
struct Edges {
    before: bool,
    behind: bool,
}

/// The marks on the way to a match, if there is one without reading anything.
fn end(nfa: &NFA, from: StateID, at: Edges) -> Option<Vec<usize>> {
    let mut reached = reach(nfa, from, at).into_iter();
    reached.find_map(|(state, marks)| matches!(nfa.state(state), State::Match { .. }).then_some(marks))
}

/// The states that are reached without reading anything, the preferred ones first, with the marks on the way.
fn reach(nfa: &NFA, from: StateID, at: Edges) -> Vec<(StateID, Vec<usize>)> {
    let mut reached = Vec::new();
    let mut seen = HashSet::new();
    let mut open = vec![(from, Vec::new())];
    while let Some((state, mut marks)) = open.pop() {
        if !seen.insert(state) {
            continue;
        }
        match nfa.state(state) {
            State::Union { alternates } => {
                open.extend(alternates.iter().rev().map(|&next| (next, marks.clone())));
            }
            State::BinaryUnion { alt1, alt2 } => open.extend([(*alt2, marks.clone()), (*alt1, marks)]),
            State::Capture { next, slot, .. } => {
                marks.push(slot.as_usize());
                open.push((*next, marks));
            }
            State::Look { look: Look::Start, next } if at.before => open.push((*next, marks)),
            State::Look { look: Look::End, next } if at.behind => open.push((*next, marks)),
            State::Look { .. } | State::Fail => {}
            _ => reached.push((state, marks)),
        }
    }
    reached
}

/// Ranges of bytes with the state behind them.
fn transitions(state: &State) -> Vec<(u8, u8, StateID)> {
    match state {
        State::ByteRange { trans } => vec![(trans.start, trans.end, trans.next)],
        State::Sparse(sparse) => {
            sparse.transitions.iter().map(|trans| (trans.start, trans.end, trans.next)).collect()
        }
        State::Dense(dense) => {
            let targets = (0..=u8::MAX).zip(&dense.transitions);
            // Where a byte leads nowhere stands zero.
            targets.filter(|&(_, &to)| to != StateID::ZERO).map(|(byte, &to)| (byte, byte, to)).collect()
        }
        _ => Vec::new(),
    }
}
