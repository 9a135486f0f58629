//! The engine's automaton, with what lies between two bytes drawn together into one step.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;

/// The number of the state at the start of the text.
pub(super) const START: usize = 0;
/// The most steps.
const MOST_STEPS: usize = 1 << 15;

/// The states behind bytes and the one at the start, which is the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Automaton {
    pub(super) states: Vec<Ways>,
    /// State by state, in the order of preference.
    steps: Vec<Step>,
    /// Slots of groups that begin or end at one place; the first are none.
    pub(super) marks: Vec<Vec<usize>>,
    /// The empty text's marks, if it matches.
    pub(super) empty: Option<usize>,
}

/// What can be done from a state.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    steps: Range<usize>,
    /// The marks on the way to the match, if the text ends here.
    pub(super) end: Option<usize>,
}

/// A step over one byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) first: u8,
    pub(super) last: u8,
    pub(super) to: u16,
    /// The marks before the byte.
    pub(super) marks: u32,
}

impl Automaton {
    /// `None` if there are too many states.
    pub(super) fn new(nfa: &NFA) -> Option<Self> {
        let start = nfa.start_anchored();
        let mut automaton = Self { marks: vec![Vec::new()], ..Self::default() };
        automaton.empty = automaton.end(nfa, start, Edges { before: true, behind: true });
        let mut numbers = HashMap::from([(start, START)]);
        let mut found = vec![start];
        while let Some(&from) = found.get(automaton.states.len()) {
            let is_start = automaton.states.len() == START;
            let first = automaton.steps.len();
            for (state, marks) in reach(nfa, from, Edges { before: is_start, behind: false }) {
                let marks = automaton.number_of(marks) as u32;
                for (first, last, to) in transitions(nfa.state(state)) {
                    let next = found.len();
                    let to = *numbers.entry(to).or_insert_with_key(|&to| {
                        found.push(to);
                        next
                    });
                    automaton.steps.push(Step { first, last, to: to as u16, marks });
                }
            }
            let end = automaton.end(nfa, from, Edges { before: false, behind: true }).filter(|_| !is_start);
            automaton.states.push(Ways { steps: first..automaton.steps.len(), end });
            if automaton.steps.len() > MOST_STEPS || found.len() > usize::from(u16::MAX) {
                return None;
            }
        }
        Some(automaton)
    }

    pub(super) fn steps_from(&self, state: usize) -> &[Step] {
        &self.steps[self.states[state].steps.clone()]
    }

    /// The marks on the way to a match, if there is one without reading anything.
    fn end(&mut self, nfa: &NFA, from: StateID, at: Edges) -> Option<usize> {
        let mut reached = reach(nfa, from, at).into_iter();
        let (_, marks) = reached.find(|&(state, _)| matches!(nfa.state(state), State::Match { .. }))?;
        Some(self.number_of(marks))
    }

    fn number_of(&mut self, marks: Vec<usize>) -> usize {
        if marks.is_empty() {
            return 0;
        }
        self.marks.push(marks);
        self.marks.len() - 1
    }
}

/// Which ends of the text a place is at.
#[derive(Clone, Copy)]
struct Edges {
    before: bool,
    behind: bool,
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
