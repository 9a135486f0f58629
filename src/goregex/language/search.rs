//! The search for a text.
//!
//! Of a pattern that is to match, one state is followed at a time: some way through its automaton is enough. Of the
//! patterns that are not to match, all states are followed together: no way may lead to a match.

use std::collections::{HashMap, VecDeque};

use super::automata::{Around, Automata, Budget, Exhausted, Node};
use super::utf8::Pending;
use super::{Language, Search};

/// The pattern has matched, whatever follows: it escapes the anchors.
const MATCHED: Node = Node::MAX;

/// Looks for a text that all of `inside` match and none of `outside`; the shortest one.
pub(super) fn search(inside: &[&Language], outside: &[&Language]) -> Search {
    let automata = Automata::new(inside.iter().chain(outside).copied());
    let mut searcher = Searcher { automata, budget: Budget::new(), sets: Sets::default() };
    match searcher.run(inside.len(), outside.len()) {
        Ok(Some(text)) => String::from_utf8(text).map_or(Search::Unknown, Search::Found),
        Ok(None) => Search::Nothing,
        Err(Exhausted) => Search::Unknown,
    }
}

/// What a text comes to, read so far.
#[derive(Debug)]
struct Situation {
    before: Around,
    pending: Pending,
    /// A state of each pattern that is to match.
    inside: Vec<Node>,
    /// The states of all that are not to match, as a number in [`Sets`].
    outside: u32,
}

/// How a situation came about.
struct Origin {
    parent: usize,
    byte: u8,
}

/// Sets of states, numbered, and where they lead.
#[derive(Default)]
struct Sets {
    known: HashMap<Vec<Node>, u32>,
    sets: Vec<Vec<Node>>,
    /// `None` stands for a match.
    steps: HashMap<(u32, Step), Option<u32>>,
}

impl Sets {
    fn number(&mut self, mut set: Vec<Node>) -> u32 {
        set.sort_unstable();
        set.dedup();
        if let Some(&number) = self.known.get(&set) {
            return number;
        }
        let number = self.sets.len() as u32;
        self.sets.push(set.clone());
        self.known.insert(set, number);
        number
    }

    /// Whether all states of one set are in another.
    fn is_within(&self, one: u32, other: u32, budget: &mut Budget) -> Result<bool, Exhausted> {
        let (one, other) = (&self.sets[one as usize], &self.sets[other as usize]);
        if one.len() > other.len() {
            return Ok(false);
        }
        budget.spend(1 + other.len() / 8)?;
        let mut rest = other.iter();
        Ok(one.iter().all(|node| rest.any(|other| other == node)))
    }
}

/// The situations that were seen: for what the patterns are that are to match, the sets of those that are not to.
#[derive(Default)]
struct Seen(HashMap<(Around, Pending, Vec<Node>), Vec<u32>>);

impl Seen {
    /// Whether a situation may lead to a text that no situation seen before does. If one was the same but for having fewer
    /// states that are not to match, it leads to all that this one does, and is as near.
    fn is_news(&mut self, new: &Situation, sets: &Sets, budget: &mut Budget) -> Result<bool, Exhausted> {
        budget.spend(new.inside.len() + 4)?;
        let known = self.0.entry((new.before, new.pending, new.inside.clone())).or_default();
        budget.spend(known.len() / 8)?;
        if known.contains(&new.outside) {
            return Ok(false);
        }
        for &other in known.iter() {
            if sets.is_within(other, new.outside, budget)? {
                return Ok(false);
            }
        }
        known.push(new.outside);
        Ok(true)
    }
}

struct Searcher<'a> {
    automata: Automata<'a>,
    budget: Budget,
    sets: Sets,
}

