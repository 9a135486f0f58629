//! `scrapelint test`: what runs, what is said, and how the command ends.

use std::path::Path;

use crate::formats::assert_valid_xml;
use crate::{command, folder, run};

pub(crate) const CONFIG: &str = "scrape_configs:
  - job_name: web
    static_configs:
      - targets: [web:8000]
    metric_relabel_configs:
      - source_labels: [path]
        regex: /debug.*
        action: drop
      - source_labels: [path]
        regex: /users/\\d+
        target_label: path
        replacement: /users/:id
      - regex: pid
        action: labeldrop
";

const PASSING: &str = "config: prometheus.yml
tests:
  - name: debug metrics are dropped
    job: web
    stage: metric
    series: 'requests_total{path=\"/debug/x\"}'
    expect:
      dropped_by: 1
";

const FAILING: &str = "config: prometheus.yml
tests:
  - name: users are kept apart
    job: web
    stage: metric
    series: 'requests_total{path=\"/users/7\"}'
    expect:
      labels: {__name__: requests_total, path: /users/7, job: web, zone: a}
  - name: debug metrics are kept
    job: web
    stage: metric
    series: 'requests_total{path=\"/debug\"}'
    expect:
      kept: true
";

#[test]
fn the_tests_of_the_project_pass() {
    let run = run(Path::new(env!("CARGO_MANIFEST_DIR")), &["test", "testdata"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "16 passed, 0 failed.\n", ""));
}

#[test]
fn the_example_of_the_documentation_is_true() {
    let page = include_str!("../../docs/relabel-tests.md");
    let mut blocks = page.split("```").skip(1).step_by(2);
    let mut next = |fence: &str| blocks.next().and_then(|block| block.strip_prefix(fence)).expect(fence);
    let folder = folder(&[("prometheus.yml", next("yaml\n")), ("prometheus.test.yml", next("yaml\n"))]);
    let run = run(folder.path(), &["test"]);
    assert_eq!(format!("$ scrapelint test\n{}", run.stdout), next("console\n"));
}

#[test]
fn tests_below_the_folder_are_found() {
    let folder = folder(&[
        ("prometheus.yml", CONFIG),
        ("prometheus.test.yml", PASSING),
        ("sub/rules.test.yaml", "tests: [{name: a, rules: [], labels: {a: b}, expect: {labels: {a: b}}}]"),
        ("promtool.test.yml", "rule_files: [a.yml]\ntests: [{interval: 1m, input_series: []}]"),
        ("other.yml", FAILING),
    ]);
    let all = run(folder.path(), &["test"]);
    assert_eq!(all.code, 0);
    assert_eq!(all.stdout, "promtool.test.yml: skipped: no tests of relabel rules\n2 passed, 0 failed.\n");
    assert_eq!(run(folder.path(), &["test", "sub", "--quiet"]).stdout, "");
    assert_eq!(run(folder.path(), &["test", "other.yml"]).code, 1);
}

#[test]
fn a_failure_is_told_with_its_line_a_comparison_and_the_reason() {
    let folder = folder(&[("prometheus.yml", CONFIG), ("prometheus.test.yml", FAILING)]);
    let run = run(folder.path(), &["test"]);
    assert_eq!(run.code, 1);
    let expected = "failed users are kept apart (prometheus.test.yml:3)
  line 8: its labels are not as expected
      __name__=\"requests_total\"
    + instance=\"web:8000\"
      job=\"web\"
    - path=\"/users/7\"
    + path=\"/users/:id\"
    - zone=\"a\"
    why: step 2 (prometheus.yml:9, replace) sets `path` to \"/users/:id\"
    why: `instance` is \"web:8000\" before the first step
    why: no step sets `zone`

failed debug metrics are kept (prometheus.test.yml:9)
  line 14: it was not kept, expected to be
    why: step 1 (prometheus.yml:6, drop) drops requests_total{path=\"/debug\"}: the value of `path`, \"/debug\", matches its regex

0 passed, 2 failed.
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn colours_come_when_asked_for() {
    let folder = folder(&[("prometheus.yml", CONFIG), ("prometheus.test.yml", FAILING)]);
    let plain = run(folder.path(), &["test", "--color", "never"]).stdout;
    let coloured = run(folder.path(), &["test", "--color", "always"]).stdout;
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}[32m+ path=\"/users/:id\"\u{1b}[0m"), "{coloured:?}");
    assert!(coloured.contains("\u{1b}[31m- path=\"/users/7\"\u{1b}[0m"), "{coloured:?}");
}

