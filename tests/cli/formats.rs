//! Each format for programs against its schema, and what all of them have to hold.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::tools::{program, sarif_schema};
use crate::{HEALTHY, folder, run, run_with_stdin};

/// Errors, warnings and infos, repairs of all kinds, a secret that one would touch, and texts that formats must escape.
pub(crate) const MISTAKES: &str = "global: {scrape_interval: 15s}
scrape_configs:
  - job_name: web
    scrape_interval: 10s
    scrape_timeout: 30s
    metrics_path: /metrics?a=b
    static_configs:
      - targets: [web:80]
  - job_name: \"a\\n::set-env name=X::<y> & ]]> | `z` \\e[31m\"
    static_configs: [{targets: [a:80]}]
    metric_relabel_configs:
      - {source_labels: [a], regex: '(x', target_label: b}
  - job_name: \"a\\n::set-env name=X::<y> & ]]> | `z` \\e[31m\"
    scrape_interval: 10m
    basic_auth: {username: u, password: hunter2, passwrd: hunter2}
    bearer_token: hunter2
";

const FORMATS: [&str; 6] = ["json", "json-lines", "sarif", "gitlab", "junit", "checkstyle"];

fn written(format: &str) -> String {
    let folder = folder(&[("conf/prometheus.yml", MISTAKES), ("conf/good/prometheus.yml", HEALTHY)]);
    let run =
        run(folder.path(), &["check", "--preset", "all", "--output-format", format, "conf", "gone.yml"]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    run.stdout
}

fn schema(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("the schema")).expect("JSON")
}

fn committed(name: &str) -> Value {
    schema(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
}

fn assert_valid(schema: &Value, document: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn json_fits_its_schema() {
    let report = serde_json::from_str(&written("json")).expect("JSON");
    assert_valid(&committed("schema/report.schema.json"), &report);
}

#[test]
fn lines_fit_their_schema_and_say_what_the_document_says() {
    let report: Value = serde_json::from_str(&written("json")).expect("JSON");
    let lines: Vec<Value> =
        written("json-lines").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let schema = committed("schema/report-line.schema.json");
    lines.iter().for_each(|line| assert_valid(&schema, line));
    let of_type = |kind: &str| lines.iter().filter(|line| line["type"] == kind).cloned().collect::<Vec<_>>();
    let mut findings = Vec::new();
    for file in report["files"].as_array().expect("a list") {
        for finding in file["findings"].as_array().expect("a list") {
            let mut finding = finding.clone();
            finding["type"] = "finding".into();
            finding["path"] = file["path"].clone();
            findings.push(finding);
        }
    }
    assert!(findings.len() > 8, "{}", findings.len());
    assert_eq!(of_type("finding"), findings);
    assert_eq!(of_type("file").len(), 2);
    assert_eq!(of_type("failure")[0]["path"], "gone.yml");
    assert_eq!(lines.last().expect("a line")["errors"], report["summary"]["errors"]);
}

#[test]
fn sarif_fits_its_schema() {
    let Some(path) = sarif_schema() else { return };
    // Its pattern for languages has a bracket too many, which only some engines take.
    let text = fs::read_to_string(path).expect("the schema").replace("{2}]?$", "{2}?$");
    let schema = serde_json::from_str(&text).expect("JSON");
    assert_valid(&schema, &serde_json::from_str(&written("sarif")).expect("JSON"));
    let clean = run_with_stdin(folder(&[]).path(), &["check", "--output-format", "sarif", "-"], HEALTHY);
    assert_valid(&schema, &serde_json::from_str(&clean.stdout).expect("JSON"));
}

#[test]
fn sarif_names_files_rules_and_repairs() {
    let folder = folder(&[("repo/conf/a b.yml", MISTAKES), ("repo/.git/HEAD", "")]);
    let inner = folder.path().join("repo/conf");
    let run = run(&inner, &["check", "--output-format", "sarif", "a b.yml"]);
    let log: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list");
    for result in results {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(*place, json!({"uri": "conf/a%20b.yml", "uriBaseId": "SRCROOT"}));
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("an index");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let result = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).expect("the finding");
    let timeout = result("timeout-exceeds-interval");
    assert_eq!(
        timeout["locations"][0]["physicalLocation"]["region"],
        json!({"startLine": 5, "startColumn": 21, "endLine": 5, "endColumn": 24})
    );
    assert_eq!(timeout["level"], "error");
    let change = &result("path-with-query")["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "conf/a%20b.yml");
    assert!(change["replacements"].as_array().is_some_and(|it| !it.is_empty()), "{change}");
    // GitHub takes no rule without these.
    for member in ["shortDescription", "fullDescription", "help"] {
        assert!(rules.iter().all(|rule| rule[member]["text"].is_string()), "{member}");
    }
    let page = rules.iter().find(|rule| rule["id"] == "path-with-query").expect("the rule");
    assert!(page["help"]["markdown"].as_str().is_some_and(|text| text.contains("## ")), "{page}");
}

#[test]
fn fingerprints_survive_other_changes_and_tell_equal_findings_apart() {
    let fingerprints = |text: &str| {
        let run = run_with_stdin(folder(&[]).path(), &["check", "--output-format", "sarif", "-"], text);
        let log: Value = serde_json::from_str(&run.stdout).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("a list").clone();
        let word =
            |result: &Value| result["partialFingerprints"]["scrapelint/v1"].as_str().map(str::to_owned);
        results.iter().map(|result| word(result).expect("a fingerprint")).collect::<Vec<_>>()
    };
    let before = fingerprints(MISTAKES);
    assert!(before.len() > 5);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), before.len());
    let shifted = MISTAKES.replace("scrape_configs:\n", "# a comment\n\nscrape_configs:\n");
    assert_eq!(fingerprints(&shifted), before);
    let other = MISTAKES.replace("scrape_timeout: 30s", "scrape_timeout: 31s");
    assert_ne!(fingerprints(&other), before);
}

#[test]
fn gitlab_fits_its_schema() {
    let issues: Value = serde_json::from_str(&written("gitlab")).expect("JSON");
    assert_valid(&committed("testdata/formats/gitlab-code-quality.schema.json"), &issues);
    let issues = issues.as_array().expect("a list");
    let fingerprints: BTreeSet<&str> =
        issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints.len(), issues.len());
    assert_eq!(issues.last().expect("an issue")["check_name"], "failure");
}