impl Searcher<'_> {
    fn run(&mut self, inside: usize, outside: usize) -> Result<Option<Vec<u8>>, Exhausted> {
        let starts =
            |range: std::ops::Range<usize>| range.map(|at| self.automata.start(at)).collect::<Vec<_>>();
        let (inside, outside) = (starts(0..inside), starts(inside..inside + outside));
        let outside = self.sets.number(outside);
        let start = Situation { before: Around::Edge, pending: Pending::Nothing, inside, outside };
        let mut seen = Seen::default();
        let mut origins = vec![Origin { parent: 0, byte: 0 }];
        let mut open = VecDeque::from([(start, 0)]);
        while let Some((situation, number)) = open.pop_front() {
            if self.is_found(&situation)? {
                return Ok(Some(spell(&origins, number)));
            }
            for class in self.classes_after(&situation)? {
                for next in self.after(&situation, class)? {
                    if seen.is_news(&next, &self.sets, &mut self.budget)? {
                        open.push_back((next, origins.len()));
                        origins.push(Origin { parent: number, byte: self.automata.alphabet.byte(class) });
                    }
                }
            }
        }
        Ok(None)
    }

    /// Whether the text that led here is one that is looked for.
    fn is_found(&mut self, situation: &Situation) -> Result<bool, Exhausted> {
        let Situation { before, pending, ref inside, outside } = *situation;
        if pending != Pending::Nothing {
            return Ok(false);
        }
        for &node in inside {
            if node != MATCHED && !self.automata.moves(node, before, &mut self.budget)?.ends {
                return Ok(false);
            }
        }
        for at in 0..self.sets.sets[outside as usize].len() {
            let node = self.sets.sets[outside as usize][at];
            if self.automata.moves(node, before, &mut self.budget)?.ends {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The classes of bytes that may lead further.
    fn classes_after(&mut self, situation: &Situation) -> Result<Vec<u8>, Exhausted> {
        if let Some(&node) = situation.inside.first().filter(|&&node| node != MATCHED) {
            let moves = self.automata.moves(node, situation.before, &mut self.budget)?;
            if !moves.matches_within() {
                return Ok(moves.classes().collect());
            }
        }
        Ok(self.automata.alphabet.classes().collect())
    }

    /// What a byte of a class may lead to.
    fn after(&mut self, situation: &Situation, class: u8) -> Result<Vec<Situation>, Exhausted> {
        self.budget.spend(1)?;
        let byte = self.automata.alphabet.byte(class);
        let Some(pending) = situation.pending.after(byte) else { return Ok(Vec::new()) };
        let step = Step {
            before: situation.before,
            class,
            next: self.automata.around(byte),
            is_border: situation.pending == Pending::Nothing,
        };
        let mut ways = vec![Vec::with_capacity(situation.inside.len())];
        for &node in &situation.inside {
            let targets = self.inside_after(node, step)?;
            self.budget.spend(ways.len() * targets.len())?;
            ways = ways
                .iter()
                .flat_map(|way| targets.iter().map(move |&target| [way.as_slice(), &[target]].concat()))
                .collect();
        }
        if ways.is_empty() {
            return Ok(Vec::new());
        }
        let Some(outside) = self.outside_after(situation.outside, step)? else { return Ok(Vec::new()) };
        let before = self.automata.around(byte);
        let situation = |inside| Situation { before, pending, inside, outside };
        Ok(ways.into_iter().map(situation).collect())
    }

    fn inside_after(&mut self, node: Node, step: Step) -> Result<Vec<Node>, Exhausted> {
        if node == MATCHED {
            return Ok(vec![MATCHED]);
        }
        let moves = self.automata.moves(node, step.before, &mut self.budget)?;
        if step.is_border && moves.matches_before(step.next) {
            return Ok(vec![MATCHED]);
        }
        Ok(moves.with(step.class).collect())
    }

    /// The set after a step; `None` if one of its patterns has matched.
    fn outside_after(&mut self, set: u32, step: Step) -> Result<Option<u32>, Exhausted> {
        if let Some(&known) = self.sets.steps.get(&(set, step)) {
            return Ok(known);
        }
        let next = self.find_outside_after(set, step)?;
        self.sets.steps.insert((set, step), next);
        Ok(next)
    }

    fn find_outside_after(&mut self, set: u32, step: Step) -> Result<Option<u32>, Exhausted> {
        let members = self.sets.sets[set as usize].clone();
        self.budget.spend(members.len())?;
        let mut targets = Vec::new();
        for node in members {
            let moves = self.automata.moves(node, step.before, &mut self.budget)?;
            if step.is_border && moves.matches_before(step.next) {
                return Ok(None);
            }
            targets.extend(moves.with(step.class));
        }
        self.budget.spend(targets.len())?;
        Ok(Some(self.sets.number(targets)))
    }
}

/// A byte that is read.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Step {
    before: Around,
    class: u8,
    next: Around,
    /// Characters meet here. An empty match elsewhere is none, as Go reads characters.
    is_border: bool,
}

/// The text that led to a situation.
fn spell(origins: &[Origin], mut number: usize) -> Vec<u8> {
    let mut text = Vec::new();
    while number != 0 {
        text.push(origins[number].byte);
        number = origins[number].parent;
    }
    text.reverse();
    text
}
