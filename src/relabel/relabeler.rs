//! Runs many label sets through a chain, and remembers what it has decided.
//!
//! Labels in metrics have few names and, mostly, few values. Names are numbered; a value is numbered when a step reads
//! it for the first time, and what a step decides on a value is looked up by that number from then on. Labels whose
//! values hardly ever come again are read as they are.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use super::entries::{Entries, Entry, Value};
use super::interner::{Interner, TextId};
use super::memory::{Column, Known, KnownName, Memo, Memory, Pairs};
use super::step::{Decision, Made, NameDecision, NameStep, Sources, Step, ValueStep};
use super::{Chain, Labels, Outcome};

/// How many texts are kept, and how many bytes of them, before all is forgotten.
const MOST_TEXTS: usize = 1 << 20;
const MOST_BYTES: usize = 64 << 20;

const FINGERPRINT: FixedState = FixedState::with_seed(0);

/// Runs label sets through a [`Chain`]; see [`Chain::relabeler`].
#[derive(Debug)]
pub struct Relabeler<'c> {
    chain: &'c Chain,
    names: Interner,
    values: Interner,
    /// By the number of the label's name.
    columns: Vec<Column>,
    /// By step.
    memories: Vec<Memory>,
    /// Numbers of pairs of values.
    pairs: Pairs,
    entries: Entries,
    /// The labels before the first step.
    start: Vec<Entry>,
    /// By step.
    tallies: Vec<StepTally>,
    scratch: String,
    joined: String,
    made: Made,
    /// The numbers of the names of the label set before, which are often those of the next.
    names_before: Vec<TextId>,
}

/// What a step has done to the label sets that came to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepTally {
    /// How many came to it.
    pub reached: u64,
    /// How many of them it changed.
    pub changed: u64,
    /// How many of them it dropped.
    pub dropped: u64,
}

/// A label set after the chain.
#[derive(Clone, Copy, Debug)]
pub struct Relabeled<'r> {
    relabeler: &'r Relabeler<'r>,
    changed: Effect,
    dropped_by: Option<usize>,
}

/// What a step did to a label set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    None,
    /// Labels are other than before.
    Changed,
    Dropped,
}

impl<'c> Relabeler<'c> {
    pub(super) fn new(chain: &'c Chain) -> Self {
        let mut relabeler = Self {
            chain,
            names: Interner::new(),
            values: Interner::new(),
            columns: vec![Column::default()],
            memories: Vec::new(),
            pairs: Pairs::default(),
            entries: Entries::default(),
            start: Vec::new(),
            tallies: vec![StepTally::default(); chain.len()],
            scratch: String::new(),
            joined: String::new(),
            made: Made::default(),
            names_before: Vec::new(),
        };
        relabeler.memories = chain.steps.iter().map(|step| relabeler.memory(step)).collect();
        relabeler
    }

    fn memory(&mut self, step: &Step) -> Memory {
        let mut numbers = |sources: &Sources| sources.names.iter().map(|name| self.number(name)).collect();
        match step {
            Step::Value(sources, _) => Memory::Value { sources: numbers(sources), memo: Memo::default() },
            Step::Equal(sources, equal) => {
                Memory::Equal { sources: numbers(sources), target: self.number(&equal.target) }
            }
            Step::Name(_) => Memory::Name(Vec::new()),
        }
    }

