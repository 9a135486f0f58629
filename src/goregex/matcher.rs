//! Patterns at work on texts.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::util::primitives::NonMaxUsize;

use super::ast::Ast;
use super::plan::Plan;
use super::template::Template;
use super::translate::translate;

/// The most memory that a compiled pattern may take. What people write stays below a hundredth of it, while `\pL{200}`
/// comes to it; with more, one pattern could take seconds to compile and as long for one text.
const MAX_PROGRAM: usize = 4 << 20;

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
    means: Means,
}

/// How texts are matched.
#[derive(Clone, Debug)]
enum Means {
    Plan(Plan),
    /// The plan, if there is one, does not tell the groups.
    Engine {
        regex: Regex,
        plan: Option<Plan>,
    },
}

impl Matcher {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// When the compiled pattern would be too large.
    pub fn new(ast: Arc<Ast>) -> Result<Self, TooLarge> {
        let means = match Plan::of(&ast) {
            Some(plan) if plan.tells_groups() => Means::Plan(plan),
            plan => Means::Engine { regex: engine(&ast)?, plan },
        };
        Ok(Self { ast, means })
    }

    #[cfg(test)]
    pub(super) fn without_plan(ast: Arc<Ast>) -> Result<Self, TooLarge> {
        let means = Means::Engine { regex: engine(&ast)?, plan: None };
        Ok(Self { ast, means })
    }

    /// The pattern's tree.
    pub fn ast(&self) -> &Arc<Ast> {
        &self.ast
    }

    /// Whether the pattern matches a text, or a part of it if it escapes the anchors.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.means {
            Means::Plan(plan) | Means::Engine { plan: Some(plan), .. } => plan.is_match(text),
            Means::Engine { regex, plan: None } => regex.is_match(text),
        }
    }

    /// Matches a text and tells where the groups lie. If there is no match, no group lies anywhere.
    pub fn captures(&self, text: &str, captures: &mut Captures) -> bool {
        self.captures_from(text, 0, captures)
    }

    fn captures_from(&self, text: &str, start: usize, captures: &mut Captures) -> bool {
        let slots = &mut captures.slots;
        slots.clear();
        slots.resize(self.ast.group_names().len() * 2, None);
        let matches = match &self.means {
            // A plan is for what begins at the text's start.
            Means::Plan(_) if start > 0 => false,
            Means::Plan(plan) => {
                (slots[0], slots[1]) = (NonMaxUsize::new(0), NonMaxUsize::new(text.len()));
                plan.captures(text, |slot, at| slots[slot] = NonMaxUsize::new(at))
            }
            Means::Engine { regex, .. } => {
                regex.search_slots(&Input::new(text).span(start..text.len()), slots).is_some()
            }
        };
        if !matches {
            slots.fill(None);
        }
        matches
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

fn engine(ast: &Ast) -> Result<Regex, TooLarge> {
    let config = Regex::config().nfa_size_limit(Some(MAX_PROGRAM));
    let hir = translate(ast, ast.root());
    Regex::builder().configure(config).build_from_hir(&hir).map_err(|_| TooLarge)
}

/// Where the groups of a match lie; to be used again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captures {
    slots: Vec<Option<NonMaxUsize>>,
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
