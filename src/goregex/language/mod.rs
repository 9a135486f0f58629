//! Questions about the texts that patterns match: whether there are any, whether two patterns share one, whether one
//! matches all that another does.
//!
//! Every question comes to looking for a text that some patterns match and others do not. The search
//! ([`search`](self::search)) goes through automata breadth first, so that what it finds is as short as can be, and gives
//! up after a fixed amount of work: an answer may be unknown, but it is never late.

mod alphabet;
mod automata;
mod search;
#[cfg(test)]
mod tests;
mod utf8;

use regex_automata::nfa::thompson::{Compiler, Config, NFA, WhichCaptures};

use super::ast::Ast;
use super::translate::{MAX_PROGRAM, translate};

/// All texts on which a pattern matches, as Prometheus matches it: with the anchors around it or, if it escapes them,
/// anywhere in the text. Texts are UTF-8.
///
/// ```
/// use scrapelint::goregex::{Answer, Language, parse_anchored};
///
/// let language = |pattern| Language::of(&parse_anchored(pattern).unwrap()).unwrap();
/// let (node, any_node) = (language("node-[0-9]+"), language("node-.*"));
/// assert_eq!(node.is_subset_of(&any_node), Answer::Yes);
/// assert_eq!(any_node.is_subset_of(&node), Answer::No("node-".to_owned()));
/// assert_eq!(node.is_disjoint_from(&language("node-0|db-0")), Answer::No("node-0".to_owned()));
/// assert_eq!(language("a$b").is_empty(), Answer::Yes);
/// ```
#[derive(Clone, Debug)]
pub struct Language {
    nfa: NFA,
}

/// An answer with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so, as this text shows.
    No(String),
    /// The automata are too large to tell.
    Unknown,
}

/// What came of looking for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// There is this one; none is shorter.
    Found(String),
    /// There is none.
    Nothing,
    /// The automata are too large to tell.
    Unknown,
}

impl Language {
    /// The texts that a pattern matches; `None` if its automaton would be too large.
    pub fn of(ast: &Ast) -> Option<Self> {
        let config = Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(MAX_PROGRAM));
        let hir = translate(ast).ok()?;
        let nfa = Compiler::new().configure(config).build_from_hir(&hir).ok()?;
        Some(Self { nfa })
    }

    /// Looks for a text that all of `inside` match and none of `outside`.
    pub fn search(inside: &[&Self], outside: &[&Self]) -> Search {
        search::search(inside, outside)
    }

    /// Whether no text matches. The text that shows the opposite is [`example`](Self::example).
    pub fn is_empty(&self) -> Answer {
        Self::search(&[self], &[]).into()
    }

    /// Whether every text matches, the empty one too. The text that shows the opposite does not match.
    pub fn matches_everything(&self) -> Answer {
        Self::search(&[], &[self]).into()
    }

    /// Whether no text matches both. The text that shows the opposite matches both.
    pub fn is_disjoint_from(&self, other: &Self) -> Answer {
        Self::search(&[self, other], &[]).into()
    }

    /// Whether every text that matches this matches the other. The text that shows the opposite matches this only.
    pub fn is_subset_of(&self, other: &Self) -> Answer {
        Self::search(&[self], &[other]).into()
    }

    /// Whether every text that matches the other matches this. The text that shows the opposite matches the other only.
    pub fn contains(&self, other: &Self) -> Answer {
        other.is_subset_of(self)
    }

    /// A text that matches: one of the shortest, and as readable as can be. `None` if there is none or it was not found.
    pub fn example(&self) -> Option<String> {
        match Self::search(&[self], &[]) {
            Search::Found(text) => Some(text),
            Search::Nothing | Search::Unknown => None,
        }
    }
}

impl From<Search> for Answer {
    /// The answer to whether there is no such text.
    fn from(search: Search) -> Self {
        match search {
            Search::Found(text) => Self::No(text),
            Search::Nothing => Self::Yes,
            Search::Unknown => Self::Unknown,
        }
    }
}
