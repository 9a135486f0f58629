//! Which rules run, and how severe their findings are.

use std::sync::Arc;

use crate::config::Text;
use crate::finding::{Finding, Severity};
use crate::rules::{Preset, RULES, Rule, find};
use crate::settings::{Level, Override, Root, RuleOptions, RuleSetting, RuleTable, Settings};
use crate::yaml::{Field, Map, Spanned};

/// Prometheus itself refuses what this category holds: it can be neither switched off nor made milder.
const LOAD: &str = "load";

/// Whether a rule is about what Prometheus refuses, or about what scrapelint could not do: neither can be silenced.
pub(crate) fn is_certain(rule: &Rule) -> bool {
    rule.category == LOAD
}

/// Rules and categories by name: some to be run alone, some to be left out.
#[derive(Clone, Debug, Default)]
struct Selectors {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selectors {
    /// Whether a rule is among those to run, if anything is said of it.
    fn verdict(&self, rule: &Rule) -> Option<bool> {
        // A rule named outright wins over a category that is ignored.
        if self.select.iter().any(|selector| selector == rule.name) {
            return Some(true);
        }
        if names(&self.ignore, rule) {
            return Some(false);
        }
        (!self.select.is_empty()).then(|| names(&self.select, rule))
    }
}

fn names(selectors: &[String], rule: &Rule) -> bool {
    selectors.iter().any(|selector| selector == "all" || selector == rule.name || selector == rule.category)
}

/// A choice of rules: what was asked for, and behind that what settings say.
///
/// What is asked for wins: a rule selected there runs whatever settings say, one ignored there does not. For all others
/// the overrides of settings count, the last first, then their levels, then their selectors, and the preset at last.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    preset: Option<Preset>,
    asked: Selectors,
    settings: Option<Arc<Chosen>>,
}

/// What settings say of rules.
#[derive(Debug)]
struct Chosen {
    preset: Preset,
    selectors: Selectors,
    settings: Arc<Settings>,
    root: Root,
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
        Self { selector: selector.to_owned(), nearest: nearest_name(selector, known_names()) }
    }
}

/// The name that was likely meant.
pub(super) fn nearest_name(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    // Nothing as long is a name with a typing mistake, and the comparison takes time in proportion.
    const LONGEST: usize = 64;
    let known = known.filter(|_| name.len() <= LONGEST);
    known
        .map(|known| (strsim::damerau_levenshtein(known, name), known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .min()
        .map(|(_, known)| known)
}

/// Whether a selector names a rule, a category, or all.
pub(super) fn is_selector(selector: &str) -> bool {
    selector == "all" || known_names().any(|name| name == selector)
}

fn known_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().flat_map(|rule| [rule.name, rule.category])
}

impl Selection {
    /// A choice of rules. With `select` the preset counts no more: only what is selected runs.
    ///
    /// # Errors
    /// The first selector that is not known.
    pub fn new(
        preset: impl Into<Option<Preset>>,
        select: Vec<String>,
        ignore: Vec<String>,
    ) -> Result<Self, UnknownSelector> {
        if let Some(unknown) = select.iter().chain(&ignore).find(|selector| !is_selector(selector)) {
            return Err(UnknownSelector::new(unknown));
        }
        Ok(Self { preset: preset.into(), asked: Selectors { select, ignore }, settings: None })
    }

    /// The same choice where it leaves things open to settings, whose paths are relative to `root`.
    #[must_use]
    pub fn behind(self, settings: Arc<Settings>, root: Root) -> Self {
        let texts = |texts: &Field<Vec<Spanned<Text>>>| texts.values().map(|text| text.to_string()).collect();
        let selectors = Selectors { select: texts(&settings.select), ignore: texts(&settings.ignore) };
        let preset = settings.preset.value().copied().unwrap_or_default();
        Self { settings: Some(Arc::new(Chosen { preset, selectors, settings, root })), ..self }
    }

    /// Whether a rule may find something in a file.
    pub fn may_find(&self, rule: &Rule, path: &str) -> bool {
        self.of_file(path).may_find(rule)
    }

    /// Takes away the findings of rules that are off in a file, and gives the others the severity that is set.
    pub fn apply(&self, path: &str, findings: &mut Vec<Finding>) {
        self.of_file(path).apply(findings);
    }

    /// What counts in one file.
    pub(super) fn of_file(&self, path: &str) -> FileSelection<'_> {
        let overrides = self.settings.as_deref().map_or_else(Vec::new, |chosen| {
            let path = chosen.root.relative(path);
            let fits = |it: &&Override| {
                !it.files.is_given() || it.files.values().any(|pattern| pattern.matches(&path))
            };
            chosen.settings.overrides.values().filter(fits).collect()
        });
        FileSelection { selection: self, overrides }
    }
}

