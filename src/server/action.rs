//! What can be done about findings: repairs, and comments that hold them back.

use std::collections::HashMap;

use lsp_types::{
    CodeAction, CodeActionContext, CodeActionKind, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::client::Client;
use super::diagnose::{diagnostic, shown};
use super::document::OpenDocument;
use super::place::Places;
use crate::finding::{Edit, Finding, Safety};
use crate::fix::{count, fix};
use crate::lint::{FileReport, Options, ignore_edits, is_suppressible};
use crate::rules::find;
use crate::source::Span;

/// Repairs of all of a file.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.scrapelint");

/// What an action is that is worked out only when it is chosen.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Deferred {
    pub(super) uri: lsp_types::Uri,
    pub(super) version: i32,
    what: What,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
enum What {
    /// All safe repairs of the file.
    FixAll,
    /// A comment that holds a finding back.
    Ignore { rule: String, at: u32 },
}

/// A file and what it was checked with.
pub(super) struct Checked<'d> {
    pub(super) document: &'d OpenDocument,
    pub(super) report: &'d FileReport,
    pub(super) options: &'d Options,
    pub(super) client: Client,
}

impl Checked<'_> {
    /// What can be done about the findings on the lines of a range.
    pub(super) fn actions(&self, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
        let wants = |kind: &CodeActionKind| {
            let is_below = |wanted: &CodeActionKind| {
                let rest = kind.as_str().strip_prefix(wanted.as_str());
                rest.is_some_and(|rest| {
                    rest.is_empty() || rest.starts_with('.') || wanted.as_str().is_empty()
                })
            };
            context.only.as_ref().is_none_or(|only| only.iter().any(is_below))
        };
        let places = self.places();
        let mut actions = Vec::new();
        if wants(&CodeActionKind::QUICKFIX) {
            let lines = places.whole_lines(places.span(range));
            let here = |finding: &&Finding| {
                let Span { start, end } = places.whole_lines(finding.primary.span);
                start < lines.end.max(lines.start + 1) && lines.start < end.max(start + 1)
            };
            let here: Vec<&Finding> = shown(self.report).filter(here).collect();
            here.iter().for_each(|finding| actions.extend(self.repairs(finding, &places)));
            actions.extend(here.iter().filter_map(|finding| self.ignore(finding, &places)));
        }
        if wants(&FIX_ALL) && shown(self.report).next().is_some() && count(self.report, Safety::Safe) > 0 {
            let title = "Make all safe repairs of scrapelint".to_owned();
            let action = CodeAction { title, kind: Some(FIX_ALL), ..CodeAction::default() };
            actions.extend(self.later(action, What::FixAll));
        }
        actions
    }

    /// The repairs of a finding.
    fn repairs(&self, finding: &Finding, places: &Places<'_>) -> Vec<CodeAction> {
        let offered = finding.fixes.iter().filter(|fix| fix.safety < Safety::DisplayOnly);
        let actions = offered.enumerate().map(|(at, fix)| {
            let is_safe = fix.safety == Safety::Safe;
            let unsafe_mark = if is_safe { "" } else { " (unsafe: may change what Prometheus does)" };
            CodeAction {
                title: format!("{}{unsafe_mark}", capitalised(&fix.title)),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic(finding, places, &self.document.uri, self.client)]),
                edit: Some(self.edit(places.edits(&fix.edits))),
                is_preferred: (is_safe && at == 0).then_some(true),
                ..CodeAction::default()
            }
        });
        actions.collect()
    }

    /// A comment that holds a finding back, if one can.
    fn ignore(&self, finding: &Finding, places: &Places<'_>) -> Option<CodeAction> {
        find(finding.rule).filter(|rule| is_suppressible(rule))?;
        let action = CodeAction {
            title: format!("Hold `{}` back with a comment", finding.rule),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostic(finding, places, &self.document.uri, self.client)]),
            ..CodeAction::default()
        };
        self.later(action, What::Ignore { rule: finding.rule.to_owned(), at: finding.primary.span.start })
    }

    /// An action whose edit the client may ask for later; nothing if there is none to be made.
    fn later(&self, mut action: CodeAction, what: What) -> Option<CodeAction> {
        if self.client.resolves {
            let OpenDocument { uri, version, .. } = self.document;
            let deferred = Deferred { uri: uri.clone(), version: *version, what };
            action.data = serde_json::to_value(deferred).ok();
        } else {
            action.edit = Some(self.made(&what)?);
        }
        Some(action)
    }

    /// The edit of an action that was deferred; nothing if there is nothing to be done.
    pub(super) fn resolve(&self, deferred: &Deferred) -> Option<WorkspaceEdit> {
        self.made(&deferred.what)
    }

    fn made(&self, what: &What) -> Option<WorkspaceEdit> {
        let edits = match what {
            What::FixAll => {
                let check = |source| self.document.recheck(source, self.options);
                let fixed = fix(self.report.clone(), Safety::Safe, check);
                difference(&self.document.text, &fixed.report.source.text)
            }
            What::Ignore { rule, at } => {
                let is_it = |it: &&Finding| it.rule == rule && it.primary.span.start == *at;
                let finding = self.report.findings.iter().find(is_it)?;
                ignore_edits(&self.document.text, finding)
            }
        };
        (!edits.is_empty()).then(|| self.edit(self.places().edits(&edits)))
    }

    fn places(&self) -> Places<'_> {
        Places::new(&self.document.text, self.client.encoding)
    }

    fn edit(&self, edits: Vec<TextEdit>) -> WorkspaceEdit {
        let OpenDocument { uri, version, .. } = self.document;
        if !self.client.versions {
            #[allow(clippy::mutable_key_type)] // the protocol's own type
            let changes = HashMap::from([(uri.clone(), edits)]);
            return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
        }
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version: Some(*version) };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        let changes = DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }]);
        WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
    }
}

/// The lines that differ.
fn difference(before: &str, after: &str) -> Vec<Edit> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut starts = vec![0];
    starts.extend(old.iter().scan(0, |at, line| {
        *at += line.len();
        Some(*at)
    }));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    let edits = changed.map(|op| Edit {
        span: Span::new(starts[op.old_range().start], starts[op.old_range().end]),
        text: new[op.new_range()].concat(),
    });
    edits.collect()
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
