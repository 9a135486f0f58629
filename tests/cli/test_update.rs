//! `scrapelint test --update` writes what is observed, and nothing else.

use std::fs;

use crate::test_command::CONFIG;
use crate::{folder, run};

/// What becomes of a file of tests, and what is said.
fn updated(tests: &str) -> (String, String) {
    let folder = folder(&[("prometheus.yml", CONFIG), ("a.test.yml", tests)]);
    let first = run(folder.path(), &["test", "--update"]);
    let text = fs::read_to_string(folder.path().join("a.test.yml")).expect("a file");
    if first.code == 0 {
        let again = run(folder.path(), &["test"]);
        assert_eq!(again.code, 0, "{text}\n{}", again.stdout);
    }
    (text, first.stdout)
}

#[test]
fn values_change_in_their_place_and_comments_stay() {
    let before = "# Tests of the web service.
config: prometheus.yml
tests:
  - name: users  # of the shop
    job: web
    stage: metric
    series: 'x{path=\"/users/7\"}'
    expect:
      # What is stored:
      labels:
        __name__: x   # the metric
        path: '/users/7'  # one for each?
        zone: a
        job: web
      kept: false
  - name: debug
    job: web
    stage: metric
    series: ['x{path=\"/debug\"}', 'y{path=\"/\"}']
    expect: {kept: 2, dropped: 0, lacks: [path, pid], has: {job: other, path: /}}  # both
";
    let after = "# Tests of the web service.
config: prometheus.yml
tests:
  - name: users  # of the shop
    job: web
    stage: metric
    series: 'x{path=\"/users/7\"}'
    expect:
      # What is stored:
      labels:
        __name__: x   # the metric
        path: '/users/:id'  # one for each?
        job: web
        instance: web:8000
      kept: true
  - name: debug
    job: web
    stage: metric
    series: ['x{path=\"/debug\"}', 'y{path=\"/\"}']
    expect: {kept: 1, dropped: 1, lacks: [pid], has: {job: web, path: /}}  # both
";
    let (text, said) = updated(before);
    assert_eq!(text, after);
    assert_eq!(said, "a.test.yml: updated: users\na.test.yml: updated: debug\n2 passed, 0 failed.\n");
}

#[test]
fn tests_that_expect_nothing_yet_get_the_plainest_words() {
    let before = "config: prometheus.yml
tests:
  - name: kept
    job: web
    stage: metric
    target: {instance: 'a:1'}
    series: 'x{path=\"/users/7\", code=\"200\"}'
  - name: dropped
    job: web
    stage: metric
    series: x{path=\"/debug\"}
    expect:
  - name: several
    job: web
    stage: metric
    series: ['x{pid=\"1\"}', 'x{pid=\"2\"}', 'x{path=\"/debug\"}']
    expect: {}
  - name: refused
    job: web
    stage: metric
    labels: {a: b}
  - {name: in one line, rules: [{regex: .*, action: labeldrop}], labels: {a: b}}
";
    let after = "config: prometheus.yml
tests:
  - name: kept
    job: web
    stage: metric
    target: {instance: 'a:1'}
    series: 'x{path=\"/users/7\", code=\"200\"}'
    expect:
      labels:
        __name__: x
        code: '200'
        instance: a:1
        job: web
        path: /users/:id
  - name: dropped
    job: web
    stage: metric
    series: x{path=\"/debug\"}
    expect:
      dropped_by: 1
  - name: several
    job: web
    stage: metric
    series: ['x{pid=\"1\"}', 'x{pid=\"2\"}', 'x{path=\"/debug\"}']
    expect: {kept: 2, dropped: 1, collisions: 1}
  - name: refused
    job: web
    stage: metric
    labels: {a: b}
    expect:
      error: missing metric name (__name__ label)
  - {name: in one line, rules: [{regex: .*, action: labeldrop}], labels: {a: b}, expect: {dropped: true}}
";
    assert_eq!(updated(before).0, after);
}

#[test]
fn an_expectation_of_another_kind_is_replaced() {
    let before = "tests:
  - name: kept now
    rules: []
    series: 'x{a=\"b\"}'
    expect: {dropped_by: 2}
  - name: dropped now
    rules: [{action: drop}]
    series: x
    expect:
      series: x
  - name: another number of results
    rules: []
    series: [x, w, z]
    expect:
      series:
        - x
        - z
  - name: fewer
    rules: []
    series: [x, w]
    expect:
      series: [x, w, z]
  - name: no longer one
    rules: []
    series: [x, w]
    expect:
      series: x
";
    let after = "tests:
  - name: kept now
    rules: []
    series: 'x{a=\"b\"}'
    expect: {labels: {__name__: x, a: b}}
  - name: dropped now
    rules: [{action: drop}]
    series: x
    expect:
      dropped_by: 1
  - name: another number of results
    rules: []
    series: [x, w, z]
    expect:
      series:
        - x
        - w
        - z
  - name: fewer
    rules: []
    series: [x, w]
    expect:
      series: [x, w]
  - name: no longer one
    rules: []
    series: [x, w]
    expect:
      series: [x, w]
";
    assert_eq!(updated(before).0, after);
}

#[test]
fn what_passes_is_left_alone() {
    let text = "tests:\n- {name: a, rules: [], series: 'x{a=\"b\"}', expect: {has: {\"a\": b}, kept: yes}}\n";
    let (after, said) = updated(text);
    assert_eq!((after.as_str(), said.as_str()), (text, "1 passed, 0 failed.\n"));
}

#[test]
fn only_the_chosen_tests_are_updated() {
    let text = "tests:
- {name: one, rules: [], series: x, expect: {kept: 0}}
- {name: two, rules: [], series: x, expect: {kept: 0}}
";
    let folder = folder(&[("a.test.yml", text)]);
    let run = run(folder.path(), &["test", "--update", "--run", "two"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "a.test.yml: updated: two\n1 passed, 0 failed.\n"));
    let after = fs::read_to_string(folder.path().join("a.test.yml")).expect("a file");
    assert_eq!(
        after,
        text.replace(
            "two, rules: [], series: x, expect: {kept: 0}",
            "two, rules: [], series: x, expect: {kept: true}"
        )
    );
}

#[test]
fn a_file_with_something_wrong_is_not_touched() {
    let text = "tests:\n- {name: one, rules: [], series: x, expect: {kept: 0}}\n- {name: two, rule: [], series: x}\n";
    let folder = folder(&[("a.test.yml", text)]);
    assert_eq!(run(folder.path(), &["test", "--update"]).code, 2);
    assert_eq!(fs::read_to_string(folder.path().join("a.test.yml")).expect("a file"), text);
}

#[test]
fn an_expectation_that_tests_share_is_not_changed_for_one_of_them() {
    let text = "tests:
- {name: one, rules: [], series: x, expect: &kept {kept: 0}}
- {name: two, rules: [{action: drop}], series: x, expect: *kept}
";
    let (after, said) = updated(text);
    assert_eq!(after, text);
    let expected =
        "a.test.yml: the test `one` cannot be updated as it is written: give it its `expect` by hand\n";
    assert!(said.starts_with(expected), "{said}");
    // One that has it through an alias gets its own.
    let (after, _) = updated(&text.replace("kept: 0", "kept: 1"));
    assert_eq!(after, text.replace("kept: 0", "kept: 1").replace("*kept", "{kept: false}"));
}
