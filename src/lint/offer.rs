//! Proves the repairs that rules plan; only proved ones are offered.

use crate::finding::{Finding, Fix};
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
                finding.fixes.push(Fix { title: repair.title, safety: repair.safety, edits });
            }
        }
        findings.push(finding);
    }
    findings
}
