//! `scrapelint generate limits`

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::{HEALTHY, Run, folder, run};

fn django() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/django/web.prom");
    fs::read_to_string(path).expect("a dump")
}

/// Runs `scrapelint generate limits` in a folder with a configuration, and a dump.
fn generate(config: &str, dump: &str, arguments: &[&str]) -> (Run, String) {
    let folder = folder(&[("prometheus.yml", config), ("web.prom", dump), ("small.prom", "up 1\n")]);
    let run = run(folder.path(), &[&["generate", "limits"], arguments].concat());
    (run, fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file"))
}

/// All that a run gave, to be compared as one.
fn shown(run: &Run) -> String {
    format!("exit code {}\n--- stdout\n{}--- stderr\n{}", run.code, run.stdout, run.stderr)
}

#[test]
fn limits_are_printed_with_what_they_are_made_of() {
    let (run, _) = generate(HEALTHY, &django(), &["--metrics", "small.prom", "web.prom"]);
    assert_snapshot!(shown(&run));
    let (more, _) = generate(HEALTHY, &django(), &["--metrics", "web.prom", "--headroom", "5"]);
    assert!(more.stdout.contains("\nsample_limit: 3000 "), "{}", more.stdout);
}

#[test]
fn limits_are_added_to_the_job() {
    let arguments = ["--metrics", "web.prom", "--into", "prometheus.yml", "--target-version", "2.30"];
    let (run, text) = generate(HEALTHY, &django(), &arguments);
    assert_snapshot!(shown(&run));
    let folder = folder(&[("prometheus.yml", &text), ("web.prom", &django())]);
    let check = crate::run(folder.path(), &["check", "--metrics", "web.prom", "--select", "cardinality"]);
    assert!(!check.stdout.contains("limit-exceeded") && !check.stdout.contains("tight"), "{}", check.stdout);
}

#[test]
fn relabeling_counts_first() {
    let dropping = HEALTHY.replace(
        "job_name: node\n",
        "job_name: node\n    metric_relabel_configs: [{source_labels: [__name__], regex: http_.*, action: drop}]\n",
    );
    let (run, text) = generate(&dropping, &django(), &["--metrics", "web.prom", "--into", "prometheus.yml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(text.contains("sample_limit: 100\n"), "{text}");
}

#[test]
fn limits_that_are_there_stay() {
    let config = HEALTHY.replace("job_name: node\n", "job_name: node\n    sample_limit: 7\n");
    let arguments = ["--metrics", "web.prom", "--into", "prometheus.yml", "--diff"];
    let (run, text) = generate(&config, &django(), &arguments);
    assert_eq!((run.code, text == config), (0, true), "{}", run.stderr);
    assert_eq!(run.stderr, "note: `sample_limit` of the job stays as it is\n");
    assert!(!run.stdout.contains("+    sample_limit") && run.stdout.contains("+    label_limit: 20"));
    let (_, full) = generate(&config, &django(), &arguments[..4]);
    let (again, same) = generate(&full, &django(), &arguments[..4]);
    assert_eq!((again.code, same == full), (2, true));
    assert!(again.stderr.contains("the job has all of these limits already"), "{}", again.stderr);
}

#[test]
fn tests_come_along_and_pass() {
    let folder = folder(&[("prometheus.yml", HEALTHY), ("web.prom", &django())]);
    let arguments = ["generate", "limits", "--metrics", "web.prom", "--with-tests", "limits.test.yml"];
    let alone = run(folder.path(), &arguments);
    assert!(alone.code == 2 && alone.stderr.contains("name that with --into"), "{}", alone.stderr);
    let into = run(folder.path(), &[&arguments[..], &["--into", "prometheus.yml"]].concat());
    assert_eq!(into.code, 0, "{}", into.stderr);
    assert_eq!(run(folder.path(), &["test"]).code, 0);
    let path = folder.path().join("prometheus.yml");
    let text = fs::read_to_string(&path).expect("the file");
    fs::write(&path, text.replace("sample_limit: 1500", "sample_limit: 500")).expect("a file");
    assert_eq!(run(folder.path(), &["test"]).code, 1);
}

#[test]
fn mistakes_are_told_and_change_nothing() {
    for (dump, arguments, told) in [
        ("", vec!["--metrics", "web.prom"], "web.prom is no metrics dump: there is no sample in it"),
        ("# nothing\n", vec!["--metrics", "web.prom"], "there is no sample in it"),
        ("up 1\n", vec!["--metrics", "web.prom", "--headroom", "1"], "it has to be from 1.1 to 1000"),
        ("up 1\n", vec!["--metrics", "web.prom", "--headroom", "x"], "it is no number"),
        ("up 1\n", vec!["--metrics", "web.prom", "--into", "none.yml"], "none.yml: cannot be read"),
        ("up 1\n", vec![], "--metrics <FILE>"),
    ] {
        let (run, text) = generate(HEALTHY, dump, &arguments);
        assert_eq!((run.code, run.stdout.as_str(), text.as_str()), (2, "", HEALTHY), "{arguments:?}");
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
}