/// Validates with an independent program.
pub(crate) fn assert_valid_xml(xsd: &str, text: &str) {
    let Some(xmlschema) = program("xmlschema-validate") else { return };
    let folder = folder(&[("report.xml", text)]);
    let xsd = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/formats").join(xsd);
    let output = Command::new(xmlschema)
        .arg("--schema")
        .arg(xsd)
        .arg(folder.path().join("report.xml"))
        .output()
        .expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}\n{text}", String::from_utf8_lossy(&said));
}

#[test]
fn junit_fits_its_schema_and_counts_right() {
    let text = written("junit");
    assert_valid_xml("junit.xsd", &text);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let root = document.root_element();
    let count =
        |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
    assert_eq!(root.attribute("tests"), Some(&*count("testcase")));
    assert_eq!(root.attribute("failures"), Some(&*count("failure")));
    assert_eq!(root.attribute("errors"), Some(&*count("error")));
    assert_eq!(count("error"), "1");
}

#[test]
fn junit_fails_for_what_the_command_fails_for() {
    let folder = folder(&[
        ("prometheus.yml", MISTAKES),
        ("strict/scrapelint.yaml", "fail-on: info\n"),
        ("strict/prometheus.yml", MISTAKES),
        ("scrapelint.yaml", "fail-on: error\n"),
    ]);
    let failures = |arguments: &[&str]| -> Vec<(String, usize)> {
        let arguments = [&["check", "--preset", "all", "--output-format", "junit"][..], arguments].concat();
        let text = run(folder.path(), &arguments).stdout;
        let document = roxmltree::Document::parse(&text).expect("XML");
        let suites = document.descendants().filter(|node| node.has_tag_name("testsuite"));
        let counted = suites.map(|suite| {
            let count = suite.descendants().filter(|node| node.has_tag_name("failure")).count();
            assert_eq!(suite.attribute("failures"), Some(&*count.to_string()));
            (suite.attribute("name").expect("a name").to_owned(), count)
        });
        counted.collect()
    };
    let report =
        run(folder.path(), &["check", "--preset", "all", "--output-format", "json", "prometheus.yml"]);
    let report: Value = serde_json::from_str(&report.stdout).expect("JSON");
    let of_severity = |name: &str| report["summary"][name].as_u64().expect("a count") as usize;
    let (errors, warnings, infos) = (of_severity("errors"), of_severity("warnings"), of_severity("infos"));
    assert!(errors > 0 && warnings > 0 && infos > 0);
    let (whole, strict) = ("prometheus.yml".to_owned(), "strict/prometheus.yml".to_owned());
    // As the settings of each file say, then as the arguments do.
    assert_eq!(failures(&[]), [(whole.clone(), errors), (strict.clone(), errors + warnings + infos)]);
    let to_warnings = errors + warnings;
    assert_eq!(failures(&["--fail-on", "warning"]), [(whole, to_warnings), (strict, to_warnings)]);
}

