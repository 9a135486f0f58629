//! Objections of the checks that Prometheus makes on what it decoded.

use super::choice::unknown_choice;
use super::refusal_words::{Said, said};
use super::value::invalid_url;
use super::{LONGEST, Words};
use crate::config::Refusal;
use crate::finding::Finding;

/// An objection of a check as a finding.
pub(crate) fn refusal_finding(refusal: Refusal) -> Finding {
    let Refusal { rule, span, text, headline, label, help, related, .. } = refusal;
    let ours = words(rule, &text);
    let words = Words {
        headline: headline.unwrap_or(ours.headline),
        label: if label.is_empty() { ours.label } else { label },
        help: help.unwrap_or(ours.help),
    };
    let mut finding = words.finding(rule, span, &text);
    finding.related.extend(related.into_iter().map(|(span, text)| crate::finding::Label { span, text }));
    finding
}

fn words(rule: &str, text: &str) -> Words {
    let (label, help) = defaults(rule);
    if rule == "unknown-choice"
        && let Some(words) = unknown_choice(text)
    {
        return words;
    }
    if let Some(Said { headline, help: said }) = said(text) {
        return Words::new(headline, label, if said.is_empty() { help.to_owned() } else { said });
    }
    if rule == "invalid-url" {
        return invalid_url("this value", text);
    }
    Words::new(cut(text), label, help)
}

/// Prometheus's text as a headline.
fn cut(text: &str) -> String {
    let line: String = text.lines().next().unwrap_or(text).chars().filter(|c| !c.is_control()).collect();
    let line = line.trim_end_matches('.');
    match line.char_indices().nth(LONGEST - 1) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.to_owned(),
    }
}

/// What to say at the place, and what to do, where a text has no words of its own.
fn defaults(rule: &str) -> (&'static str, &'static str) {
    match rule {
        "missing-key" => ("not complete", "add the key, or remove this section"),
        "conflicting-keys" => ("excludes the other", "keep one of them and remove the others"),
        "empty-section" => {
            ("nothing stands here", "remove the empty `-`, or write the item that belongs here")
        }
        "reserved-header" => ("set by Prometheus itself", "remove this header"),
        "invalid-file-pattern" => {
            ("not a path that Prometheus takes", "use `*` in the last part of the path only")
        }
        "invalid-label-name" => ("not a label name", "write a name of letters, digits and underscores"),
        "invalid-target" => ("not host and port", "write host and port only: `host:9090`"),
        "invalid-scrape-protocols" => {
            ("not a list of formats that Prometheus takes", "remove the key for the default")
        }
        "duplicate-name" => ("used again here", "rename one of them"),
        "forbidden-in-agent-mode" => ("for servers only", "remove it, or run Prometheus as a server"),
        "invalid-relabel-rule" => ("does not go with the action", "see the documentation of this action"),
        _ => {
            ("not a value that Prometheus takes here", "see the documentation of this key for what it takes")
        }
    }
}