/// A choice of rules, as it counts in one file.
pub(super) struct FileSelection<'s> {
    selection: &'s Selection,
    overrides: Vec<&'s Override>,
}

impl FileSelection<'_> {
    /// Whether a rule may find something in the file.
    pub(super) fn may_find(&self, rule: &Rule) -> bool {
        self.severity(rule, None).is_some()
            || self.overrides.iter().any(|it| {
                it.jobs.is_given()
                    && level_in(it, rule).is_some_and(|level| self.decide(rule, Some(level)).is_some())
            })
    }

    /// Whether a rule is in force for all of the file.
    pub(super) fn finds_everywhere(&self, rule: &Rule) -> bool {
        let is_off = |it: &&Override| level_in(it, rule) == Some(Level::Off);
        self.severity(rule, None).is_some() && !self.overrides.iter().any(is_off)
    }

    /// The options of a rule in the file.
    pub(super) fn options(&self, rule: &Rule) -> RuleOptions<'_> {
        let mut options = RuleOptions::default();
        if rule.options.is_empty() {
            return options;
        }
        for it in self.overrides.iter().rev() {
            if let Some(table) = table_of(&it.rules, rule) {
                options.add(Some(&it.jobs), table);
            }
        }
        let settings = self.selection.settings.as_deref();
        if let Some(table) = settings.and_then(|chosen| table_of(&chosen.settings.rules, rule)) {
            options.add(None, table);
        }
        options
    }

    /// Takes away the findings of rules that are off, and gives the others the severity that is set.
    pub(super) fn apply(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| {
            let Some(rule) = find(finding.rule).filter(|rule| !is_certain(rule)) else { return true };
            let severity = self.severity(rule, finding.job.as_deref());
            finding.severity = severity.unwrap_or(finding.severity);
            severity.is_some()
        });
    }

    /// The severity of a rule's findings in a job, or outside of jobs; nothing if the rule is off there.
    fn severity(&self, rule: &Rule, job: Option<&str>) -> Option<Severity> {
        let fits = |it: &&&Override| {
            !it.jobs.is_given() || job.is_some_and(|job| it.jobs.values().any(|pattern| pattern.matches(job)))
        };
        let of_overrides = self.overrides.iter().rev().filter(fits).find_map(|it| level_in(it, rule));
        let level =
            of_overrides.or_else(|| level_of(&self.selection.settings.as_deref()?.settings.rules, rule));
        self.decide(rule, level)
    }

    /// The severity of a rule that settings give this level.
    fn decide(&self, rule: &Rule, level: Option<Level>) -> Option<Severity> {
        if is_certain(rule) {
            return Some(rule.severity);
        }
        let Selection { preset, asked, settings } = self.selection;
        let is_on = asked.verdict(rule).unwrap_or_else(|| match level {
            Some(level) => level != Level::Off,
            None => {
                let of_settings = settings.as_deref().and_then(|chosen| chosen.selectors.verdict(rule));
                let preset = preset.or(settings.as_deref().map(|chosen| chosen.preset)).unwrap_or_default();
                of_settings.unwrap_or(rule.preset <= preset)
            }
        });
        is_on.then_some(match level {
            Some(Level::At(severity)) => severity,
            _ => rule.severity,
        })
    }
}

type Rules = Field<Map<Text, RuleSetting>>;

fn level_in(it: &Override, rule: &Rule) -> Option<Level> {
    level_of(&it.rules, rule)
}

fn table_of<'r>(rules: &'r Rules, rule: &Rule) -> Option<&'r RuleTable> {
    match rules.value()?.get(rule.name)?.value()? {
        RuleSetting::Table(table) => Some(table),
        RuleSetting::Level(_) => None,
    }
}

/// The level that some settings give a rule, by its name, else by its category.
fn level_of(rules: &Rules, rule: &Rule) -> Option<Level> {
    let rules = rules.value()?;
    let of = |name| rules.get(name).and_then(Spanned::value).and_then(|setting| setting.level());
    of(rule.name).or_else(|| of(rule.category))
}