    /// Runs each label set through the chain, and hands over what became of it.
    ///
    /// A label with an empty value counts as none; names are expected to come once each.
    ///
    /// ```
    /// # use scrapelint::config::RelabelConfig;
    /// # use scrapelint::relabel::{Chain, Dialect};
    /// # use scrapelint::yaml::{Field, Spanned, decode, parse};
    /// # let (document, _) = parse("[{source_labels: [__name__], regex: 'go_.*', action: drop}, {regex: pod, action: labeldrop}]");
    /// # let rules = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document).unwrap().value;
    /// # let chain = Chain::compile(rules.items(), Dialect::default()).unwrap();
    /// let series = [vec![("__name__", "go_threads")], vec![("__name__", "up"), ("pod", "a-7")]];
    /// let mut kept = Vec::new();
    /// chain.relabeler().apply(series, |relabeled| {
    ///     if relabeled.dropped_by().is_none() {
    ///         kept.push(relabeled.to_labels().to_string());
    ///     }
    /// });
    /// assert_eq!(kept, [r#"{__name__="up"}"#]);
    /// ```
    pub fn apply<'t, S>(&mut self, series: impl IntoIterator<Item = S>, mut each: impl FnMut(Relabeled<'_>))
    where
        S: IntoIterator<Item = (&'t str, &'t str)>,
    {
        for labels in series {
            each(self.relabel(labels));
        }
    }

    /// Runs one label set through the chain.
    pub fn relabel<'t>(&mut self, labels: impl IntoIterator<Item = (&'t str, &'t str)>) -> Relabeled<'_> {
        self.load(labels);
        self.run()
    }

    /// Runs one label set through the chain to which `set` were added one by one: `labelmap` goes through those last.
    pub(super) fn relabel_parts<'b, 's>(
        &mut self,
        base: impl IntoIterator<Item = (&'b str, &'b str)>,
        set: impl IntoIterator<Item = (&'s str, &'s str)>,
    ) -> Relabeled<'_> {
        self.load_parts(base, set);
        self.run()
    }

    /// Runs the label set at hand through the chain.
    fn run(&mut self) -> Relabeled<'_> {
        self.run_watched(|_, _| ())
    }

    /// Runs the label set at hand through the chain, and shows it before each step that it comes to.
    pub(super) fn run_watched(&mut self, mut before: impl FnMut(usize, Relabeled<'_>)) -> Relabeled<'_> {
        // Taken out meanwhile, so that the rest can be changed.
        let mut memories = std::mem::take(&mut self.memories);
        let (mut changed, mut dropped_by) = (Effect::None, None);
        for (at, memory) in memories.iter_mut().enumerate() {
            before(at, Relabeled { relabeler: self, changed, dropped_by });
            match self.step_with(at, memory) {
                Effect::Dropped => {
                    dropped_by = Some(at);
                    break;
                }
                effect => changed = changed.max(effect),
            }
        }
        self.memories = memories;
        Relabeled { relabeler: self, changed, dropped_by }
    }

    /// What each step has done so far.
    pub fn tallies(&self) -> &[StepTally] {
        &self.tallies
    }

    /// Takes a label set, as it is before the first step.
    pub(super) fn load<'t>(&mut self, labels: impl IntoIterator<Item = (&'t str, &'t str)>) {
        self.load_parts(labels, []);
    }

    /// Takes a label set to which some labels were added one by one, as those of a target are.
    pub(super) fn load_parts<'b, 's>(
        &mut self,
        base: impl IntoIterator<Item = (&'b str, &'b str)>,
        set: impl IntoIterator<Item = (&'s str, &'s str)>,
    ) {
        let is_full = |texts: &Interner| texts.len() > MOST_TEXTS || texts.bytes() > MOST_BYTES;
        if is_full(&self.names) || is_full(&self.values) {
            let tallies = std::mem::take(&mut self.tallies);
            *self = Self { tallies, ..Self::new(self.chain) };
        }
        self.entries.clear();
        self.scratch.clear();
        self.add(base);
        self.entries.end_base();
        self.add(set);
        self.start.clear();
        self.start.extend(self.entries.iter());
    }

    fn add<'t>(&mut self, labels: impl IntoIterator<Item = (&'t str, &'t str)>) {
        for (name, value) in labels.into_iter().filter(|(_, value)| !value.is_empty()) {
            let name = self.number_at(self.entries.len(), name);
            let start = self.scratch.len();
            self.scratch.push_str(value);
            self.entries.add(name, Value::Scratch(start, self.scratch.len()));
        }
    }

    /// The chain it runs label sets through.
    pub(super) fn chain(&self) -> &'c Chain {
        self.chain
    }

    /// Makes one step.
    pub(super) fn step(&mut self, step: usize) -> Effect {
        let mut memory = std::mem::take(&mut self.memories[step]);
        let effect = self.step_with(step, &mut memory);
        self.memories[step] = memory;
        effect
    }

    fn step_with(&mut self, step: usize, memory: &mut Memory) -> Effect {
        let chain = self.chain;
        let effect = match (&chain.steps[step], memory) {
            (Step::Value(from, value), Memory::Value { sources, memo }) => {
                self.decide(value, from, sources, memo)
            }
            (Step::Equal(from, equal), Memory::Equal { sources, target }) => {
                self.join(sources, &from.separator);
                let compared = self.entries.get(*target).map_or("", |value| self.text(value));
                let is_equal = compared == self.joined;
                if is_equal == equal.keeps_equal { Effect::None } else { Effect::Dropped }
            }
            (Step::Name(step), Memory::Name(known)) => self.go_through_names(step, known),
            _ => Effect::None,
        };
        let tally = &mut self.tallies[step];
        tally.reached += 1;
        tally.changed += u64::from(effect == Effect::Changed);
        tally.dropped += u64::from(effect == Effect::Dropped);
        effect
    }

    /// Does what a step decides on the values at hand.
    fn decide(&mut self, step: &ValueStep, from: &Sources, sources: &[TextId], memo: &mut Memo) -> Effect {
        let key = if memo.is_varied { None } else { self.key(sources) };
        if let Some(known) = key.and_then(|key| memo.get(key)) {
            return self.carry_out(known);
        }
        self.join(sources, &from.separator);
        let decision = step.decide(&self.joined, &mut self.made);
        let Some(key) = key else { return self.carry_out_once(decision) };
        let known = match decision {
            Decision::Pass => Known::Pass,
            Decision::Drop => Known::Drop,
            Decision::Set => {
                let name = number(&mut self.names, &mut self.columns, &self.made.name);
                Known::Set(name, self.values.intern(&self.made.value).0)
            }
        };
        memo.insert(key, known);
        self.carry_out(known)
    }

    fn carry_out(&mut self, known: Known) -> Effect {
        match known {
            Known::Pass => Effect::None,
            Known::Drop => Effect::Dropped,
            Known::Set(name, value) => self.set(name, Value::Numbered(value)),
        }
    }

    /// Carries out a decision that is not remembered, nor is the value it may set.
    fn carry_out_once(&mut self, decision: Decision) -> Effect {
        match decision {
            Decision::Pass => Effect::None,
            Decision::Drop => Effect::Dropped,
            Decision::Set => {
                let name = number(&mut self.names, &mut self.columns, &self.made.name);
                let start = self.scratch.len();
                self.scratch.push_str(&self.made.value);
                self.set(name, Value::Scratch(start, self.scratch.len()))
            }
        }
    }

    /// A number for the values of these labels together; `None` if it does not pay to number one of them.
    fn key(&mut self, sources: &[TextId]) -> Option<u64> {
        let mut key = 0;
        for (at, &name) in sources.iter().enumerate() {
            let value = u64::from(self.numbered(name)?.0);
            key = match at {
                0 => value,
                1 => key << 32 | value,
                _ => {
                    let next = self.pairs.len() as u32;
                    u64::from(*self.pairs.entry(key).or_insert(next)) << 32 | value
                }
            };
        }
        Some(key)
    }

    /// The number of a label's value.
    fn numbered(&mut self, name: TextId) -> Option<TextId> {
        let Some(at) = self.entries.place(name) else { return Some(TextId::EMPTY) };
        let (start, end) = match self.entries.at(at).value {
            Value::Numbered(id) => return Some(id),
            Value::Scratch(start, end) => (start, end),
            Value::Gone => return Some(TextId::EMPTY),
        };
        let column = &mut self.columns[name.index()];
        if column.is_varied {
            return None;
        }
        let text = &self.scratch[start..end];
        column.note_lookup();
        if self.values.get(column.last) != text {
            let (id, is_new) = self.values.intern(text);
            column.note_value(id, is_new);
        }
        let last = column.last;
        self.entries.rewrite(at, Value::Numbered(last));
        Some(last)
    }

    /// Joins the values of labels.
    fn join(&mut self, sources: &[TextId], separator: &str) {
        let mut joined = std::mem::take(&mut self.joined);
        joined.clear();
        for (at, &name) in sources.iter().enumerate() {
            if at > 0 {
                joined.push_str(separator);
            }
            if let Some(value) = self.entries.get(name) {
                joined.push_str(self.text(value));
            }
        }
        self.joined = joined;
    }

    fn go_through_names(&mut self, step: &NameStep, known: &mut Vec<Option<KnownName>>) -> Effect {
        let mut effect = Effect::None;
        if matches!(step, NameStep::Map { .. }) {
            let count = self.entries.len();
            let copies = |at| {
                let name = self.entries.at(at).name;
                matches!(self.decide_name(step, name, known), KnownName::CopyTo(_))
            };
            // Mostly there is nothing to copy.
            if !(0..count).any(copies) {
                return effect;
            }
            // Labels that this step sets are not gone through.
            for entry in self.entries.in_order(|a, b| self.names.get(a).cmp(self.names.get(b))) {
                if let KnownName::CopyTo(name) = self.decide_name(step, entry.name, known) {
                    effect = effect.max(self.set(name, entry.value));
                }
            }
            return effect;
        }
        for at in 0..self.entries.len() {
            let Entry { name, value } = self.entries.at(at);
            if !matches!(value, Value::Gone)
                && let KnownName::Remove = self.decide_name(step, name, known)
            {
                self.entries.remove(name);
                effect = Effect::Changed;
            }
        }
        effect
    }

    fn decide_name(
        &mut self,
        step: &NameStep,
        name: TextId,
        known: &mut Vec<Option<KnownName>>,
    ) -> KnownName {
        if let Some(&Some(known)) = known.get(name.index()) {
            return known;
        }
        let decision = match step.decide(self.names.get(name)) {
            NameDecision::Pass => KnownName::Pass,
            NameDecision::Remove => KnownName::Remove,
            NameDecision::CopyTo(new) => KnownName::CopyTo(self.number(&new)),
        };
        if known.len() <= name.index() {
            known.resize(name.index() + 1, None);
        }
        known[name.index()] = Some(decision);
        decision
    }

    /// Sets a label, or removes it if the value is empty.
    fn set(&mut self, name: TextId, value: Value) -> Effect {
        let before = self.entries.get(name).map_or("", |value| self.text(value));
        let after = self.text(value);
        let effect = if before == after { Effect::None } else { Effect::Changed };
        if after.is_empty() {
            self.entries.remove(name);
        } else {
            self.entries.set(name, value);
        }
        effect
    }

    fn text(&self, value: Value) -> &str {
        match value {
            Value::Numbered(id) => self.values.get(id),
            Value::Scratch(start, end) => &self.scratch[start..end],
            Value::Gone => "",
        }
    }

    fn number(&mut self, name: &str) -> TextId {
        number(&mut self.names, &mut self.columns, name)
    }

    /// The number of the name that comes at this place in a label set.
    fn number_at(&mut self, at: usize, name: &str) -> TextId {
        if let Some(&before) = self.names_before.get(at)
            && self.names.get(before) == name
        {
            return before;
        }
        let id = self.number(name);
        self.names_before.truncate(at);
        self.names_before.push(id);
        id
    }

    fn differs_from_start(&self) -> bool {
        let value = |entry: &Entry| self.entries.get(entry.name).map(|value| self.text(value));
        self.start.len() != self.entries.iter().count()
            || self.start.iter().any(|entry| value(entry) != Some(self.text(entry.value)))
    }

    /// The labels at hand.
    pub(super) fn labels(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.entries.iter().map(|entry| (self.names.get(entry.name), self.text(entry.value)))
    }
}

