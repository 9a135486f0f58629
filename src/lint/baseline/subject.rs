//! What a finding is about, in words that stay the same while other things in the file change.

use crate::lint::FileReport;
use crate::lint::way::{Step, way};
use crate::source::Span;
use crate::yaml::{Document, parse};

/// The longest value that is written out.
const LONGEST: usize = 80;

/// The subject of each finding of a file: keys from the job or the root down, `[]` for any item of a list, and the value
/// if it is one and no secret: `metric_relabel_configs[].regex=go_.*`.
pub(super) fn subjects(report: &FileReport) -> Vec<String> {
    let (document, _) = parse(&report.source.text);
    let of = |span: Span, has_job| subject(&document, &report.secrets, span, has_job);
    report.findings.iter().map(|finding| of(finding.primary.span, finding.job.is_some())).collect()
}

fn subject(document: &Document<'_>, secrets: &[Span], place: Span, has_job: bool) -> String {
    let steps = way(document, place.start as usize);
    let key_of = |step: &Step| match *step {
        Step::Entry(key, _) => document.scalar(key),
        Step::Item(_) => None,
    };
    let inner = match &steps[..] {
        [first, Step::Item(_), inner @ ..] if has_job && key_of(first) == Some("scrape_configs") => inner,
        [Step::Item(_), inner @ ..] if has_job => inner,
        all => all,
    };
    let mut subject = String::new();
    for step in inner {
        match step {
            Step::Entry(key, _) => {
                if !subject.is_empty() {
                    subject.push('.');
                }
                subject.push_str(document.scalar(*key).unwrap_or("?"));
            }
            Step::Item(_) => subject.push_str("[]"),
        }
    }
    if let Some(value) = inner.last().and_then(|step| shown(document, secrets, *step)) {
        subject.push('=');
        subject.push_str(&value);
    }
    subject
}

/// The value at the end of the way, unless it is a secret.
fn shown(document: &Document<'_>, secrets: &[Span], step: Step) -> Option<String> {
    let node = step.into_node();
    let value = document.scalar(node)?;
    let span = document.span(node);
    let after = secrets.partition_point(|secret| secret.end <= span.start);
    let is_secret = secrets.get(after).is_some_and(|secret| secret.start < span.end);
    (!is_secret).then(|| value.chars().take(LONGEST).collect())
}