#[test]
fn checkstyle_fits_its_schema() {
    let text = written("checkstyle");
    assert_valid_xml("checkstyle.xsd", &text);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let report: Value = serde_json::from_str(&written("json")).expect("JSON");
    let said = report["files"][1]["findings"].as_array().expect("a list").len();
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("error")).count(), said + 1);
    assert!(text.contains("source=\"scrapelint.load.timeout-exceeds-interval\""), "{text}");
}

#[test]
fn no_format_shows_secrets_or_control_characters() {
    for format in FORMATS {
        let text = written(format);
        let shown = text.replace("passwrd: hunter2", "");
        assert!(!shown.contains("hunter2"), "{format}: {text}");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{format}: {text}");
    }
}

#[test]
fn formats_are_replaced_whole() {
    let folder = folder(&[("prometheus.yml", MISTAKES), ("out.sarif", "old and much longer than nothing")]);
    let formats = FORMATS.map(|format| format!("{format}:out.{format}"));
    let mut arguments = vec!["check", "--quiet"];
    formats.iter().for_each(|format| arguments.extend(["--output-format", format]));
    let run = run(folder.path(), &arguments);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    for format in FORMATS {
        let text = fs::read_to_string(folder.path().join(format!("out.{format}"))).expect("a report");
        assert!(text.contains("timeout-exceeds-interval"), "{format}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), FORMATS.len() + 1);
}

#[test]
fn files_are_written_beside_a_diff() {
    let folder = folder(&[("prometheus.yml", MISTAKES)]);
    let run = run(folder.path(), &["check", "--diff", "--unsafe-fixes", "--output-format", "json:out.json"]);
    assert!(run.stdout.starts_with("--- prometheus.yml\n"), "{}", run.stdout);
    let text = fs::read_to_string(folder.path().join("out.json")).expect("a report");
    assert!(text.contains("timeout-exceeds-interval"), "{text}");
}

#[test]
fn places_of_formats_must_differ() {
    let folder = folder(&[("prometheus.yml", MISTAKES)]);
    for (formats, says) in [
        (["json", "sarif"], "two output formats go to standard output"),
        (["json:a", "sarif:a"], "two output formats go to a;"),
        (["json", "sarif:"], "`sarif:FILE`"),
        (["json", "sarfi"], "did you mean `sarif`? formats are `full`, "),
        (["json", "sarif:no/folder/a"], "no/folder/a: cannot be written"),
    ] {
        let run =
            run(folder.path(), &["check", "--output-format", formats[0], "--output-format", formats[1]]);
        assert_eq!(run.code, 2, "{formats:?}");
        assert!(run.stderr.contains(says), "{formats:?}: {}", run.stderr);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
}
