//! Findings as the client shows them.

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    Uri,
};

use super::client::Client;
use super::place::Places;
use crate::finding::{Finding, Severity};
use crate::lint::FileReport;
use crate::report::rule_url;
use crate::rules::find;

/// Findings that are shown at most: an editor is of no use with more.
pub(super) const MAX_FINDINGS: usize = 1_000;

/// What is shown of a file; nothing of one that is not judged.
pub(super) fn diagnostics(
    report: &FileReport,
    places: &Places<'_>,
    uri: &Uri,
    client: Client,
) -> Vec<Diagnostic> {
    let findings = shown(report).take(MAX_FINDINGS);
    findings.map(|finding| diagnostic(finding, places, uri, client)).collect()
}

/// The findings of a file that is judged.
pub(super) fn shown(report: &FileReport) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|_| report.skipped.is_none())
}

/// One finding.
pub(super) fn diagnostic(finding: &Finding, places: &Places<'_>, uri: &Uri, client: Client) -> Diagnostic {
    let href = find(finding.rule).and_then(|rule| rule_url(rule).parse().ok());
    let related = finding.related.iter().map(|label| DiagnosticRelatedInformation {
        location: Location::new(uri.clone(), places.range(label.span)),
        message: label.text.clone(),
    });
    Diagnostic {
        range: places.range(finding.primary.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Info => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: href.map(|href| CodeDescription { href }),
        source: Some(env!("CARGO_PKG_NAME").to_owned()),
        message: message(finding),
        related_information: client.relates.then(|| related.collect()).filter(|it: &Vec<_>| !it.is_empty()),
        ..Diagnostic::default()
    }
}

/// The headline, and below it what the drawing in a terminal says.
fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    let label = Some(&finding.primary.text).filter(|text| !text.is_empty());
    let below = [("", label), ("note: ", finding.note.as_ref()), ("help: ", finding.help.as_ref())];
    for (mark, text) in below {
        _ = text.map(|text| message += &format!("\n{mark}{text}"));
    }
    message
}
