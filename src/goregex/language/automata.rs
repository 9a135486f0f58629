//! Automata side by side, with the steps that each of their states can take.

use std::collections::HashMap;
use std::rc::Rc;

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;

use super::Language;
use super::alphabet::Alphabet;

/// How much may be done to find a text. A step of an automaton counts as one; this many take some 50 milliseconds.
const MOST_WORK: usize = 1 << 19;

/// The work that is left.
#[derive(Debug)]
pub(super) struct Budget(usize);

/// All of it is used up.
#[derive(Debug)]
pub(super) struct Exhausted;

impl Budget {
    pub(super) fn new() -> Self {
        Self(MOST_WORK)
    }

    pub(super) fn spend(&mut self, work: usize) -> Result<(), Exhausted> {
        self.0 = self.0.checked_sub(work).ok_or(Exhausted)?;
        Ok(())
    }
}

/// What stands beside a place in a text, as far as assertions ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Around {
    /// The text's start or end.
    Edge,
    Newline,
    /// An ASCII letter, digit or `_`.
    Word,
    Other,
}

impl Around {
    pub(super) fn of(byte: u8) -> Self {
        match byte {
            b'\n' => Self::Newline,
            b'_' => Self::Word,
            _ if byte.is_ascii_alphanumeric() => Self::Word,
            _ => Self::Other,
        }
    }
}

/// A state of one of the automata.
pub(super) type Node = u32;

/// What a state can do, given what stands before the place where it is.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// It matches at the text's end.
    pub(super) ends: bool,
    /// It matches here, given what follows.
    matched: Vec<Around>,
    /// Where it goes with a byte of a class; sorted.
    steps: Vec<(u8, Node)>,
}

impl Moves {
    /// Whether it matches here if this follows.
    pub(super) fn matches_before(&self, next: Around) -> bool {
        self.matched.contains(&next)
    }

    /// Whether it matches here, though the text goes on, if the right byte follows.
    pub(super) fn matches_within(&self) -> bool {
        self.matched.iter().any(|&next| next != Around::Edge)
    }

    /// The classes of bytes that it goes on with.
    pub(super) fn classes(&self) -> impl Iterator<Item = u8> {
        self.steps.chunk_by(|one, two| one.0 == two.0).map(|alike| alike[0].0)
    }

    /// Where it goes with a byte of a class.
    pub(super) fn with(&self, class: u8) -> impl Iterator<Item = Node> {
        let from = self.steps.partition_point(|&(other, _)| other < class);
        self.steps[from..].iter().take_while(move |&&(other, _)| other == class).map(|&(_, node)| node)
    }
}

/// Automata whose states are numbered through.
#[derive(Debug)]
pub(super) struct Automata<'a> {
    nfas: Vec<&'a NFA>,
    /// The number of each automaton's first state.
    first: Vec<Node>,
    pub(super) alphabet: Alphabet,
    /// Whether any automaton asks what stands before a place within the text.
    looks_around: bool,
    moves: HashMap<(Node, Around), Rc<Moves>>,
}

impl<'a> Automata<'a> {
    pub(super) fn new(languages: impl Iterator<Item = &'a Language>) -> Self {
        let nfas: Vec<&NFA> = languages.map(|language| &language.nfa).collect();
        let mut first = Vec::with_capacity(nfas.len());
        let mut states = 0;
        for nfa in &nfas {
            first.push(states);
            states += nfa.states().len() as Node;
        }
        let looks_around = nfas.iter().any(|nfa| {
            let looks = nfa.look_set_any();
            looks.iter().any(|look| !matches!(look, Look::Start | Look::End))
        });
        let alphabet = Alphabet::new(nfas.iter().copied());
        Self { nfas, first, alphabet, looks_around, moves: HashMap::new() }
    }

    /// Where an automaton begins.
    pub(super) fn start(&self, automaton: usize) -> Node {
        self.first[automaton] + self.nfas[automaton].start_unanchored().as_u32()
    }

    /// What a byte is to the places beside it, as far as these automata ask.
    pub(super) fn around(&self, byte: u8) -> Around {
        if self.looks_around { Around::of(byte) } else { Around::Other }
    }

