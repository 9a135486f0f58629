//! Matching by comparing texts.

use std::collections::HashMap;

use memchr::memmem;

use super::ast::{Ast, Greed};
use super::shape::{Branch, Gap, MOST_GAPS, Mark, Shape};

#[cfg(test)]
mod tests;

/// Up to this many texts are compared one by one.
const FEW: usize = 6;

/// How to match a pattern without an engine.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    texts: Texts,
    globs: Vec<Glob>,
    /// The marks of each branch; `None` where the branches do not tell the groups.
    marks: Option<Vec<Vec<Mark>>>,
}

/// Whole texts, with the numbers of their branches.
#[derive(Clone, Debug)]
enum Texts {
    Few(Vec<(String, usize)>),
    Many {
        /// A bit for each length that occurs, the last for all that are longer.
        lengths: u64,
        texts: HashMap<String, usize, foldhash::fast::RandomState>,
    },
}

/// Pieces with gaps between them.
#[derive(Clone, Debug)]
struct Glob {
    branch: usize,
    prefix: String,
    suffix: String,
    /// The shortest text that matches.
    shortest: usize,
    gaps: Vec<Gap>,
    /// What stands between two gaps.
    middle: Vec<Middle>,
}

#[derive(Clone, Debug)]
struct Middle {
    forward: memmem::Finder<'static>,
    backward: memmem::FinderRev<'static>,
}

/// Where the pieces of a glob begin, and the text's end.
type Places = [usize; MOST_GAPS + 1];

impl Plan {
    /// A plan for a pattern, where there is one.
    pub(super) fn of(ast: &Ast) -> Option<Self> {
        let Shape { branches, ordered } = Shape::of(ast)?;
        let mut marks = Vec::with_capacity(branches.len());
        let mut texts: Vec<(String, usize)> = Vec::new();
        let mut globs = Vec::new();
        for (at, mut branch) in branches.into_iter().enumerate() {
            marks.push(std::mem::take(&mut branch.marks));
            match branch.gaps.as_slice() {
                [] => texts.push((branch.pieces.concat(), at)),
                _ => globs.push(Glob::new(branch, at)),
            }
        }
        let tells_groups = ordered || marks.iter().all(Vec::is_empty);
        Some(Self { texts: Texts::new(texts), globs, marks: tells_groups.then_some(marks) })
    }

    /// Whether it can tell the groups.
    pub(super) fn tells_groups(&self) -> bool {
        self.marks.is_some()
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.globs.iter().any(|glob| glob.is_match(text)) || self.texts.find(text).is_some()
    }

    /// Matches a text and hands each end of a group, by its slot, to `set`; the whole match is the whole text.
    pub(super) fn captures(&self, text: &str, mut set: impl FnMut(usize, usize)) -> bool {
        let of_text = self.texts.find(text);
        let before = |glob: &&Glob| of_text.is_none_or(|branch| glob.branch < branch);
        let of_glob = self.globs.iter().take_while(before).find(|glob| glob.is_match(text));
        let branch = match (of_glob, of_text) {
            (Some(glob), _) => glob.branch,
            (None, Some(branch)) => branch,
            (None, None) => return false,
        };
        let marks = self.marks.as_ref().map_or(&[][..], |marks| &marks[branch]);
        if !marks.is_empty() {
            let places = of_glob.map_or(Places::default(), |glob| glob.places(text));
            for mark in marks {
                set(mark.slot, places[mark.piece] + mark.offset);
            }
        }
        true
    }
}

impl Texts {
    fn new(all: Vec<(String, usize)>) -> Self {
        if all.len() <= FEW {
            return Self::Few(all);
        }
        let mut texts = HashMap::with_capacity_and_hasher(all.len(), foldhash::fast::RandomState::default());
        let mut lengths = 0;
        for (text, branch) in all {
            lengths |= length_bit(&text);
            texts.entry(text).or_insert(branch);
        }
        Self::Many { lengths, texts }
    }

    /// The number of the first branch that is this text.
    fn find(&self, text: &str) -> Option<usize> {
        match self {
            Self::Few(texts) => texts.iter().find(|(other, _)| other == text).map(|&(_, branch)| branch),
            Self::Many { lengths, .. } if lengths & length_bit(text) == 0 => None,
            Self::Many { texts, .. } => texts.get(text).copied(),
        }
    }
}

fn length_bit(text: &str) -> u64 {
    1 << text.len().min(63)
}

impl Glob {
    fn new(branch: Branch, number: usize) -> Self {
        let shortest = branch.pieces.iter().map(String::len).sum::<usize>()
            + branch.gaps.iter().map(|gap| gap.min).sum::<usize>();
        let mut pieces = branch.pieces.into_iter();
        let prefix = pieces.next().unwrap_or_default();
        let suffix = pieces.next_back().unwrap_or_default();
        let middle = pieces.map(|piece| Middle {
            forward: memmem::Finder::new(&piece).into_owned(),
            backward: memmem::FinderRev::new(&piece).into_owned(),
        });
        Self { branch: number, prefix, suffix, shortest, gaps: branch.gaps, middle: middle.collect() }
    }

    fn is_match(&self, text: &str) -> bool {
        text.len() >= self.shortest
            // Comparing with nothing would cost a call.
            && (self.prefix.is_empty() || text.starts_with(&self.prefix))
            && (self.suffix.is_empty() || text.ends_with(&self.suffix))
            && (self.middle.is_empty() || self.place_forward(text).is_some())
    }

    /// Where the pieces of a text that matches begin: as early as can be if the gaps are lazy, else as late.
    fn places(&self, text: &str) -> Places {
        let is_lazy = self.gaps[0].greed == Greed::Lazy;
        let places = if is_lazy { self.place_forward(text) } else { self.place_backward(text) };
        places.unwrap_or_default()
    }

    /// A gap that may not be empty takes at least one byte here, which comes to one character: pieces begin and end where
    /// characters do.
    fn place_forward(&self, text: &str) -> Option<Places> {
        let mut places = Places::default();
        let mut at = self.prefix.len();
        let end = text.len() - self.suffix.len();
        for (index, (middle, gap)) in self.middle.iter().zip(&self.gaps).enumerate() {
            let from = at + gap.min;
            let found = from + middle.forward.find(text.as_bytes().get(from..end)?)?;
            places[index + 1] = found;
            at = found + middle.forward.needle().len();
        }
        places[self.gaps.len()] = end;
        (at + self.gaps.last()?.min <= end).then_some(places)
    }

    fn place_backward(&self, text: &str) -> Option<Places> {
        let mut places = Places::default();
        let mut end = text.len() - self.suffix.len();
        places[self.gaps.len()] = end;
        for (index, (middle, gap)) in self.middle.iter().zip(&self.gaps[1..]).enumerate().rev() {
            let before = end.checked_sub(gap.min)?;
            end =
                self.prefix.len() + middle.backward.rfind(text.as_bytes().get(self.prefix.len()..before)?)?;
            places[index + 1] = end;
        }
        (self.prefix.len() + self.gaps[0].min <= end).then_some(places)
    }
}
