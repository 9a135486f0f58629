//! What is wrong with a file of tests is told at its place, and none of its tests runs.

use crate::test_command::CONFIG;
use crate::{folder, run};

/// The findings of a file, one a line; `prometheus.yml` lies beside it.
fn findings(tests: &str) -> String {
    let folder = folder(&[
        ("prometheus.yml", CONFIG),
        ("broken.yml", "scrape_configs: [{}]"),
        ("bad.prom", "a 1\nb{ 2\n"),
        ("empty.prom", "# nothing\n"),
        ("targets.json", "[{\"targets\": 5}]"),
        ("a.test.yml", tests),
    ]);
    let run = run(folder.path(), &["test", "a.test.yml", "--output-format", "concise", "--quiet"]);
    assert_eq!((run.code, run.stderr.as_str()), (2, ""), "{}", run.stdout);
    run.stdout.replace("error[broken-relabel-test] ", "").replace("a.test.yml:", "")
}

/// The findings of a test with these keys besides its name, and some expectation.
fn of_case(keys: &str) -> String {
    findings(&format!("config: prometheus.yml\ntests:\n- {{name: a, {keys}, expect: {{kept: 1}}}}\n"))
}

#[test]
fn unknown_keys_are_told_with_those_that_are_known() {
    let tests = "confg: prometheus.yml
tests:
  - name: a
    jobs: web
    rules: [{sourceLabels: [a], target_label: b}]
    labels: {a: b}
    expect: {droped: true, nothing: 1}
";
    assert_eq!(
        findings(tests),
        "1:1: `confg` is not a key that stands here; did you mean `config`?
4:5: `jobs` is not a key that stands here; did you mean `job`?
5:14: `sourceLabels` is not a key of `rules`; write `source_labels`
7:14: `droped` is not a key that stands here; did you mean `dropped`?
7:28: `nothing` is not a key that stands here; the keys here: `labels`, `series`, `has`, `lacks`, `kept`, `dropped`, `dropped_by`, `collisions`, `error`, `url`
"
    );
}

