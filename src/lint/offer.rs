//! Proves the repairs that rules plan; only proved ones are offered.

use crate::finding::{Edit, Finding, Fix, Safety};
use crate::rules::Found;
use crate::yaml::Document;
use crate::yaml::edit::{Plan, verified};

/// Gives findings the repairs that do what they mean to.
pub(super) fn offer(document: &Document<'_>, found: Vec<Found>) -> Vec<Finding> {
    let plans: Vec<&Plan> =
        found.iter().flat_map(|found| &found.repairs).map(|repair| &repair.plan).collect();
    let mut verdicts = if plans.is_empty() { Vec::new() } else { verified(document, &plans) }.into_iter();
    let mut findings = Vec::with_capacity(found.len());
    for Found { mut finding, repairs } in found {
        for repair in repairs {
            if verdicts.next() == Some(true) {
                let edits = repair.plan.edits().to_vec();
                // What was worth a comment is not taken away unasked.
                let safety = match repair.safety {
                    Safety::Safe if loses_comment(document, &edits) => Safety::Unsafe,
                    safety => safety,
                };
                finding.fixes.push(Fix { title: repair.title, safety, edits });
            }
        }
        findings.push(finding);
    }
    findings
}

/// Whether edits take a comment away, other than one that is for us.
fn loses_comment(document: &Document<'_>, edits: &[Edit]) -> bool {
    let comments = document.comments();
    edits.iter().filter(|edit| !edit.span.is_empty()).any(|edit| {
        let first = comments.partition_point(|comment| comment.start < edit.span.start);
        let within = comments[first..].iter().take_while(|comment| comment.end <= edit.span.end);
        let mut texts = within.map(|comment| document.text()[comment.range()].trim_end());
        texts.any(|text| !text.contains("scrapelint:") && !edits.iter().any(|edit| edit.text.contains(text)))
    })
}
