//! Which rules run.

use crate::rules::{Preset, RULES, Rule, Run};

/// A choice of rules: a preset, rules or categories added, rules or categories taken away.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    preset: Preset,
    select: Vec<String>,
    ignore: Vec<String>,
}

/// A selector that names neither a rule, nor a category, nor `all`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// What was written.
    pub selector: String,
    /// The nearest known one.
    pub nearest: Option<&'static str>,
}

impl std::fmt::Display for UnknownSelector {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "there is no rule or category `{}`", self.selector)?;
        match self.nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => write!(formatter, "; `scrapelint rules` lists them"),
        }
    }
}

impl std::error::Error for UnknownSelector {}

impl UnknownSelector {
    /// A name that is not known, with the nearest one that is.
    pub fn new(selector: &str) -> Self {
        let nearest = names()
            .map(|name| (strsim::damerau_levenshtein(name, selector), name))
            .filter(|(distance, name)| *distance <= name.len() / 3)
            .min()
            .map(|(_, name)| name);
        Self { selector: selector.to_owned(), nearest }
    }
}

impl Selection {
    /// A choice of rules. With `select` the preset counts no more: only what is selected runs.
    ///
    /// # Errors
    /// The first selector that is not known.
    pub fn new(preset: Preset, select: Vec<String>, ignore: Vec<String>) -> Result<Self, UnknownSelector> {
        let known = |selector: &str| selector == "all" || names().any(|name| name == selector);
        for selector in select.iter().chain(&ignore) {
            if !known(selector) {
                return Err(UnknownSelector::new(selector));
            }
        }
        Ok(Self { preset, select, ignore })
    }

    /// Whether a rule runs. Load findings always do: Prometheus does not ask.
    pub fn contains(&self, rule: &Rule) -> bool {
        if matches!(rule.run, Run::Load) {
            return true;
        }
        let names_it = |selectors: &[String]| {
            selectors
                .iter()
                .any(|selector| selector == "all" || selector == rule.name || selector == rule.category)
        };
        // A rule named outright wins over a category that is ignored.
        if self.select.iter().any(|selector| selector == rule.name) {
            return true;
        }
        if names_it(&self.ignore) {
            return false;
        }
        if self.select.is_empty() { rule.preset <= self.preset } else { names_it(&self.select) }
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().flat_map(|rule| [rule.name, rule.category])
}
