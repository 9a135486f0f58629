//! Files of targets, as `file_sd_configs` reads them (discovery/file/file.go).

use super::load::{Decoding, syntax_finding};
use crate::config::sd::StaticConfig;
use crate::finding::{Finding, Severity};
use crate::source::{LineIndex, Span};
use crate::yaml::{Document, ErrorKind, Field, Spanned, SyntaxError, decode};

/// What keeps Prometheus from using a file of targets.
pub(super) fn target_file_findings(
    document: &Document<'_>,
    path: &str,
    syntax: Option<SyntaxError>,
    secrets: &[Span],
) -> Vec<Finding> {
    let is_json = path.to_ascii_lowercase().ends_with(".json");
    let found = if is_json {
        json_findings(document, syntax, secrets)
    } else {
        yaml_findings(document, syntax, secrets)
    };
    found.into_iter().map(as_broken).collect()
}

fn yaml_findings(document: &Document<'_>, syntax: Option<SyntaxError>, secrets: &[Span]) -> Vec<Finding> {
    if let Some(error) = &syntax {
        return vec![syntax_finding(error)];
    }
    decoded(document, secrets, |_| true)
}

/// Go's JSON decoder takes keys in any case, and twice (encoding/json).
fn json_findings(document: &Document<'_>, syntax: Option<SyntaxError>, secrets: &[Span]) -> Vec<Finding> {
    let text = document.text();
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let lines = LineIndex::new(text);
        let line = error.line().saturating_sub(1);
        let start = lines.line_start(text, line);
        let offset = start + error.column().saturating_sub(1).min(lines.line_text(text, line).len());
        let words = error.to_string();
        let problem = words.split(" at line ").next().unwrap_or_default().to_owned();
        return vec![Finding::new(
            RULE,
            Severity::Error,
            Span::at(text.floor_char_boundary(offset)),
            format!("not JSON: {problem}"),
        )];
    }
    // Some JSON is no YAML; where it stands wrong cannot be told then.
    if syntax.is_some() {
        return Vec::new();
    }
    decoded(document, secrets, |kind| match kind {
        ErrorKind::DuplicateKey { .. } => false,
        ErrorKind::UnknownKey { key, known } => !known.contains(&key.to_lowercase().as_str()),
        _ => true,
    })
}

fn decoded(document: &Document<'_>, secrets: &[Span], counts: impl Fn(&ErrorKind) -> bool) -> Vec<Finding> {
    let Some(decoded) = decode::<Field<Vec<Spanned<StaticConfig>>>>(document) else { return Vec::new() };
    let errors = decoded.errors.iter().filter(|error| counts(&error.kind));
    let decoding = Decoding::new(document, secrets);
    let mut findings: Vec<Finding> = errors.map(|error| decoding.finding(error)).collect();
    for group in decoded.value.items().iter().filter(|group| group.is_null()) {
        findings.push(Finding::new(RULE, Severity::Error, group.span, "a target group without content"));
    }
    findings
}

const RULE: &str = "broken-target-file";

/// Prometheus starts with such a file: this is no load finding.
fn as_broken(finding: Finding) -> Finding {
    let note = "Prometheus starts, logs an error, and goes on without the targets of this file, or with those it had before";
    Finding { rule: RULE, severity: Severity::Error, note: Some(note.to_owned()), ..finding }
}
