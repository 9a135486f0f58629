//! Baselines: what is known is held back, what is new or gone is told.

use std::fs;

use serde_json::{Value, json};

use crate::{folder, run};

const PATHS: &str = "global: {scrape_timeout: 10s}
scrape_configs:
- job_name: a
  metrics_path: /a?b=c
- job_name: b
  metrics_path: /a?b=c
";

fn write(path: std::path::PathBuf, text: &str) {
    fs::write(path, text).expect("writable");
}

const BASELINE: [&str; 3] = ["check", "--baseline", "lint/known.json"];

#[test]
fn what_is_known_is_held_back_whatever_else_changes() {
    let folder = folder(&[("prometheus.yml", PATHS), ("lint/readme", "")]);
    let config = folder.path().join("prometheus.yml");
    let check = |more: &[&str]| run(folder.path(), &[&BASELINE, more].concat());
    let written = check(&["--write-baseline"]);
    assert_eq!((written.code, written.stderr.as_str()), (0, ""), "{}", written.stdout);
    assert!(written.stdout.contains("2 findings held back by the baseline."), "{}", written.stdout);
    let text = fs::read_to_string(folder.path().join("lint/known.json")).expect("readable");
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let entry = |job| json!({"path": "../prometheus.yml", "rule": "path-with-query", "job": job, "subject": "metrics_path=/a?b=c"});
    assert_eq!(value, json!({"version": 1, "entries": [entry("a"), entry("b")]}));
    let schema = run(folder.path(), &["schema", "baseline"]).stdout;
    let schema = serde_json::from_str(&schema).expect("JSON");
    assert!(jsonschema::is_valid(&schema, &value));
    let swapped = PATHS.replace("- job_name: a\n  metrics_path: /a?b=c\n", "")
        + "# moved\n\n- job_name: a\n  honor_labels: true\n  metrics_path: /a?b=c\n";
    write(config.clone(), &swapped);
    assert_eq!(check(&[]).code, 0);
    write(config, &PATHS.replacen("b=c", "new=c", 1));
    let new = check(&["--output-format", "json"]);
    let report: Value = serde_json::from_str(&new.stdout).expect("JSON");
    assert_eq!(new.code, 1);
    let findings = |file: usize| report["files"][file]["findings"].as_array().expect("findings").clone();
    assert_eq!(report["summary"]["suppressed"]["by_baseline"], 1);
    assert_eq!((findings(0).len(), &findings(0)[0]["rule"]), (1, &json!("stale-baseline-entry")));
    assert_eq!(findings(0)[0]["place"]["start"]["line"], 4);
    assert_eq!((findings(1).len(), &findings(1)[0]["job"]), (1, &json!("a")));
}

#[test]
fn stale_entries_are_told_only_where_rules_looked() {
    let folder = folder(&[("prometheus.yml", PATHS), ("other/prometheus.yml", PATHS), ("lint/readme", "")]);
    let check = |more: &[&str]| run(folder.path(), &[&BASELINE, more].concat());
    assert_eq!(check(&["--write-baseline"]).code, 0);
    write(folder.path().join("prometheus.yml"), &PATHS.replace("/a?b=c", "/a"));
    let stale = "the baseline holds back what is not found any more";
    assert_eq!(check(&[]).stdout.matches(stale).count(), 2);
    assert_eq!(check(&[]).code, 0);
    assert_eq!(check(&["--fail-on", "info"]).code, 1);
    assert!(!check(&["other"]).stdout.contains(stale));
    assert!(!check(&["--select", "relabel"]).stdout.contains(stale));
    assert!(!check(&["--ignore", "stale-baseline-entry"]).stdout.contains(stale));
    write(folder.path().join("prometheus.yml"), "scrape_configs:\n- job_nam: a\n");
    let refused = check(&[]);
    assert!(refused.code == 1 && !refused.stdout.contains(stale), "{}", refused.stdout);
    fs::remove_file(folder.path().join("prometheus.yml")).expect("removable");
    assert_eq!(check(&[]).stdout.matches(stale).count(), 2);
    assert_eq!(check(&["other", "--write-baseline"]).code, 0);
    let text = fs::read_to_string(folder.path().join("lint/known.json")).expect("readable");
    assert!(!text.contains("\"../prometheus.yml\"") && text.contains("../other/prometheus.yml"), "{text}");
}

#[test]
fn equal_findings_are_counted() {
    let step = "  - {source_labels: [__name__], regex: up, action: keep}\n";
    let jobs = format!(
        "global: {{scrape_timeout: 10s}}\nscrape_configs:\n- job_name: a\n  relabel_configs:\n{step}"
    );
    let folder = folder(&[("prometheus.yml", &format!("{jobs}{step}")), ("lint/readme", "")]);
    let select = ["--select", "name-in-target-relabel,suppression"];
    let check = |more: &[&str]| run(folder.path(), &[&BASELINE, &select[..], more].concat());
    assert_eq!(check(&[]).code, 2);
    assert_eq!(check(&["--write-baseline"]).code, 0);
    let text = fs::read_to_string(folder.path().join("lint/known.json")).expect("readable");
    assert!(text.contains("\"count\": 2"), "{text}");
    write(folder.path().join("prometheus.yml"), &format!("{jobs}{step}{step}"));
    let more = check(&[]);
    assert!(
        more.code == 1 && more.stdout.contains("1 error in 1 file. 2 findings held back"),
        "{}",
        more.stdout
    );
    write(folder.path().join("prometheus.yml"), &jobs);
    let fewer = check(&[]);
    assert!(fewer.stdout.contains("the baseline holds back 2 findings, 1 are found"), "{}", fewer.stdout);
}

#[test]
fn load_findings_and_secrets_stay_out() {
    let text = format!(
        "{PATHS}  basic_auth: {{username: u, password: hunter2hunter2}}\n  metric_path: /\n  http_sd_configs:\n  - url: http://u:hunter2hunter2@h/?a=b\n"
    );
    let folder = folder(&[("prometheus.yml", &text), ("lint/readme", "")]);
    let written = run(folder.path(), &[&BASELINE[..], &["--write-baseline", "--preset", "all"]].concat());
    assert_eq!(written.code, 1);
    assert!(written.stdout.contains("error[unknown-key]"), "{}", written.stdout);
    let text = fs::read_to_string(folder.path().join("lint/known.json")).expect("readable");
    assert!(!text.contains("hunter2") && !text.contains("unknown-key"), "{text}");
}

#[test]
fn a_file_that_is_no_baseline_is_a_mistake() {
    let folder =
        folder(&[("prometheus.yml", PATHS), ("lint/known.json", "{\"version\": 2, \"entries\": []}")]);
    for (text, words) in [
        ("{\"version\": 2, \"entries\": []}", "a baseline of version 2; this scrapelint knows version 1"),
        ("{\"version\": 1}", "missing field `entries` at line 1"),
        ("[", "EOF while parsing"),
        (
            "{\"version\": 1, \"entries\": [{\"path\": \"\", \"rule\": \"\", \"subjekt\": \"\"}]}",
            "unknown field `subjekt`",
        ),
    ] {
        write(folder.path().join("lint/known.json"), text);
        let run = run(folder.path(), &BASELINE);
        assert_eq!(run.code, 2);
        assert!(
            run.stderr.contains("lint/known.json: no baseline: ") && run.stderr.contains(words),
            "{}",
            run.stderr
        );
    }
}