#[test]
fn tests_are_chosen_by_name() {
    let folder = folder(&[("prometheus.yml", CONFIG), ("prometheus.test.yml", FAILING)]);
    let chosen = run(folder.path(), &["test", "--run", "^debug", "--output-format", "concise"]);
    let expected = "prometheus.test.yml:14:13: failed debug metrics are kept: it was not kept, expected to be
0 passed, 1 failed.
";
    assert_eq!((chosen.code, chosen.stdout.as_str()), (1, expected));
    let none = run(folder.path(), &["test", "--run", "nothing"]);
    assert_eq!((none.code, none.stderr.as_str()), (2, "scrapelint: no test's name matches `nothing`\n"));
    assert_eq!(run(folder.path(), &["test", "--run", "("]).code, 2);
}

#[test]
fn nothing_to_run_is_a_mistake() {
    let folder = folder(&[("prometheus.yml", CONFIG), ("promtool.test.yml", "rule_files: []\ntests: []")]);
    assert_eq!(run(folder.path(), &["test"]).code, 2);
    let nothing = run(folder.path(), &["test", "missing.test.yml"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.stdout.contains("missing.test.yml: cannot be read: no such file"), "{}", nothing.stdout);
    std::fs::remove_file(folder.path().join("promtool.test.yml")).expect("a file");
    let empty = run(folder.path(), &["test"]);
    assert!(empty.stderr.contains("there is no *.test.yml below this folder"), "{}", empty.stderr);
    assert_eq!(empty.code, 2);
}

#[test]
fn collisions_are_shown_with_what_collides() {
    let tests = "config: prometheus.yml
tests:
  - name: processes are apart
    job: web
    stage: metric
    target: {instance: a}
    series: ['x{pid=\"1\"}', 'x{pid=\"2\"}', 'x{pid=\"2\"}', 'y{pid=\"1\"}', 'y{pid=\"1\"}']
    expect: {collisions: 0}
";
    let folder = folder(&[("prometheus.yml", CONFIG), ("a.test.yml", tests)]);
    let run = run(folder.path(), &["test"]);
    let expected = "failed processes are apart (a.test.yml:3)
  line 8: 1 label set came out of more than one input, expected 0
  line 8: x{instance=\"a\", job=\"web\"} comes out of
    + x{pid=\"1\"}
    + x{pid=\"2\"}

0 passed, 1 failed.
";
    assert_eq!((run.code, run.stdout.as_str()), (1, expected));
}

#[test]
fn what_prometheus_reports_is_compared() {
    let tests = "tests:
  - {name: no name, config: p.yml, job: a, stage: metric, labels: {a: b}, expect: {error: missing metric name}}
  - {name: other error, config: p.yml, job: a, stage: metric, labels: {a: b}, expect: {error: label_limit}}
  - {name: no error, config: p.yml, job: a, stage: metric, series: x, expect: {error: x}}
  - {name: unexpected, config: p.yml, job: a, stage: metric, labels: {a: b}, expect: {kept: 0}}
  - {name: too many, config: p.yml, job: a, stage: metric, series: [x, y, z], expect: {error: sample limit exceeded}}
";
    let folder =
        folder(&[("p.yml", "scrape_configs: [{job_name: a, sample_limit: 2}]"), ("a.test.yml", tests)]);
    let run = run(folder.path(), &["test", "--output-format", "concise"]);
    let expected = "a.test.yml:3:95: failed other error: the error is \"missing metric name (__name__ label)\", expected one with \"label_limit\"
a.test.yml:4:87: failed no error: there is no error, expected one with \"x\"
a.test.yml:5:12: failed unexpected: Prometheus would report an error about {a=\"b\"}: missing metric name (__name__ label)
2 passed, 3 failed.
";
    assert_eq!((run.code, run.stdout.as_str()), (1, expected));
}

#[test]
fn junit_is_well_formed_whatever_names_hold() {
    let tests = "tests:
  - name: \"<&\\\"'> \\x01 \\n é\"
    rules: []
    labels: {a: \"\\x1b]]>\"}
    expect: {labels: {a: x}}
  - {name: fine, rules: [], labels: {a: b}, expect: {kept: true}}
";
    let folder = folder(&[("a.test.yml", tests), ("b.test.yml", "tests: 5\n"), ("prometheus.yml", CONFIG)]);
    let to_file =
        run(folder.path(), &["test", "--output-format", "junit:out.xml", "a.test.yml", "b.test.yml"]);
    assert_eq!((to_file.code, to_file.stdout.as_str()), (2, ""));
    let text = std::fs::read_to_string(folder.path().join("out.xml")).expect("a file");
    assert_valid_xml("junit.xsd", &text);
    let document = roxmltree::Document::parse(&text).expect("well-formed XML");
    let root = document.root_element();
    let counts = ["tests", "failures", "errors"].map(|name| root.attribute(name).unwrap_or_default());
    assert_eq!(counts, ["3", "1", "1"]);
    let cases: Vec<_> = root.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    assert_eq!(cases[0].attribute("name"), Some("<&\"'> \u{fffd} \n é"));
    assert_eq!((cases[0].attribute("line"), cases[0].attribute("file")), (Some("2"), Some("a.test.yml")));
    let failure = cases[0].first_element_child().and_then(|node| node.text()).unwrap_or_default();
    assert!(failure.contains("  - a=\"x\"\n  + a=\""), "{failure}");
    assert!(cases[1].first_element_child().is_none());
    let error = cases[2].first_element_child().and_then(|node| node.attribute("message")).unwrap_or_default();
    assert!(error.contains("`tests` must be a list"), "{error}");
}

#[test]
fn secrets_of_the_configuration_are_not_shown() {
    let config = "scrape_configs:
- job_name: a
  params: {token: [hunter2hunter2]}
  static_configs: [{targets: ['a:1']}]
  relabel_configs: [{source_labels: [__param_token], target_label: copy}]
";
    let tests = "config: prometheus.yml
tests:
- {name: a, job: a, stage: target, expect: {url: x, labels: {}}}
";
    let folder = folder(&[("prometheus.yml", config), ("a.test.yml", tests)]);
    for format in ["full", "concise", "junit"] {
        let run = run(folder.path(), &["test", "--output-format", format]);
        assert_eq!(run.code, 1);
        assert!(!run.stdout.contains("hunter2"), "{}", run.stdout);
    }
}

#[test]
fn variables_of_external_labels_come_from_the_environment() {
    let config = "global: {external_labels: {region: 'eu-$ZONE'}}\nalerting: {}\n";
    let tests = "config: prometheus.yml
tests:
- {name: a, stage: alert, labels: {alertname: Down}, expect: {labels: {alertname: Down, region: eu-7}}}
";
    let folder = folder(&[("prometheus.yml", config), ("a.test.yml", tests)]);
    let with = |zone: &str| command(folder.path(), &["test"]).env("ZONE", zone).output().expect("a run");
    assert_eq!(with("7").status.code(), Some(0));
    assert_eq!(with("8").status.code(), Some(1));
}

#[test]
fn check_leaves_tests_alone() {
    let promtool = "rule_files: [a.yml]\nevaluation_interval: 1m\ntests: []\n";
    let folder = folder(&[("prometheus.yml", crate::HEALTHY), ("a.test.yml", FAILING), ("b.yml", promtool)]);
    let run = run(folder.path(), &["check", "."]);
    let expected = "a.test.yml: skipped: tests of relabel rules; `scrapelint test` runs them
b.yml: skipped: a file of promtool, not of Prometheus
No problems in 1 file.
";
    assert_eq!((run.code, run.stdout.as_str()), (0, expected));
}
