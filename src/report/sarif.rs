//! Findings as SARIF 2.1.0, which code scanning reads.

use std::collections::BTreeSet;
use std::io;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::model::{JsonEdit, JsonFile, JsonFinding, JsonFix, JsonPlace, JsonReport};
use super::page::rule_page;
use super::places::{FileUri, rule_url};
use crate::lint::Report;
use crate::rules::find;
use crate::settings::Root;

/// What relative URIs are relative to: the root of the repository, wherever that is.
const ROOT: &str = "SRCROOT";

/// Writes all findings as one log with one run.
///
/// # Errors
/// What `out` fails with.
pub fn write_sarif(report: &Report, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let model = JsonReport::from(report);
    let findings = model.files.iter().flat_map(|file| &file.findings);
    let rules: BTreeSet<&str> = findings.map(|finding| finding.rule).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let notifications = model.failures.iter().map(|failure| {
        let place = json!({"physicalLocation": {"artifactLocation": artifact(root, failure.path)}});
        json!({"level": "error", "message": {"text": failure.reason}, "locations": [place]})
    });
    let run = RunLog {
        tool: json!({"driver": {
            "name": "scrapelint",
            "version": model.scrapelint,
            "semanticVersion": model.scrapelint,
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
        }}),
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: json!({ROOT: {"description": {"text": "The root of the repository"}}}),
        artifacts: model.files.iter().map(|file| analysed(root, file)).collect(),
        invocations: json!([{
            "executionSuccessful": report.is_complete(),
            "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
        }]),
        results: Results { files: &model.files, root, rules: &rules },
    };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'l> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunLog<'l>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunLog<'l> {
    tool: Value,
    column_kind: &'static str,
    original_uri_base_ids: Value,
    artifacts: Vec<Value>,
    invocations: Value,
    results: Results<'l>,
}

/// The results, made one by one as they are written: there may be very many.
struct Results<'l> {
    files: &'l [JsonFile<'l>],
    root: &'l Root,
    rules: &'l [&'l str],
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.files.iter().flat_map(|file| {
            let log = FileLog { location: artifact(self.root, file.path), rules: self.rules };
            file.findings.iter().map(move |finding| log.result(finding))
        }))
    }
}

/// What a rule's page says of it.
fn descriptor(name: &str) -> Value {
    let Some(rule) = find(name) else { return json!({"id": name}) };
    let page = rule_page(rule);
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": format!("{}.", rule.summary)},
        "help": {"text": page, "markdown": page},
        "helpUri": rule_url(rule),
        "defaultConfiguration": {"level": level(rule.severity.as_str())},
        "properties": {
            "tags": [rule.category],
            "precision": rule.confidence.as_str(),
            "problem.severity": match rule.severity.as_str() {
                "info" => "recommendation",
                severity => severity,
            },
        },
    })
}

fn level(severity: &str) -> &str {
    if severity == "info" { "note" } else { severity }
}

fn artifact(root: &Root, path: &str) -> Value {
    match FileUri::new(root, path) {
        FileUri::Relative(uri) => json!({"uri": uri, "uriBaseId": ROOT}),
        FileUri::Absolute(uri) => json!({"uri": uri}),
    }
}

fn analysed(root: &Root, file: &JsonFile<'_>) -> Value {
    let mut artifact = json!({"location": artifact(root, file.path), "properties": {"kind": file.kind}});
    if let Some(skipped) = file.skipped {
        artifact["properties"]["skipped"] = skipped.into();
    }
    artifact
}

/// What the results of one file share.
struct FileLog<'l> {
    location: Value,
    rules: &'l [&'l str],
}

impl FileLog<'_> {
    fn result(&self, finding: &JsonFinding<'_>) -> Value {
        let related = finding.related.iter().enumerate().map(|(at, label)| {
            let place = self.place(&label.place);
            json!({"id": at + 1, "physicalLocation": place, "message": {"text": label.label}})
        });
        let fixes = finding.fixes.iter().filter_map(|fix| self.fix(fix));
        json!({
            "ruleId": finding.rule,
            "ruleIndex": self.rules.binary_search(&finding.rule).unwrap_or_default(),
            "level": level(finding.severity),
            "message": {"text": finding.text()},
            "locations": [{"physicalLocation": self.place(&finding.place)}],
            "relatedLocations": related.collect::<Vec<_>>(),
            "partialFingerprints": {"scrapelint/v1": finding.fingerprint},
            "fixes": fixes.collect::<Vec<_>>(),
            "properties": {"job": finding.job, "confidence": finding.confidence},
        })
    }

    fn place(&self, place: &JsonPlace) -> Value {
        json!({"artifactLocation": self.location, "region": region(place)})
    }

    /// A repair that may be made; those that are to be read only, or would carry a secret, are left out.
    fn fix(&self, fix: &JsonFix<'_>) -> Option<Value> {
        let edits = fix.edits.as_ref().filter(|_| fix.safety != "display-only")?;
        let replacement = |edit: &JsonEdit<'_>| json!({"deletedRegion": region(&edit.place), "insertedContent": {"text": edit.text}});
        let replacements: Vec<Value> = edits.iter().map(replacement).collect();
        let change = json!({"artifactLocation": self.location, "replacements": replacements});
        Some(json!({
            "description": {"text": fix.title},
            "artifactChanges": [change],
            "properties": {"safety": fix.safety},
        }))
    }
}

fn region(place: &JsonPlace) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Edit, Finding, Fix, Safety, Severity};
    use crate::lint::{Options, check};
    use crate::source::{Source, Span};

    #[test]
    fn repairs_that_carry_a_secret_are_left_out() {
        let text = "scrape_configs:\n- job_name: a\n  basic_auth: {username: u, password: hunter2}\n";
        let mut file = check(Source::new("prometheus.yml", text), &Options::default());
        let secret = text.find("hunter2").expect("the secret");
        let fix = |span, text: &str, safety| {
            Some(Fix { title: "t".into(), safety, edits: vec![Edit { span, text: text.into() }] })
        };
        file.findings = vec![
            Finding::new("unknown-key", Severity::Error, Span::at(0), "m")
                .with_fix(fix(Span::at(0), "x: hunter2\n", Safety::Safe))
                .with_fix(fix(Span::new(secret - 2, secret + 1), "", Safety::Safe))
                .with_fix(fix(Span::at(0), "for reading", Safety::DisplayOnly))
                .with_fix(fix(Span::at(0), "y: 1\n", Safety::Unsafe)),
        ];
        let report = Report { files: vec![file], ..Report::default() };
        let mut out = Vec::new();
        write_sarif(&report, &Root::new("/r", "/r"), &mut out).expect("written");
        let log: Value = serde_json::from_slice(&out).expect("JSON");
        assert!(!log.to_string().contains("hunter2"), "{log}");
        let fixes = log["runs"][0]["results"][0]["fixes"].as_array().expect("a list");
        assert_eq!(fixes.len(), 1, "{fixes:?}");
        assert_eq!(fixes[0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "y: 1\n");
    }
}
