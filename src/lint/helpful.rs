//! Of the repairs of what Prometheus refuses, those stay after which it has less against the file than before.

use crate::finding::{Edit, Finding};
use crate::yaml::edit::apply;

/// Repairs that are tried one by one at most, each for a reading of the whole file.
const MAX_TRIED: usize = 20;

/// Takes away repairs that bring up as much as they mend: a key under its right name may have a value that is refused.
///
/// `objections` counts what Prometheus has against a text; `before` is that count for `text`.
pub(super) fn keep_helpful(
    text: &str,
    findings: &mut [Finding],
    before: usize,
    objections: impl Fn(&str) -> usize,
) {
    let mut edits: Vec<Edit> =
        findings.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| fix.edits.clone()).collect();
    edits.sort();
    let count = findings.iter().filter(|finding| !finding.fixes.is_empty()).count();
    // Each takes one objection away; if that is what is gone in all, none brings one up.
    if count == 0 || objections(&apply(text, &edits)) + count <= before {
        return;
    }
    let repaired = findings.iter_mut().filter(|finding| !finding.fixes.is_empty());
    for (tried, finding) in repaired.enumerate() {
        let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
        if tried >= MAX_TRIED || objections(&apply(text, edits)) >= before {
            finding.fixes.clear();
        }
    }
}