#[test]
fn a_drawing_points_at_the_place() {
    let tests = "config: prometheus.yml\ntests:\n  - {name: a, job: wed, stage: metric, series: x, expect: {kept: 1}}\n";
    let folder = folder(&[("prometheus.yml", CONFIG), ("a.test.yml", tests)]);
    let run = run(folder.path(), &["test"]);
    assert_eq!(run.code, 2);
    let expected = "error[broken-relabel-test]

  × there is no job `wed` in prometheus.yml
   ╭─[a.test.yml:3:20]
 2 │ tests:
 3 │   - {name: a, job: wed, stage: metric, series: x, expect: {kept: 1}}
   ·                    ───
   ╰────
  help: did you mean `web`?

0 passed, 0 failed; 1 file could not be run.
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_test_says_what_it_runs() {
    for (keys, expected) in [
        (
            "series: x",
            "3:3: this test says neither `stage` nor `rules`; add `stage: target`, `metric`, `write` or `alert` to run rules of the configuration, or give `rules`\n",
        ),
        (
            "stage: metric, job: web, rules: [], series: x",
            "3:45: `stage` and `rules` exclude each other; remove `stage` to run these rules, or `rules` to run those of the stage\n",
        ),
        ("stage: scrape, series: x", "3:20: `stage` must be `target`, `metric`, `write` or `alert`\n"),
        (
            "stage: metric, series: x",
            "3:20: this stage belongs to a job, and none is named; add `job`, with the name of a job of the configuration\n",
        ),
        (
            "stage: metric, job: nothing, series: x",
            "3:33: there is no job `nothing` in prometheus.yml; the jobs there: `web`\n",
        ),
        ("stage: write, series: x", "3:20: prometheus.yml has no `remote_write`\n"),
        ("stage: alert, labels: {a: b}", "3:20: prometheus.yml has no `alerting`\n"),
        (
            "stage: write, job: web, series: x",
            "3:27: `job` has no meaning at the stage `write`; it goes with the stages `target`, `metric`\n",
        ),
        (
            "rules: [], target: {a: b}, series: x",
            "3:24: `target` has no meaning in a test with `rules` of its own; it goes with the stage `metric`\n",
        ),
        (
            "config: other.yml, stage: metric, job: web, series: x",
            "3:21: other.yml: cannot be read: no such file or directory\n",
        ),
        (
            "config: broken.yml, stage: metric, job: web, series: x",
            "3:21: Prometheus would refuse broken.yml; `scrapelint check broken.yml` shows what is wrong, and where\n",
        ),
        (
            "config: targets.json, stage: metric, job: web, series: x",
            "3:21: targets.json is no Prometheus configuration\n",
        ),
        (
            "rules: [{action: hashmod, target_label: x}], series: x",
            "3:21: `hashmod` needs a `modulus` above 0; add `modulus`, the number of shards\n",
        ),
        (
            "rules: [{regex: '(', target_label: x}], series: x",
            "3:30: invalid regular expression: missing closing ); add the `)`, or write `\\(` for a parenthesis\n",
        ),
    ] {
        assert_eq!(of_case(keys), expected, "{keys}");
    }
}

#[test]
fn a_test_says_what_goes_in() {
    for (keys, expected) in [
        (
            "stage: metric, job: web",
            "3:3: nothing goes into this test; add `series`, `labels`, or a file of `metrics`\n",
        ),
        ("rules: [], series: []", "3:32: nothing goes into this test\n"),
        (
            "rules: [], series: x, labels: {a: b}",
            "3:35: `series` and `labels` exclude each other; make two tests of it, or write all that goes in under one key\n",
        ),
        (
            "rules: [], series: 'x{a=b}'",
            "3:37: not a series: expected a label value in quotes, found `b`; write it as Prometheus shows it: `http_requests_total{code=\"200\", path=\"/\"}`\n",
        ),
        (
            "rules: [], labels: x",
            "3:32: `labels` must be a mapping of label names to values, or a list of such; write `name: value` lines below the key, a space behind each colon\n",
        ),
        ("rules: [], metrics: no.prom", "3:33: no.prom: cannot be read: no such file or directory\n"),
        ("rules: [], metrics: bad.prom", "3:33: bad.prom:2: expected a label name or `}`, found `2`\n"),
        ("rules: [], metrics: empty.prom", "3:33: empty.prom holds no series\n"),
        (
            "stage: target, job: web, targets: targets.json",
            "3:47: targets.json:1: invalid type: integer `5`, expected a sequence\n",
        ),
        (
            "stage: metric, job: web, target: {__address__: a}, series: x",
            "3:47: labels that begin with `__` are on no series; write the labels as the target has them behind its own relabeling: `job`, `instance`, …\n",
        ),
    ] {
        assert_eq!(of_case(keys), expected, "{keys}");
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let tests = "config: prometheus.yml
tests:
  - name: a
    job: web
    stage: metric
    series: x
  - name: a
    job: web
    stage: metric
    series: 'y{'
    expect: {url: x, kept: many}
  -
  - stage: target
    job: web
    expect: {kept: 1}
";
    assert_eq!(
        findings(tests),
        "3:11: this test expects nothing; add `expect`; `scrapelint test --update` writes what is observed into it
7:11: two tests are called `a`
11:28: `kept` must be a whole number, `true` for all, or `false` for none
12:4: a test without content; remove the empty `-`
13:5: a test without a name; say in `name` what the test is about
"
    );
}

#[test]
fn a_file_without_tests_is_told() {
    let no_tests = "there are no tests in this file; write them as a list under `tests`\n";
    assert_eq!(findings(""), format!("1:1: {no_tests}"));
    assert_eq!(findings("config: prometheus.yml\n"), format!("1:1: {no_tests}"));
    assert_eq!(findings("tests: []\n"), format!("1:8: {no_tests}"));
    assert!(findings("tests: [\n").starts_with("2:1: not YAML"), "{}", findings("tests: [\n"));
}

#[test]
fn a_broken_file_does_not_stop_the_others() {
    let fine = "tests: [{name: a, rules: [], labels: {a: b}, expect: {kept: 1}}]\n";
    let folder = folder(&[("a.test.yml", "config: x\ntests: 5\n"), ("b.test.yml", fine)]);
    let run = run(folder.path(), &["test", "--output-format", "concise"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.ends_with("1 passed, 0 failed; 1 file could not be run.\n"), "{}", run.stdout);
}
