//! Reads a file of settings: what counts of it, and what is wrong with it.

use super::load::{Decoding, syntax_finding};
use super::select::{is_certain, is_selector, nearest_name};
use super::{FileKind, FileReport, UnknownSelector};
use crate::config::{Text, secrets};
use crate::finding::nearest;
use crate::finding::{Finding, Severity, short};
use crate::rules::{RULES, find};
use crate::settings::{Level, RuleSetting, RuleTable, Settings, TYPE_PREFIX};
use crate::source::{Source, Span};
use crate::yaml::{DecodeError, Document, ErrorKind, Field, Map, Spanned, SyntaxError, decode, parse};

/// The rule of all that is wrong with settings; it has a page.
const RULE: &str = "broken-settings";

/// A file of settings, read.
#[derive(Debug)]
pub struct SettingsFile {
    /// What counts of it.
    pub settings: Settings,
    /// Its text, and what is wrong with it.
    pub report: FileReport,
}

/// Reads a file of settings. What is wrong in it does not keep the rest from counting.
///
/// ```
/// use scrapelint::lint::read_settings;
/// use scrapelint::source::Source;
/// let file = read_settings(Source::new("scrapelint.yaml", "preset: strict\nrules: {path-with-qery: off}\n"));
/// assert!(file.settings.preset.is_given());
/// assert_eq!(file.report.findings[0].message, "there is no rule or category `path-with-qery`");
/// ```
pub fn read_settings(source: Source) -> SettingsFile {
    let (document, syntax) = parse(&source.text);
    let not_text = source
        .not_text
        .as_ref()
        .map(|not_text| broken(not_text.span, "not text").with_label(not_text.problem));
    let syntax = not_text.or(syntax.as_ref().map(unreadable));
    let (settings, findings) = read_document(&document, syntax);
    let secrets = secrets(&document);
    let report = FileReport {
        kind: FileKind::Settings,
        incomplete: !findings.is_empty(),
        findings,
        prometheus_error: None,
        secrets,
        skipped: None,
        suppressed: Default::default(),
        source,
    };
    SettingsFile { settings, report }
}

/// What is wrong with a document of settings.
pub(super) fn settings_findings(document: &Document<'_>, syntax: Option<&SyntaxError>) -> Vec<Finding> {
    read_document(document, syntax.map(unreadable)).1
}

fn read_document(document: &Document<'_>, unreadable: Option<Finding>) -> (Settings, Vec<Finding>) {
    if let Some(finding) = unreadable {
        return (Settings::default(), vec![finding]);
    }
    let Some(decoded) = decode::<Spanned<Settings>>(document) else { return Default::default() };
    let secrets = secrets(document);
    let decoding = Decoding::new(document, &secrets);
    let own = |error: &DecodeError| own_words(error, &decoding.name(error.node));
    let mut findings: Vec<Finding> = decoded
        .errors
        .iter()
        .map(|error| own(error).unwrap_or_else(|| renamed(decoding.finding(error))))
        .collect();
    let settings = decoded.value.into_value().unwrap_or_default();
    for selectors in [&settings.select, &settings.ignore] {
        findings.extend(selectors.items().iter().filter_map(unknown_selector));
    }
    findings.extend(
        settings.ignore.items().iter().filter_map(|at| at.value().and_then(|name| certain(name, at.span))),
    );
    findings.extend(judge_levels(document, &settings.rules));
    for at in settings.overrides.values() {
        findings.extend(judge_levels(document, &at.rules));
    }
    findings.sort_by(|a, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
    findings.dedup();
    (settings, findings)
}

fn broken(span: Span, message: impl Into<String>) -> Finding {
    Finding::new(RULE, Severity::Error, span, message)
}

fn unreadable(error: &SyntaxError) -> Finding {
    renamed(syntax_finding(error))
}

/// A finding about a configuration, said of a file that Prometheus never sees.
fn renamed(finding: Finding) -> Finding {
    Finding { rule: RULE, note: None, ..finding }
}

/// Words for what only settings have; `name` is what to call the value.
fn own_words(error: &DecodeError, name: &str) -> Option<Finding> {
    match &error.kind {
        ErrorKind::UnknownKey { key, known } if error.go_type.starts_with(TYPE_PREFIX) => {
            let help = match nearest(key, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys here: {}", quoted(known)),
            };
            Some(broken(error.span, format!("{} is not a setting", short(key))).with_help(help))
        }
        ErrorKind::BadValue => Some(
            broken(error.span, format!("{name} must be {}", error.text))
                .with_help("`scrapelint schema settings` prints what each key takes"),
        ),
        ErrorKind::WrongType { .. } => {
            let expected = match error.go_type.strip_prefix(TYPE_PREFIX)? {
                "Rules" => "a mapping of rules to levels",
                "DumpPaths" => "a mapping of jobs to lists of paths",
                "Settings" | "Override" | "RuleTable" => return None,
                _ => "a single value",
            };
            Some(
                broken(error.span, format!("{name} must be {expected}"))
                    .with_help("`scrapelint schema settings` prints what each key takes"),
            )
        }
        _ => None,
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn unknown_selector(at: &Spanned<Text>) -> Option<Finding> {
    let name = at.value().filter(|name| !is_selector(name))?;
    Some(no_such_rule(at.span, name, UnknownSelector::new(name).nearest))
}

fn no_such_rule(span: Span, name: &str, nearest: Option<&str>) -> Finding {
    let help = nearest
        .map_or_else(|| "`scrapelint rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    broken(span, format!("there is no rule or category {}", short(name))).with_help(help)
}

/// What cannot be silenced, named to be silenced.
fn certain(name: &str, span: Span) -> Option<Finding> {
    let is_category = || RULES.iter().any(|rule| rule.category == name && is_certain(rule));
    (find(name).is_some_and(is_certain) || is_category()).then(|| {
        broken(span, format!("`{name}` cannot be switched off or made milder"))
            .with_note("Prometheus itself refuses such a configuration")
            .with_help("remove it here")
    })
}

/// An option that the rule does not have.
fn foreign_option(name: &str, table: &RuleTable) -> Option<Finding> {
    let known = find(name).map_or(&[][..], |rule| rule.options);
    let (option, span) = table.options().find(|(option, _)| !known.contains(option))?;
    let help = match known {
        [] => "remove it; `severity` can be set of every rule".to_owned(),
        known => format!("its options: {}", quoted(known)),
    };
    Some(broken(span, format!("`{name}` has no option `{option}`")).with_help(help))
}

fn judge_levels(document: &Document<'_>, rules: &Field<Map<Text, RuleSetting>>) -> Vec<Finding> {
    let entries = rules.value().map_or(&[][..], Map::entries);
    let judge = |(key, setting): &(Spanned<Text>, Spanned<RuleSetting>)| {
        let name = key.value()?;
        let span = document.span(key.node);
        if !RULES.iter().any(|rule| rule.name == &**name || rule.category == &**name) {
            let known = RULES.iter().flat_map(|rule| [rule.name, rule.category]);
            return Some(no_such_rule(span, name, nearest_name(name, known)));
        }
        if let Some(RuleSetting::Table(table)) = setting.value()
            && let Some(finding) = foreign_option(name, table)
        {
            return Some(finding);
        }
        let level = setting.value().and_then(RuleSetting::level)?;
        let is_milder = !matches!(level, Level::On | Level::At(Severity::Error));
        is_milder.then(|| certain(name, span)).flatten()
    };
    entries.iter().filter_map(judge).collect()
}
