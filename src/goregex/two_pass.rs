//! Groups found in two passes over the text, for patterns that match whole texts.
//!
//! The first pass goes from the end of the text to its start and notes at each place from which states of the automaton the
//! rest can still be matched. The second goes from start to end and at each place takes the way that the pattern prefers
//! among those that can: there is nothing to try out, whatever the pattern. Both passes are steps through small tables.

mod automaton;

use std::collections::HashMap;

use regex_automata::nfa::thompson::{Compiler, Config};
use regex_automata::util::look::Look;
use regex_syntax::hir::{self, Hir};

use automaton::{Automaton, START, Step};

/// Larger tables are not worth making: this many steps take less than half a millisecond.
const MOST_WORK: usize = 1 << 15;
/// The most memory of the automaton that the tables are made from.
const MAX_AUTOMATON: usize = 1 << 16;

/// The number of the empty set: nothing can match.
const NOTHING: u32 = 0;

/// Tables for both passes.
#[derive(Clone, Debug)]
pub(super) struct TwoPass {
    /// Every text that matches begins so.
    prefix: String,
    class_of: Box<[u8; 256]>,
    /// The row of the set of states from which the empty rest matches.
    last: u32,
    /// In the row of a set, by class of bytes, the row of the set one byte further to the left.
    rows: Vec<u32>,
    /// The row of a set begins at its number, shifted by this.
    shift: u32,
    /// A bit for each state, set by set.
    sets: Vec<u64>,
    /// How many words a set takes.
    words: usize,
    automaton: Automaton,
}

impl TwoPass {
    /// Makes the tables; `None` if a match need not be the whole text, if an assertion looks at what stands around a place
    /// within the text, or if the tables would be large.
    pub(super) fn new(hir: &Hir) -> Option<Self> {
        let properties = hir.properties();
        let is_whole = properties.look_set_prefix().contains(hir::Look::Start)
            && properties.look_set_suffix().contains(hir::Look::End);
        let config = Config::new().nfa_size_limit(Some(MAX_AUTOMATON));
        let nfa = Compiler::new().configure(config).build_from_hir(hir).ok()?;
        let looks_around = nfa.look_set_any().iter().any(|look| !matches!(look, Look::Start | Look::End));
        if !is_whole || looks_around {
            return None;
        }
        let automaton = Automaton::new(&nfa)?;
        let class_of = std::array::from_fn(|byte| nfa.byte_classes().get(byte as u8));
        let prefix = hir::literal::Extractor::new().limit_total(1).extract(hir);
        let prefix = prefix.literals().and_then(|all| std::str::from_utf8(all.first()?.as_bytes()).ok());
        let mut table = Self {
            prefix: prefix.unwrap_or_default().to_owned(),
            class_of: Box::new(class_of),
            last: 0,
            rows: Vec::new(),
            shift: nfa.byte_classes().alphabet_len().next_power_of_two().trailing_zeros(),
            sets: Vec::new(),
            words: automaton.states.len().div_ceil(64),
            automaton,
        };
        table.fill().then_some(table)
    }

    /// Finds the sets and where they lead; false if that is too much.
    fn fill(&mut self) -> bool {
        let mut numbers = HashMap::new();
        self.number(&mut numbers, &vec![0; self.words]);
        let mut ends = vec![0; self.words];
        for (at, state) in self.automaton.states.iter().enumerate() {
            ends[at / 64] |= u64::from(state.end.is_some()) << (at % 64);
        }
        self.last = self.number(&mut numbers, &ends) << self.shift;
        let mut work = 0;
        let mut set = 0;
        while set < numbers.len() {
            let mut left = vec![0; self.words << self.shift];
            for at in 0..self.automaton.states.len() {
                let steps = self.automaton.steps_from(at).iter();
                for step in steps.filter(|step| self.holds(set, step.to)) {
                    let (first, last) = (self.class(step.first), self.class(step.last));
                    work += 1 + last - first;
                    (first..=last).for_each(|class| left[class * self.words + at / 64] |= 1 << (at % 64));
                }
            }
            for members in left.chunks(self.words) {
                let row = self.number(&mut numbers, members) << self.shift;
                self.rows.push(row);
            }
            work += left.len();
            if work > MOST_WORK {
                return false;
            }
            set += 1;
        }
        true
    }

    /// The number of a set; the first is [`NOTHING`].
    fn number(&mut self, numbers: &mut HashMap<Vec<u64>, u32>, members: &[u64]) -> u32 {
        if let Some(&known) = numbers.get(members) {
            return known;
        }
        let number = numbers.len() as u32;
        numbers.insert(members.to_vec(), number);
        self.sets.extend(members);
        number
    }

    fn class(&self, byte: u8) -> usize {
        usize::from(self.class_of[usize::from(byte)])
    }

    fn holds(&self, set: usize, state: u16) -> bool {
        self.sets[set * self.words + usize::from(state / 64)] >> (state % 64) & 1 == 1
    }

    /// The way that is preferred over a byte among those that lead into the set of a row.
    fn preferred(&self, steps: &[Step], byte: u8, row: u32) -> Option<Step> {
        let set = (row >> self.shift) as usize;
        let mut steps = steps.iter();
        steps.find(|step| (step.first..=step.last).contains(&byte) && self.holds(set, step.to)).copied()
    }

    /// Goes from the text's end to behind its first byte and hands on the rows there; false if nothing can match.
    fn leftwards(&self, rest: &[u8], mut note: impl FnMut(u32)) -> bool {
        let mut row = self.last;
        note(row);
        for &byte in rest.iter().rev() {
            row = self.rows[row as usize + self.class(byte)];
            if row == NOTHING {
                return false;
            }
            note(row);
        }
        true
    }

    fn has_prefix(&self, text: &str) -> bool {
        self.prefix.is_empty() || text.starts_with(&self.prefix)
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let Some((&first, rest)) = text.as_bytes().split_first() else {
            return self.automaton.empty.is_some();
        };
        let mut row = 0;
        self.has_prefix(text)
            && self.leftwards(rest, |next| row = next)
            && self.preferred(self.automaton.steps_from(START), first, row).is_some()
    }

    /// Matches a text and hands each end of a group, by its slot, to `set`. `rows` is room to work in.
    pub(super) fn captures(
        &self,
        text: &str,
        rows: &mut Vec<u32>,
        mut set: impl FnMut(usize, usize),
    ) -> bool {
        let mut mark = |marks: usize, at: usize| {
            self.automaton.marks[marks].iter().for_each(|&slot| set(slot, at));
        };
        let Some((_, rest)) = text.as_bytes().split_first() else {
            self.automaton.empty.into_iter().for_each(|marks| mark(marks, 0));
            return self.automaton.empty.is_some();
        };
        rows.clear();
        if !self.has_prefix(text) || !self.leftwards(rest, |row| rows.push(row)) {
            return false;
        }
        let mut state = START as u16;
        let mut steps = self.automaton.steps_from(START);
        for (at, (byte, &row)) in text.bytes().zip(rows.iter().rev()).enumerate() {
            let Some(step) = self.preferred(steps, byte, row) else { return false };
            if step.marks != 0 {
                mark(step.marks as usize, at);
            }
            if step.to != state {
                state = step.to;
                steps = self.automaton.steps_from(usize::from(state));
            }
        }
        self.automaton.states[usize::from(state)].end.into_iter().for_each(|marks| mark(marks, text.len()));
        true
    }
}
