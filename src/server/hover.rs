//! What stands at a place: a finding's rule, a relabel step in words, a key.

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position, Range};

use super::client::Client;
use super::diagnose::shown;
use super::document::OpenDocument;
use super::place::Places;
use crate::config::{Config, KeyDocs, Mode, keys, load, load_job_list};
use crate::lint::FileKind;
use crate::report::{Redactor, rule_url, rule_words};
use crate::rules::{Chain, find};
use crate::source::Span;
use crate::yaml::{Document, Value, parse};

/// What to show at a place, if there is anything.
pub(super) fn hover(open: &OpenDocument, place: Position, client: Client) -> Option<Hover> {
    let places = Places::new(&open.text, client.encoding);
    let offset = places.offset(place) as u32;
    let is_here = |span: Span| span.start <= offset && offset <= span.end;
    let report = open.report.as_ref()?;
    let mut parts = Vec::new();
    let mut range = None::<Range>;
    let mut rules: Vec<&str> = Vec::new();
    for finding in shown(report).filter(|finding| is_here(finding.primary.span)) {
        let Some(rule) = find(finding.rule).filter(|rule| !rules.contains(&rule.name)) else { continue };
        rules.push(rule.name);
        range.get_or_insert(places.range(finding.primary.span));
        parts.push(format!("**[{}]({})**: {}", rule.name, rule_url(rule), rule.summary));
    }
    if is_configuration(report.kind) {
        let (document, _) = parse(&open.text);
        let mut key = None;
        keys(&document, |found| {
            if is_here(document.span(found.node)) {
                key = Some(found);
            }
        });
        if let Some(key) = key {
            parts.push(key_words(key.docs()));
            range = Some(places.range(document.span(key.node)));
        }
        if let Some((words, span)) = step_words(&document, offset) {
            parts.push(words);
            range.get_or_insert(places.range(span));
        }
    }
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: parts.join("\n\n---\n\n") };
    (!parts.is_empty()).then_some(Hover { contents: HoverContents::Markup(contents), range })
}

/// Whether a file has keys that the schema of prometheus.yml knows.
pub(super) fn is_configuration(kind: FileKind) -> bool {
    matches!(kind, FileKind::Prometheus | FileKind::ScrapeConfigFile | FileKind::JobList)
}

/// The configuration of a document that is one, or a list of jobs, as far as it can be decoded.
pub(super) fn configuration(document: &Document<'_>) -> Config {
    let is_list = document.root().is_some_and(|root| matches!(document.value(root), Value::Sequence(_)));
    if is_list { load_job_list(document).config } else { load(document, Mode::Server).config }
}

/// A key in words.
pub(super) fn key_words(key: KeyDocs) -> String {
    let mut words = format!("**`{}`**: {}", key.name, key.description());
    let default = key.default().map(|default| match default.as_str() {
        "" => "Default: empty.".to_owned(),
        default => format!("Default: `{default}`."),
    });
    let since = key.since().map(|since| format!("Since Prometheus {since}."));
    let below: Vec<String> = default.into_iter().chain(since).collect();
    if !below.is_empty() {
        words += &format!("\n\n{}", below.join(" "));
    }
    words
}

/// The relabel step around an offset in words, and where it stands.
fn step_words(document: &Document<'_>, offset: u32) -> Option<(String, Span)> {
    let config = configuration(document);
    for chain in Chain::all(&config) {
        let steps = chain.steps.iter().enumerate();
        for (at, step) in steps.filter(|(_, step)| step.span.start <= offset && offset <= step.span.end) {
            let Some(rule) = step.value() else { continue };
            let words = Redactor::default().text(&rule_words(rule));
            return Some((format!("Step {} of {}: {words}", at + 1, chain.steps.len()), step.span));
        }
    }
    None
}