/// The number of a label's name.
fn number(names: &mut Interner, columns: &mut Vec<Column>, name: &str) -> TextId {
    let (id, _) = names.intern(name);
    if columns.len() <= id.index() {
        columns.resize(id.index() + 1, Column::default());
    }
    id
}

impl<'r> Relabeled<'r> {
    /// The step that dropped it, from 0; `None` if it is kept.
    pub fn dropped_by(&self) -> Option<usize> {
        self.dropped_by
    }

    /// Whether its labels are other than before the first step.
    pub fn is_changed(&self) -> bool {
        // A label may have been set and removed again.
        self.changed == Effect::Changed && self.relabeler.differs_from_start()
    }

    /// A number for its labels that does not depend on their order: that of equal ones is equal, that of others hardly
    /// ever.
    pub fn fingerprint(&self) -> u64 {
        self.labels().map(|label| FINGERPRINT.hash_one(label)).fold(0, u64::wrapping_add)
    }

    /// Names and values, in no certain order. Of a dropped one, as they were before the step that dropped it.
    pub fn labels(&self) -> impl Iterator<Item = (&'r str, &'r str)> + Clone {
        self.relabeler.labels()
    }

    /// A label's value; empty where there is none.
    pub fn get(&self, name: &str) -> &'r str {
        self.labels().find(|(other, _)| *other == name).map_or("", |(_, value)| value)
    }

    /// Whether there is a label of this name.
    pub fn has(&self, name: &str) -> bool {
        self.labels().any(|(other, _)| other == name)
    }

    /// Whether these are its labels.
    pub fn is(&self, labels: &Labels) -> bool {
        self.labels().count() == labels.len() && self.labels().all(|(name, value)| labels.get(name) == value)
    }

    /// The labels, sorted.
    pub fn to_labels(&self) -> Labels {
        self.labels().collect()
    }

    /// What became of it.
    pub fn to_outcome(&self) -> Outcome {
        match self.dropped_by {
            Some(step) => Outcome::Dropped { step, labels: self.to_labels() },
            None => Outcome::Kept(self.to_labels()),
        }
    }
}