    /// What a state can do.
    pub(super) fn moves(
        &mut self,
        node: Node,
        before: Around,
        budget: &mut Budget,
    ) -> Result<Rc<Moves>, Exhausted> {
        if let Some(known) = self.moves.get(&(node, before)) {
            return Ok(Rc::clone(known));
        }
        let moves = Rc::new(self.find_moves(node, before, budget)?);
        self.moves.insert((node, before), Rc::clone(&moves));
        Ok(moves)
    }

    fn find_moves(&self, node: Node, before: Around, budget: &mut Budget) -> Result<Moves, Exhausted> {
        let automaton = self.first.partition_point(|&first| first <= node) - 1;
        let (nfa, first) = (self.nfas[automaton], self.first[automaton]);
        let mut moves = Moves::default();
        let all = [Around::Edge, Around::Other, Around::Newline, Around::Word];
        for &next in if self.looks_around { &all[..] } else { &all[..2] } {
            let at = Place { before, next };
            let reached = reach(nfa, StateID::new_unchecked((node - first) as usize), at, budget)?;
            if reached.iter().any(|&state| matches!(nfa.state(state), State::Match { .. })) {
                moves.matched.push(next);
            }
            for state in reached {
                self.steps(nfa.state(state), next, |class, target| {
                    moves.steps.push((class, first + target.as_u32()));
                });
            }
        }
        moves.ends = moves.matches_before(Around::Edge);
        moves.steps.sort_unstable();
        moves.steps.dedup();
        budget.spend(moves.steps.len())?;
        Ok(moves)
    }

    /// Hands on the steps of a state with the bytes that are `next`.
    fn steps(&self, state: &State, next: Around, mut step: impl FnMut(u8, StateID)) {
        let mut range = |first: u8, last: u8, target: StateID| {
            for class in self.alphabet.classes_of(first, last) {
                if self.around(self.alphabet.byte(class)) == next {
                    step(class, target);
                }
            }
        };
        match state {
            State::ByteRange { trans } => range(trans.start, trans.end, trans.next),
            State::Sparse(sparse) => {
                sparse.transitions.iter().for_each(|trans| range(trans.start, trans.end, trans.next));
            }
            State::Dense(dense) => {
                // Where a byte leads nowhere stands zero.
                let targets = (0..=u8::MAX).zip(&dense.transitions).filter(|&(_, &id)| id != StateID::ZERO);
                targets.for_each(|(byte, &target)| range(byte, byte, target));
            }
            _ => {}
        }
    }
}

/// A place in a text.
#[derive(Clone, Copy)]
struct Place {
    before: Around,
    next: Around,
}

impl Place {
    fn holds(self, look: Look) -> bool {
        let is_word = |around: Around| around == Around::Word;
        let is_border = is_word(self.before) != is_word(self.next);
        match look {
            Look::Start => self.before == Around::Edge,
            Look::End => self.next == Around::Edge,
            Look::StartLF => matches!(self.before, Around::Edge | Around::Newline),
            Look::EndLF => matches!(self.next, Around::Edge | Around::Newline),
            Look::WordAscii => is_border,
            Look::WordAsciiNegate => !is_border,
            // Go has no others.
            _ => false,
        }
    }
}

/// The states that are reached from one without reading anything.
fn reach(nfa: &NFA, from: StateID, at: Place, budget: &mut Budget) -> Result<Vec<StateID>, Exhausted> {
    let mut reached = Vec::new();
    let mut seen = std::collections::HashSet::from([from]);
    let mut open = vec![from];
    while let Some(state) = open.pop() {
        budget.spend(1)?;
        let mut go_on = |next: StateID| {
            if seen.insert(next) {
                open.push(next);
            }
        };
        match nfa.state(state) {
            State::Union { alternates } => alternates.iter().copied().for_each(go_on),
            State::BinaryUnion { alt1, alt2 } => [*alt1, *alt2].into_iter().for_each(go_on),
            State::Capture { next, .. } => go_on(*next),
            State::Look { look, next } if at.holds(*look) => go_on(*next),
            State::Look { .. } | State::Fail => {}
            _ => reached.push(state),
        }
    }
    Ok(reached)
}
