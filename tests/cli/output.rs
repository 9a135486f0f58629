//! Formats, colours, pipes, secrets.

use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use crate::{HEALTHY, command, folder, run, run_with_stdin};

#[test]
fn json_is_versioned_and_counts_from_one() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_nam: é\n")]);
    let run = run(folder.path(), &["check", "--output-format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report["version"], 1);
    let findings = report["files"][0]["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|finding| finding["rule"] == "unknown-key").expect("the finding");
    assert_eq!(finding["category"], "load");
    assert_eq!(finding["place"]["start"], serde_json::json!({"line": 2, "column": 3, "offset": 18}));
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(report["summary"]["errors"], errors);
}

#[test]
fn several_formats_at_once() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_nam: a\n")]);
    let run =
        run(folder.path(), &["check", "--output-format", "concise", "--output-format", "json:report.json"]);
    assert!(run.stdout.contains("prometheus.yml:2:3: error[unknown-key]"), "{}", run.stdout);
    let text = std::fs::read_to_string(folder.path().join("report.json")).expect("a report");
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON")["version"], 1);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_nam: a\n")]);
    assert!(!run(folder.path(), &["check"]).stdout.contains('\u{1b}'));
    assert!(run(folder.path(), &["check", "--color", "always"]).stdout.contains('\u{1b}'));
}

#[test]
fn a_plain_locale_gets_plain_characters() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_nam: a\n")]);
    let output = command(folder.path(), &["check"]).env("LC_ALL", "C").output().expect("the command runs");
    assert!(output.stdout.is_ascii(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn escape_sequences_of_the_file_do_not_reach_the_terminal() {
    let folder =
        folder(&[("prometheus.yml", "scrape_configs:\n- job_name: \"a\"\n  \"\\e[31m\": 1 # \u{1b}[2J\n")]);
    for format in ["full", "concise"] {
        let run = run(folder.path(), &["check", "--output-format", format]);
        assert!(!run.stdout.contains('\u{1b}'), "{}", run.stdout);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let jobs: String = (0..2_000).map(|at| format!("- job_nam: a{at}\n")).collect();
    let folder = folder(&[("prometheus.yml", &format!("scrape_configs:\n{jobs}"))]);
    let mut child = command(folder.path(), &["check", "--output-format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut first = [0; 10];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("output");
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn secrets_are_never_shown() {
    let text = "scrape_configs:
- job_name: a
  scrape_interval: 10m
  metrics_path: /metrics?a=b
  basic_auth: {username: u, password: hunter2, passwrd: hunter2}
  authorization: {credentials: 'hunter2', type: hunter, x: [hunter2]}
  http_sd_configs: [{url: 'http://u:hunter2@h/x', refresh: 'http://u:hunter2@h'}]
  bearer_token: \"hunter2\"
  oauth2: {client_secret: hunter2}
";
    let folder = folder(&[("prometheus.yml", text)]);
    for arguments in [
        &["check"][..],
        &["check", "--output-format", "json"],
        &["check", "--output-format", "concise"],
        &["check", "--unsafe-fixes", "--diff"],
    ] {
        let run = run(folder.path(), arguments);
        let said = run.stdout + &run.stderr;
        assert!(said.len() > 100, "{arguments:?}: {said}");
        let kept = said.replace("x: [hunter2]", "").replace("passwrd: hunter2", "");
        assert!(!kept.contains("hunter2"), "{arguments:?}: {said}");
    }
}

#[test]
fn quiet_leaves_the_summary_out() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    assert_eq!(run(folder.path(), &["check", "--quiet"]).stdout, "");
    std::fs::write(folder.path().join("rules.yml"), "groups: []\n").expect("a file");
    assert!(run(folder.path(), &["check", "."]).stdout.contains("rules.yml: skipped: "));
    for format in ["full", "concise", "github"] {
        assert_eq!(run(folder.path(), &["check", "--quiet", "--output-format", format, "."]).stdout, "");
    }
}

#[test]
fn statistics_count() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_nam: a\n- job_nam: b\n")]);
    let run = run(folder.path(), &["check", "--statistics"]);
    assert!(run.stdout.contains("       2  unknown-key\n"), "{}", run.stdout);
}

#[test]
fn many_equal_findings_are_counted() {
    let jobs: String = (0..20).map(|at| format!("- {{job_name: a{at}, scrape_interval: 10m}}\n")).collect();
    let run = run_with_stdin(folder(&[]).path(), &["check", "-"], &format!("scrape_configs:\n{jobs}"));
    assert_eq!(run.stdout.matches("error[scrape-interval-beyond-staleness]").count(), 5);
    assert!(run.stdout.contains("15 more findings of scrape-interval-beyond-staleness"), "{}", run.stdout);
}

#[test]
fn explain_shows_a_page_without_its_test_marks() {
    let run = run(folder(&[]).path(), &["explain", "path-with-query"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("# path-with-query\n"), "{}", run.stdout);
    assert!(run.stdout.contains("```yaml\n") && !run.stdout.contains("#~"), "{}", run.stdout);
}

#[test]
fn rules_are_listed() {
    let json = run(folder(&[]).path(), &["rules", "--output-format", "json"]);
    let rules: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let names: Vec<&str> =
        rules.as_array().expect("a list").iter().filter_map(|rule| rule["name"].as_str()).collect();
    let known: Vec<&str> = scrapelint::rules::RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names, known);
}

#[test]
fn the_configuration_in_force_is_shown_with_origins() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let yaml = run(folder.path(), &["config", "effective"]);
    assert_eq!(yaml.code, 0);
    assert!(yaml.stdout.contains("    scrape_timeout: 10s  # from global, line 3\n"), "{}", yaml.stdout);
    let json = run(folder.path(), &["config", "effective", "--output-format", "json"]);
    let values: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let scheme =
        values.as_array().expect("a list").iter().find(|it| it["path"] == "scrape_configs[0].scheme");
    assert_eq!(scheme.expect("the value")["value"], "http");
}

#[test]
fn schemas_are_the_committed_ones() {
    for name in ["prometheus", "scrape-config-file", "file-sd", "report", "report-line"] {
        let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let committed = std::fs::read_to_string(&path).expect("a schema");
        assert_eq!(run(folder(&[]).path(), &["schema", name]).stdout, committed, "{name}");
    }
}
