//! `scrapelint relabel`

use std::fs;

use insta::assert_snapshot;

use super::{Run, folder, run, run_with_stdin};

const CONFIG: &str = r#"global:
  scrape_interval: 30s
  external_labels: {cluster: eu-1}
scrape_configs:
  - job_name: web
    params: {token: [hunter2hunter2]}
    sample_limit: 3
    static_configs:
      - targets: ["web-1:9100"]
        labels: {env: prod}
      - targets: ["test-1:9100"]
        labels: {env: Staging}
    relabel_configs:
      - source_labels: [env]
        regex: prod|staging
        action: keep
      - source_labels: [__address__]
        regex: "([^:]+)(?::(\\d+))?"
        target_label: host
      - source_labels: [__param_token]
        target_label: __tmp_copy
      - regex: __tmp_.*
        action: labeldrop
    metric_relabel_configs:
      - source_labels: [__name__]
        regex: go_.*
        action: drop
      - source_labels: [path]
        regex: /user/\d+
        replacement: /user/:id
        target_label: path
  - job_name: pods
    kubernetes_sd_configs: [{role: pod}]
    relabel_configs:
      - source_labels: [__meta_kubernetes_namespace, __meta_kubernetes_pod_name]
        separator: /
        regex: shop;api-.*
        action: keep
      - {source_labels: [zone], regex: eu|us, action: keep}
remote_write:
  - url: http://remote/
    write_relabel_configs:
      - {source_labels: [cluster], regex: eu-1, action: keep}
  - url: http://archive/
    name: archive
    write_relabel_configs:
      - {source_labels: [__name__], regex: "up|alerts", action: keep}
alerting:
  alert_relabel_configs: [{regex: replica, action: labeldrop}]
  alertmanagers:
    - static_configs: [{targets: ["am:9093"]}]
    - static_configs: [{targets: ["pager:9093"]}]
      alert_relabel_configs: [{source_labels: [severity], regex: page, action: keep}]
"#;

