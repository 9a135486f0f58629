//! Patterns at work on texts.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::util::primitives::NonMaxUsize;
use regex_syntax::hir::Hir;

use super::ast::Ast;
use super::plan::Plan;
use super::template::Template;
use super::translate::{MAX_PROGRAM, translate};
use super::two_pass::TwoPass;

#[cfg(test)]
mod tests;

/// A pattern that is too large to be simulated, though Prometheus takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "this regular expression is too large to simulate: compiled, it takes more than {} MiB",
            MAX_PROGRAM >> 20
        )
    }
}

impl std::error::Error for TooLarge {}

/// A pattern, compiled. It finds the same matches and groups as Go.
///
/// ```
/// use std::sync::Arc;
/// use scrapelint::goregex::{Captures, Matcher, parse_anchored};
///
/// let matcher = Matcher::new(Arc::new(parse_anchored("(.*):([0-9]+)").unwrap())).unwrap();
/// let mut captures = Captures::new();
/// assert!(matcher.captures("db:5432", &mut captures));
/// assert_eq!(captures.get(2), Some(3..7));
/// assert!(!matcher.is_match("db:5432/"));
/// ```
#[derive(Clone, Debug)]
pub struct Matcher {
    ast: Arc<Ast>,
    /// With the whole match.
    groups: usize,
    plan: Option<Plan>,
    /// Where there is no plan, or one that does not tell the groups.
    engine: Option<Engine>,
}

#[derive(Clone, Debug)]
enum Engine {
    TwoPass(Box<TwoPass>),
    Regex(Regex),
}

impl Matcher {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// When the compiled pattern would be too large.
    pub fn new(ast: Arc<Ast>) -> Result<Self, TooLarge> {
        let plan = Plan::of(&ast);
        let engine = match &plan {
            Some(plan) if plan.tells_groups() => None,
            _ => Some(Engine::new(&translate(&ast)?)?),
        };
        Ok(Self { groups: ast.groups.len(), ast, plan, engine })
    }

    /// Matches with nothing but Rust's engine.
    #[cfg(test)]
    pub(super) fn plain(ast: Arc<Ast>) -> Result<Self, TooLarge> {
        let engine = Some(Engine::regex(&translate(&ast)?)?);
        Ok(Self { groups: ast.groups.len(), ast, plan: None, engine })
    }

    /// The pattern's tree.
    pub fn ast(&self) -> &Arc<Ast> {
        &self.ast
    }

    /// Whether the pattern matches a text, or a part of it if it escapes the anchors.
    pub fn is_match(&self, text: &str) -> bool {
        match (&self.plan, &self.engine) {
            (Some(plan), _) => plan.is_match(text),
            (None, Some(Engine::TwoPass(two_pass))) => two_pass.is_match(text),
            (None, Some(Engine::Regex(regex))) => regex.is_match(text),
            (None, None) => false,
        }
    }

    /// Matches a text and tells where the groups lie. If there is no match, no group lies anywhere.
    pub fn captures(&self, text: &str, captures: &mut Captures) -> bool {
        self.captures_from(text, 0, captures)
    }

    fn captures_from(&self, text: &str, start: usize, captures: &mut Captures) -> bool {
        let Captures { slots, rows } = captures;
        slots.resize(self.groups * 2, None);
        slots.fill(None);
        let mut set = |slot: usize, at: usize| slots[slot] = NonMaxUsize::new(at);
        match &self.engine {
            Some(Engine::Regex(regex)) => {
                let input = Input::new(text).span(start..text.len());
                let matches = regex.search_slots(&input, slots).is_some();
                if !matches {
                    slots.fill(None);
                }
                matches
            }
            // The others are for what begins at the text's start.
            _ if start > 0 => false,
            Some(Engine::TwoPass(two_pass)) => two_pass.captures(text, rows, set),
            None => {
                let matches = self.plan.as_ref().is_some_and(|plan| plan.captures(text, &mut set));
                if matches {
                    set(0, 0);
                    set(1, text.len());
                }
                matches
            }
        }
    }

    /// Replaces each match in a text by a template and appends the result to `out`, as Go's `ReplaceAllString` does.
    /// There can be more than one match only where the pattern escapes the anchors.
    pub fn replace_all(&self, text: &str, template: &Template, captures: &mut Captures, out: &mut String) {
        let mut copied = 0;
        let mut at = 0;
        while at <= text.len() && self.captures_from(text, at, captures) {
            let Some(whole) = captures.get(0) else { break };
            out.push_str(&text[copied..whole.start]);
            // An empty match just behind another match is passed over.
            if whole.end > copied || whole.start == 0 {
                template.expand(self, text, captures, out);
            }
            copied = whole.end;
            let width = text[at..].chars().next().map_or(1, char::len_utf8);
            at = if at + width > whole.end { at + width } else { whole.end };
        }
        out.push_str(&text[copied..]);
    }
}

impl Engine {
    fn new(hir: &Hir) -> Result<Self, TooLarge> {
        match TwoPass::new(hir) {
            Some(two_pass) => Ok(Self::TwoPass(Box::new(two_pass))),
            None => Self::regex(hir),
        }
    }

    fn regex(hir: &Hir) -> Result<Self, TooLarge> {
        let config = Regex::config().nfa_size_limit(Some(MAX_PROGRAM));
        Regex::builder().configure(config).build_from_hir(hir).map(Self::Regex).map_err(|_| TooLarge)
    }
}

/// Where the groups of a match lie; to be used again and again.
#[derive(Clone, Debug, Default)]
pub struct Captures {
    pub(super) slots: Vec<Option<NonMaxUsize>>,
    /// Room to work in.
    rows: Vec<u32>,
}

impl Captures {
    /// Of no match.
    pub fn new() -> Self {
        Self::default()
    }

    /// The byte range of a group; 0 is the whole match. `None` if the group took no part or there is none.
    pub fn get(&self, group: usize) -> Option<Range<usize>> {
        let at = group.checked_mul(2)?;
        let start = (*self.slots.get(at)?)?;
        let end = (*self.slots.get(at + 1)?)?;
        Some(start.get()..end.get())
    }

    /// How many groups the pattern has that was matched last, the whole match included.
    pub fn len(&self) -> usize {
        self.slots.len() / 2
    }

    /// Whether nothing was matched yet.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}
