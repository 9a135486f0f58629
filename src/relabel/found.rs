//! Targets as they are written down: in the configuration, or in a file that it names.

mod json;

use crate::config::sd::{LabelSet, StaticConfig};
use crate::source::{LineIndex, Span};
use crate::yaml::{DecodeError, ErrorKind, Field, Spanned, decode, go_quote, parse};

use super::Labels;

/// A target as it is found, before Prometheus adds labels of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundTarget {
    /// The group that it stands in, from 0.
    pub group: usize,
    /// Its position in the group, from 0.
    pub index: usize,
    /// Its labels: the address, and those of the group.
    pub labels: Labels,
    /// Where it stands, if that is known.
    pub span: Option<Span>,
}

/// Why a file of targets cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenTargets {
    /// Where the first thing wrong stands.
    pub span: Span,
    /// What is wrong with it.
    pub problem: String,
}

/// The label that holds a target's address.
pub(super) const ADDRESS: &str = "__address__";

/// The targets of a section's `static_configs`, group by group.
///
/// What did not decode is left out; positions count it all the same.
///
/// ```
/// use scrapelint::relabel::static_targets;
///
/// let text = "scrape_configs: [{job_name: a, static_configs: [{targets: ['a:80', 'b:80'], labels: {zone: x}}]}]";
/// let (document, _) = scrapelint::yaml::parse(text);
/// let config = scrapelint::config::load(&document, scrapelint::config::Mode::Server).config;
/// let job = config.jobs().next().unwrap();
/// let second = static_targets(&job.static_configs).nth(1).unwrap();
/// assert_eq!(second.labels.to_string(), r#"{__address__="b:80", zone="x"}"#);
/// assert_eq!(&text[second.span.unwrap().range()], "'b:80'");
/// ```
pub fn static_targets(groups: &Field<Vec<Spanned<StaticConfig>>>) -> impl Iterator<Item = FoundTarget> {
    groups.items().iter().enumerate().flat_map(|(group, config)| {
        config.value().into_iter().flat_map(move |config| targets_of(group, config))
    })
}

fn targets_of(group: usize, config: &StaticConfig) -> impl Iterator<Item = FoundTarget> {
    let shared = config.labels.value().map(group_labels).unwrap_or_default();
    config.targets.items().iter().enumerate().map(move |(index, target)| {
        let mut labels = shared.clone();
        // A target is its address, even an empty one: that of a group does not take its place.
        labels.set(ADDRESS, target.value().map_or("", |address| address));
        FoundTarget { group, index, labels, span: (!target.elsewhere).then_some(target.span) }
    })
}

fn group_labels(labels: &LabelSet) -> Labels {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let entries = labels.entries().iter();
    entries
        .map(|(name, value)| {
            (text(name.value().map(|name| &**name)), text(value.value().map(|value| &**value)))
        })
        .collect()
}

/// The targets of a file as `file_sd_configs` reads it: a list of `targets` and `labels` in JSON if the path ends in
/// `.json`, else in YAML. Each gets the path as label `__meta_filepath`.
///
/// # Errors
///
/// Prometheus uses no target of a file that has something wrong with it (discovery/file/file.go, `readFile`); the first
/// such thing is told.
///
/// ```
/// use scrapelint::relabel::file_targets;
///
/// let targets = file_targets("- targets: [a:80]\n  labels: {zone: x}\n", "sd/web.yml").unwrap();
/// let labels = &targets[0].labels;
/// assert_eq!(labels.to_string(), r#"{__address__="a:80", __meta_filepath="sd/web.yml", zone="x"}"#);
///
/// let error = file_targets(r#"[{"targets": [9100]}]"#, "sd/web.json").unwrap_err();
/// assert_eq!(error.problem, "invalid type: integer `9100`, expected a string");
/// ```
pub fn file_targets(text: &str, path: &str) -> Result<Vec<FoundTarget>, BrokenTargets> {
    let is_json = path.to_ascii_lowercase().ends_with(".json");
    let mut targets = if is_json { json_targets(text)? } else { yaml_targets(text)? };
    for target in &mut targets {
        target.labels.set("__meta_filepath", path);
    }
    Ok(targets)
}

fn yaml_targets(text: &str) -> Result<Vec<FoundTarget>, BrokenTargets> {
    let (document, syntax) = parse(text);
    if let Some(error) = syntax {
        return Err(BrokenTargets { span: error.span, problem: error.problem });
    }
    let Some(decoded) = decode::<Field<Vec<Spanned<StaticConfig>>>>(&document) else { return Ok(Vec::new()) };
    if let Some(error) = decoded.errors.into_iter().next() {
        return Err(BrokenTargets { span: error.span, problem: problem(error) });
    }
    if let Some(group) = decoded.value.items().iter().find(|group| group.is_null()) {
        return Err(BrokenTargets { span: group.span, problem: EMPTY_GROUP.to_owned() });
    }
    Ok(static_targets(&decoded.value).collect())
}

/// What is wrong, without the name that Go has for a group where that says nothing.
fn problem(error: DecodeError) -> String {
    match error.kind {
        ErrorKind::UnknownKey { key, .. } => unknown_key(&key),
        ErrorKind::DuplicateKey { key, .. } => format!("key {} stands twice", go_quote(&key)),
        ErrorKind::WrongType { .. } | ErrorKind::BadValue | ErrorKind::Undecodable => error.text,
    }
}

fn unknown_key(key: &str) -> String {
    format!("unknown key {}, expected `targets` or `labels`", go_quote(key))
}

const EMPTY_GROUP: &str = "a target group without content";

fn json_targets(text: &str) -> Result<Vec<FoundTarget>, BrokenTargets> {
    let groups = json::read(text).map_err(|error| {
        let words = error.to_string();
        let problem = words.split(" at line ").next().unwrap_or_default().to_owned();
        BrokenTargets { span: Span::at(offset_of(&error, text)), problem }
    })?;
    Ok(groups.into_iter().enumerate().flat_map(|(group, found)| found.targets(group)).collect())
}

fn offset_of(error: &serde_json::Error, text: &str) -> usize {
    let lines = LineIndex::new(text);
    let line = error.line().saturating_sub(1);
    let column = error.column().saturating_sub(1).min(lines.line_text(text, line).len());
    text.floor_char_boundary(lines.line_start(text, line) + column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prometheus_refuses_is_told_with_its_place() {
        for (text, problem, at) in [
            ("- label: {}\n", r#"unknown key "label", expected `targets` or `labels`"#, "label"),
            ("- targets: []\n  targets: []\n", r#"key "targets" stands twice"#, "targets"),
            ("- targets: a\n", "cannot unmarshal !!str `a` into []string", "a"),
            ("-\n", EMPTY_GROUP, ""),
            ("- labels: {'': x}\n", r#""" is not a valid label name"#, "''"),
            ("- [", "did not find expected node content", "-"),
        ] {
            let error = file_targets(text, "a.yml").unwrap_err();
            assert_eq!((error.problem.as_str(), &text[error.span.range()]), (problem, at), "{text}");
        }
    }
}
