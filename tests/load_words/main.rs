//! What is said of configurations that Prometheus refuses.

mod snapshots;

use std::fs;
use std::path::Path;

use scrapelint::finding::{Finding, Severity};
use scrapelint::lint::{Options, check};
use scrapelint::rules::{RULES, Run};
use scrapelint::source::Source;

/// The recorded configurations that Prometheus refuses: name and text.
fn refused() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let files = fs::read_dir(folder).expect("testdata/conformance").map(|entry| entry.expect("entry").path());
    let is_config = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("config") && name.ends_with(".jsonl")
    };
    let mut cases = Vec::new();
    for path in files.filter(|path| is_config(path)) {
        for line in fs::read_to_string(path).expect("readable").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
            if case["ok"] == false {
                let text = |key: &str| case[key].as_str().expect("a string").to_owned();
                cases.push((text("id"), text("yaml")));
            }
        }
    }
    cases
}

fn is_load(name: &str) -> bool {
    RULES.iter().any(|rule| rule.name == name && matches!(rule.run, Run::Load))
}

/// The load findings of a text, and any whose rule nobody knows.
fn load_findings(text: &str) -> Vec<Finding> {
    let report = check(Source::new("prometheus.yml", text), &Options::default());
    let is_other = |name: &str| RULES.iter().any(|rule| rule.name == name) && !is_load(name);
    let findings: Vec<_> = report.findings.into_iter().filter(|finding| !is_other(finding.rule)).collect();
    assert!(
        !findings.is_empty() || report.skipped.is_some(),
        "{text}: nothing said of what Prometheus refuses"
    );
    findings
}

/// What is wrong with the words of a finding.
fn faults(finding: &Finding, text: &str) -> Vec<&'static str> {
    let message = &finding.message;
    let help = finding.help.as_deref().unwrap_or_default();
    let span = finding.primary.span;
    let checks = [
        (
            message.is_empty() || message.chars().count() > 80,
            "the headline is empty or longer than 80 characters",
        ),
        (message.ends_with(['.', ' ', ':']), "the headline ends in a period"),
        (message.chars().any(char::is_control), "the headline holds control characters"),
        (message.contains("unmarshal"), "the headline is Go's"),
        (help.is_empty(), "there is no help"),
        (help.ends_with('.'), "the help ends in a period"),
        (finding.primary.text.is_empty(), "nothing is said at the place"),
        (finding.note.is_none(), "it is not said what Prometheus does"),
        (finding.severity != Severity::Error, "it is no error"),
        (text.get(span.range()).is_none(), "the place is not within the text"),
        (!RULES.iter().any(|rule| rule.name == finding.rule), "the rule has no page"),
    ];
    checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, fault)| fault).collect()
}

#[test]
fn every_load_finding_says_what_is_wrong_and_what_to_write() {
    let cases = refused();
    assert!(cases.len() > 1000, "only {} recorded cases", cases.len());
    let mut wrong = Vec::new();
    for (id, text) in &cases {
        for finding in load_findings(text) {
            for fault in faults(&finding, text) {
                wrong.push(format!(
                    "{id}: {fault}: {} {:?} {:?}",
                    finding.rule, finding.message, finding.help
                ));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}

/// Prometheus's own words are a last resort: nearly every headline is ours.
#[test]
fn headlines_are_ours() {
    let mut all = 0;
    let mut theirs = Vec::new();
    for (_, text) in refused() {
        for finding in load_findings(&text) {
            all += 1;
            let note = finding.note.as_deref().unwrap_or_default();
            if note.ends_with(&format!(": {}", finding.message)) {
                theirs.push(finding.message);
            }
        }
    }
    theirs.sort();
    theirs.dedup();
    assert!(theirs.len() * 100 < all, "{} of {all}: {theirs:#?}", theirs.len());
}
