//! What tells findings apart from one run to the next.

use std::collections::HashMap;
use std::fmt::Write as _;

use md5::{Digest, Md5};

use super::subject::subjects;
use crate::lint::FileReport;

/// For each finding of a file, a word in hexadecimal digits that no other finding of it has, and that stays the same while
/// other things in the file change.
///
/// It is made of the rule, the job and the subject; equal ones are counted in the order of the file.
pub fn fingerprints(report: &FileReport) -> Vec<String> {
    if report.findings.is_empty() {
        return Vec::new();
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    let findings = report.findings.iter().zip(subjects(report));
    let keys = findings.map(|(finding, subject)| {
        let job = finding.job.as_deref().unwrap_or_default();
        format!("{}\0{job}\0{subject}", finding.rule)
    });
    keys.map(|key| {
        let count = counts.entry(key.clone()).or_default();
        *count += 1;
        hash(&format!("{key}\0{count}"))
    })
    .collect()
}

fn hash(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |mut word, byte| {
        _ = write!(word, "{byte:02x}");
        word
    })
}
