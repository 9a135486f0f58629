//! What may be written at a place: keys, words, labels.

use std::collections::BTreeSet;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind,
    Position, TextEdit,
};

use super::client::Client;
use super::document::OpenDocument;
use super::hover::{configuration, is_configuration, key_words};
use super::place::Places;
use crate::config::sd::Provider;
use crate::config::{Key, KeyDocs, keys, sections};
use crate::lint::kind_of;
use crate::rules::{Chain, OF_ALERTMANAGERS, OF_TARGETS, Stage};
use crate::source::Span;
use crate::yaml::{Document, NodeId, Value, parse};

/// Stands in the text where something is to be completed, so that it has its place in the tree.
const HERE: &str = "scrapelint_completes_here";

/// Labels of series that are always there.
const OF_SERIES: [&str; 3] = ["__name__", "instance", "job"];

/// What may stand at a place.
pub(super) fn completions(open: &OpenDocument, place: Position, client: Client) -> Vec<CompletionItem> {
    if open.is_too_large() {
        return Vec::new();
    }
    let places = Places::new(&open.text, client.encoding);
    let word = word_around(&open.text, places.offset(place));
    let is_key_already = open.text[word.end as usize..].trim_start_matches(' ').starts_with(':');
    let put = |standing: &str| {
        let (before, after) = (&open.text[..word.start as usize], &open.text[word.end as usize..]);
        format!("{before}{standing}{after}")
    };
    let path = open.path().to_string_lossy().into_owned();
    let as_key = put(&if is_key_already { HERE.to_owned() } else { format!("{HERE}: ") });
    let mut items = in_tree(&as_key, &path, |document| keys_at(document, is_key_already)).unwrap_or_default();
    if items.is_empty() && !is_key_already {
        items = in_tree(&put(HERE), &path, values_at).unwrap_or_default();
    }
    let range = places.range(word);
    for item in &mut items {
        let text = item.insert_text.take().unwrap_or_else(|| item.label.clone());
        item.text_edit = Some(CompletionTextEdit::Edit(TextEdit::new(range, text)));
    }
    items
}

fn in_tree<T>(text: &str, path: &str, find: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
    let (document, error) = parse(text);
    is_configuration(kind_of(&document, path, error.is_some())).then(|| find(&document))
}

/// The word at an offset: as much of it as stands before and behind.
fn word_around(text: &str, offset: usize) -> Span {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    let before = text[..offset].trim_end_matches(is_inside).len();
    let after = text[offset..].trim_start_matches(is_inside).len();
    Span::new(before, text.len() - after)
}

/// The keys that the section may have in which the mark stands as a key.
fn keys_at(document: &Document<'_>, is_key_already: bool) -> Vec<CompletionItem> {
    let mut items = Vec::new();
    sections(document, |section| {
        let Value::Mapping(pairs) = document.value(section.mapping) else { return };
        let there: Vec<&str> = pairs.iter().filter_map(|(key, _)| document.scalar(key)).collect();
        if there.contains(&HERE) {
            let missing = section.keys().filter(|key| !there.contains(&key.name));
            items = missing.map(|key| key_item(key, is_key_already)).collect();
        }
    });
    items
}

fn key_item(key: KeyDocs, is_key_already: bool) -> CompletionItem {
    let end = match (is_key_already, key.is_scalar()) {
        (true, _) => "",
        (false, true) => ": ",
        (false, false) => ":",
    };
    let words = MarkupContent { kind: MarkupKind::Markdown, value: key_words(key) };
    CompletionItem {
        label: key.name.to_owned(),
        kind: Some(CompletionItemKind::PROPERTY),
        detail: key.default().map(|default| format!("default {default}")),
        documentation: Some(Documentation::MarkupContent(words)),
        insert_text: Some(format!("{}{end}", key.name)),
        ..CompletionItem::default()
    }
}

/// The words or labels that the value may be in whose place the mark stands.
fn values_at(document: &Document<'_>) -> Vec<CompletionItem> {
    let is_mark = |node: NodeId| document.scalar(node) == Some(HERE);
    let mut found: Option<Key> = None;
    keys(document, |key| {
        let is_it = match document.value(key.value) {
            Value::Sequence(items) => items.iter().any(|&item| is_mark(item)),
            _ => is_mark(key.value),
        };
        if is_it {
            found = Some(key);
        }
    });
    let Some(key) = found else { return Vec::new() };
    if (key.section, key.name) == ("RelabelConfig", "source_labels") {
        return source_labels(document, document.span(key.node));
    }
    let words = key.words().into_iter().map(|(word, since)| CompletionItem {
        label: word.to_owned(),
        kind: Some(CompletionItemKind::ENUM_MEMBER),
        detail: since.map(|since| format!("since Prometheus {since}")),
        ..CompletionItem::default()
    });
    words.collect()
}

/// The labels that may be there at the step around a place.
fn source_labels(document: &Document<'_>, place: Span) -> Vec<CompletionItem> {
    let config = configuration(document);
    let chains = Chain::all(&config);
    let step = |chain: &Chain<'_>| chain.steps.iter().position(|step| step.span.contains(place));
    let Some((chain, step)) = chains.iter().find_map(|chain| Some((chain, step(chain)?))) else {
        return Vec::new();
    };
    let mut labels: BTreeSet<String> = match chain.stage {
        Stage::Target => OF_TARGETS.map(str::to_owned).into(),
        Stage::AlertmanagerTarget => OF_ALERTMANAGERS.map(str::to_owned).into(),
        Stage::Metric | Stage::Write => OF_SERIES.map(str::to_owned).into(),
        Stage::Alert => BTreeSet::from(["alertname".to_owned()]),
    };
    let providers = chain.discoveries().and_then(|it| it.provided()).unwrap_or_default();
    // What a name ends in may depend on what is found; its beginning is worth something too.
    labels.extend(
        providers.into_iter().flat_map(Provider::names).map(|name| name.trim_end_matches('*').to_owned()),
    );
    let set = chain.steps[..step].iter().filter_map(|step| Some(step.value()?.target_label.text()));
    labels.extend(set.filter(|label| !label.is_empty() && !label.contains('$')).map(str::to_owned));
    let items = labels.into_iter().map(|label| CompletionItem {
        label,
        kind: Some(CompletionItemKind::VARIABLE),
        ..CompletionItem::default()
    });
    items.collect()
}