const DUMP: &str = "\
# TYPE go_threads gauge
go_threads 7
# TYPE http_requests_total counter
http_requests_total{path=\"/user/1\",code=\"200\"} 3
http_requests_total{path=\"/user/2\",code=\"200\"} 4
http_requests_total{path=\"/user/3\",code=\"500\"} 1
http_requests_total{path=\"/health\",code=\"200\"} 4
";

fn relabel(arguments: &[&str]) -> Run {
    let folder = folder(&[("prometheus.yml", CONFIG), ("dump.prom", DUMP)]);
    run(folder.path(), &[&["relabel"], arguments].concat())
}

#[test]
fn static_targets_are_shown_step_by_step() {
    let shown = relabel(&["--job", "web"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    assert_snapshot!(shown.stdout);
}

#[test]
fn a_series_takes_the_labels_of_the_first_target() {
    assert_snapshot!(
        relabel(&["--job", "web", "--series", "http_requests_total{path=\"/user/7\",job=\"x\"}"]).stdout
    );
}

#[test]
fn alerts_go_to_each_set_of_alertmanagers() {
    assert_snapshot!(
        relabel(&["--stage", "alert", "--labels", "alertname=Down,replica=a,severity=mail"]).stdout
    );
}

#[test]
fn a_dump_is_counted_step_by_step() {
    let counted =
        relabel(&["--job", "web", "--metrics", "dump.prom", "--list", "dropped", "--list", "changed"]);
    assert_eq!((counted.code, counted.stderr.as_str()), (1, ""));
    assert_snapshot!(counted.stdout);
}

#[test]
fn why_is_answered_in_one_sentence() {
    let questions: &[&[&str]] = &[
        &["--why", "test-1:9100"],
        &["--why", "web-1:9100"],
        &["--why", "go_threads{job=\"web\"}"],
        &["--why", "up{job=\"web\",instance=\"web-9:9100\"}"],
        &[
            "--job",
            "pods",
            "--why",
            "{__address__=\"a:1\",__meta_kubernetes_namespace=\"shop\",__meta_kubernetes_pod_name=\"api-7\"}",
        ],
        &["--stage", "write", "--remote-write", "archive", "--why", "alert"],
        &["--stage", "write", "--remote-write", "1", "--why", "up"],
        &["--stage", "alert", "--why", "{alertname=\"Down\",severity=\"page\"}"],
    ];
    let answers: Vec<String> = questions
        .iter()
        .map(|question| {
            let answer = relabel(question);
            assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{question:?}");
            answer.stdout
        })
        .collect();
    assert_snapshot!(answers.concat());
}

#[test]
fn json_is_as_its_schema_says() {
    let folder = folder(&[("prometheus.yml", CONFIG), ("dump.prom", DUMP)]);
    let schema: serde_json::Value =
        serde_json::from_str(&run(folder.path(), &["schema", "relabel"]).stdout).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let inputs: &[&[&str]] = &[
        &["--job", "web"],
        &["--job", "web", "--series", "up", "--metrics", "dump.prom", "--list", "all"],
        &["--stage", "alert", "--labels", "alertname=Down"],
        &["--why", "go_threads{job=\"web\"}"],
    ];
    for input in inputs {
        let output = run(folder.path(), &[&["relabel", "--output-format", "json"], *input].concat());
        let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{input:?}: {errors:?}");
        assert_eq!(json["version"], 1);
        let shown =
            json["walks"].as_array().expect("a list").len() + json["dumps"].as_array().expect("a list").len();
        assert!(shown > 0, "{input:?}: nothing is shown");
    }
}

#[test]
fn mistakes_are_named_and_nothing_is_half_done() {
    let mistakes: &[(&[&str], &str)] = &[
        (&["--job", "wep"], "there is no job `wep` in prometheus.yml; did you mean `web`?"),
        (&["--job", "zzzzz"], "its jobs are `web`, `pods`"),
        (
            &["--stage", "metric", "--series", "up"],
            "there are several jobs; choose one with --job: `web`, `pods`",
        ),
        (&["--stage", "metric", "--job", "web"], "stage metric needs series"),
        (&["--stage", "sample"], "use target, metric, write or alert"),
        (&["--job", "pods"], "has no static targets to show"),
        (&["--job", "web", "--series", "up{a="], "expected a label value in quotes"),
        (&["--job", "web", "--labels", "a=b,="], "--labels: expected a label"),
        (&["--job", "web", "--stage", "target", "--series", "up"], "stage target has no series"),
        (&["--stage", "write", "--remote-write", "x", "--series", "up"], "there is no remote_write `x`"),
        (&["--job", "web", "--targets", "dump.prom"], "Prometheus would use none of its targets"),
        (&["--job", "web", "--metrics", "none.prom"], "none.prom: cannot be read"),
        (&["--list", "all"], "--metrics"),
        (&["none.yml"], "none.yml: cannot be read"),
        (&["dump.prom"], "dump.prom is no Prometheus configuration"),
        (&["--target-version", "4.0"], "from 2.30 to 3.14"),
    ];
    for (arguments, words) in mistakes {
        let run = relabel(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(words), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_step_that_cannot_be_run_is_named_with_its_line() {
    let broken = "scrape_configs:\n- job_name: a\n  static_configs: [{targets: ['a:1']}]\n  relabel_configs:\n  - {action: hashmod, target_label: x}\n";
    let run = run_with_stdin(folder(&[]).path(), &["relabel", "-"], broken);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("-:5: Prometheus refuses step 1: relabel configuration for hashmod requires"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_refused_configuration_is_shown_and_said_to_be_refused() {
    let refused = "globl: {}\nscrape_configs:\n- job_name: a\n  static_configs: [{targets: ['a:1']}]\n";
    let run = run_with_stdin(folder(&[]).path(), &["relabel", "-"], refused);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("Scraped at http://a:1/metrics"), "{}", run.stdout);
    assert!(run.stderr.contains("Prometheus would refuse this file"), "{}", run.stderr);
}

#[test]
fn jobs_of_other_files_are_found() {
    let folder = folder(&[
        ("prometheus.yml", "global: {scrape_interval: 7s}\nscrape_config_files: [jobs/*.yml]\n"),
        ("jobs/a.yml", "scrape_configs:\n- job_name: other\n  static_configs: [{targets: ['a:1']}]\n"),
    ]);
    let shown = run(folder.path(), &["relabel", "--job", "other"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("__scrape_interval__=\"7s\""), "{}", shown.stdout);
}

#[test]
fn secrets_of_the_configuration_are_not_shown() {
    let folder = folder(&[("prometheus.yml", CONFIG), ("dump.prom", DUMP)]);
    let inputs: &[&[&str]] = &[
        &["--job", "web"],
        &["--job", "web", "--output-format", "json"],
        &["--why", "web-1:9100"],
        &["--job", "web", "--metrics", "dump.prom", "--list", "all"],
    ];
    for input in inputs {
        let run = run(folder.path(), &[&["relabel"], *input].concat());
        assert!(!run.stdout.is_empty(), "{input:?}: {}", run.stderr);
        assert!(!run.stdout.contains("hunter2"), "{input:?}: {}", run.stdout);
    }
}

#[test]
fn a_dump_may_come_from_standard_input_and_with_colours() {
    let folder = folder(&[("prometheus.yml", CONFIG)]);
    let arguments = ["relabel", "--job", "web", "--metrics", "-", "--color", "always"];
    let run = run_with_stdin(folder.path(), &arguments, DUMP);
    // The job's `sample_limit` is 3.
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("sample limit exceeded"), "{}", run.stdout);
    assert!(run.stdout.contains("\u{1b}["), "{}", run.stdout);
    assert!(run.stdout.contains("4 kept (3 changed), 1 dropped"), "{}", run.stdout);
    assert!(fs::read_dir(folder.path()).expect("a folder").count() == 1, "a file was left behind");
}

#[test]
fn a_file_that_is_no_yaml_is_said_to_be_none() {
    let broken = "scrape_configs:\n  - job_name: [a\n";
    let run = run_with_stdin(folder(&[]).path(), &["relabel", "-"], broken);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("Prometheus would refuse this file (yaml: line"), "{}", run.stderr);
}
