//! `scrapelint generate job`

use std::fs;

use insta::assert_snapshot;

use crate::{HEALTHY, Run, folder, run, run_with_stdin};

/// Runs `scrapelint generate job` in a folder with a configuration.
fn generate(config: &str, arguments: &[&str]) -> (Run, String) {
    let folder = folder(&[("prometheus.yml", config)]);
    let run = run(folder.path(), &[&["generate", "job"], arguments].concat());
    (run, fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file"))
}

/// All that a run gave, to be compared as one.
fn shown(run: &Run) -> String {
    format!("exit code {}\n--- stdout\n{}--- stderr\n{}", run.code, run.stdout, run.stderr)
}

#[test]
fn a_job_is_printed_with_its_reasons() {
    let arguments =
        ["--preset", "django", "--target", "web", "--target", "my_app:8001", "--labels", "team=shop"];
    assert_snapshot!(shown(&generate(HEALTHY, &arguments).0));
}

#[test]
fn a_probe_asks_the_exporter() {
    let arguments = [
        &["--preset", "blackbox", "--name", "shop", "--target", "https://shop.example/", "--target"][..],
        &["https://shop.example/cart", "--exporter", "probe", "--module", "http_post", "--interval", "1m"],
    ];
    assert_snapshot!(shown(&generate(HEALTHY, &arguments.concat()).0));
}

#[test]
fn discovered_targets_get_their_labels_by_relabeling() {
    let arguments = ["--preset", "kubelet", "--labels", "price=5$", "--timeout", "5s"];
    assert_snapshot!(shown(&generate(HEALTHY, &arguments).0));
}

#[test]
fn a_job_is_added_as_the_others_are_written() {
    let arguments = ["--preset", "federation", "--match", "{job=\"a\"}", "--into", "prometheus.yml"];
    let (run, text) = generate(HEALTHY, &arguments);
    assert_snapshot!(shown(&run));
    assert!(text.starts_with(HEALTHY) && text.contains("\n  - job_name: federation\n"), "{text}");
    let folder = folder(&[("prometheus.yml", &text)]);
    assert_eq!(crate::run(folder.path(), &["check"]).code, 0);
}

#[test]
fn a_difference_is_shown_without_being_made() {
    let (run, text) = generate(HEALTHY, &["--preset", "redis", "--into", "prometheus.yml", "--diff"]);
    assert_eq!((run.code, text.as_str()), (0, HEALTHY));
    assert!(run.stdout.contains("\n+  - job_name: redis-exporter\n"), "{}", run.stdout);
    assert!(!run.stderr.contains("was added"), "{}", run.stderr);
}

#[test]
fn the_interval_of_the_configuration_counts() {
    let config = HEALTHY.replace("15s", "5s").replace("10s", "4s");
    let (run, text) = generate(&config, &["--preset", "redis", "--into", "prometheus.yml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(text.contains("redis-exporter\n    scrape_interval: 5s\n    scrape_timeout: 4s\n"), "{text}");
    // The preset has a reason for its own.
    let (_, text) = generate(&config, &["--preset", "snmp", "--into", "prometheus.yml"]);
    assert!(text.contains("scrape_interval: 1m\n    scrape_timeout: 50s\n"), "{text}");
}

#[test]
fn what_hurts_is_said_and_what_breaks_is_refused() {
    let (often, text) =
        generate(HEALTHY, &["--preset", "go", "--interval", "2s", "--into", "prometheus.yml"]);
    assert_eq!(often.code, 1);
    assert!(often.stderr.contains("warning: every target is scraped each 2s"), "{}", often.stderr);
    assert!(text.contains("scrape_interval: 2s"), "{text}");
    let (broken, text) = generate(
        HEALTHY,
        &["--preset", "go", "--labels", "a b=c", "--target-version", "2.55", "--into", "prometheus.yml"],
    );
    assert_eq!((broken.code, broken.stdout.as_str(), text.as_str()), (2, "", HEALTHY));
    assert!(broken.stderr.contains("such a job would be broken"), "{}", broken.stderr);
}

#[test]
fn settings_say_the_version_and_what_is_no_mistake() {
    let settings = "target-version: '2.55'\nrules: {scrape-interval-too-short: off}\n";
    let folder = folder(&[("prometheus.yml", HEALTHY), ("scrapelint.yaml", settings)]);
    let short = ["generate", "job", "--preset", "go", "--interval", "2s", "--target", "a:1"];
    assert_eq!(run(folder.path(), &short).stderr, "");
    assert_eq!(run(folder.path(), &[&short[..], &["--isolated"]].concat()).code, 1);
    let label = ["generate", "job", "--preset", "go", "--labels", "a b=c"];
    assert_eq!(run(folder.path(), &label).code, 2);
    assert_eq!(run(folder.path(), &[&label[..], &["--isolated"]].concat()).code, 0);
}

#[test]
fn mistakes_are_told_and_change_nothing() {
    let into = |preset: &'static str| vec!["--preset", preset, "--into", "prometheus.yml"];
    let taken = HEALTHY.replace("job_name: node", "job_name: redis-exporter");
    for (config, arguments, told) in [
        (HEALTHY, vec!["--preset", "djagno"], "there is no preset `djagno`; did you mean `django`?"),
        (HEALTHY, vec!["--preset", "zzzzzz"], "`scrapelint generate job --list` lists them"),
        (HEALTHY, vec![], "--preset NAME (--list lists them)"),
        (HEALTHY, vec!["--preset", "go", "--diff"], "--into <FILE>"),
        (HEALTHY, vec!["--preset", "go", "--labels", "a"], "a label is NAME=VALUE"),
        (HEALTHY, vec!["--preset", "go", "--interval", "1 minute"], "unknown unit"),
        (HEALTHY, vec!["--preset", "go", "--timeout", "1m"], "longer than the interval"),
        (HEALTHY, vec!["--preset", "go", "--target", "http://a:1/x"], "is a URL; write `a:1`"),
        (HEALTHY, vec!["--preset", "go", "--into", "missing.yml"], "missing.yml: cannot be read"),
        (&taken, into("redis"), "there is a job `redis-exporter` already, prometheus.yml:5; choose another"),
        ("global: {a: 1\n", into("redis"), "Prometheus would refuse this file as it is (yaml:"),
        ("global: {a: 1}\n", into("redis"), "field a not found"),
        ("groups: []\n", into("redis"), "no Prometheus configuration, but a file of rules"),
        ("x: &x []\nscrape_configs: *x\nglobal: {}\n", into("redis"), "field x not found"),
    ] {
        let (run, text) = generate(config, &arguments);
        assert_eq!((run.code, run.stdout.as_str(), text.as_str()), (2, "", config), "{arguments:?}");
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_job_of_another_file_counts() {
    let config = "global: {scrape_interval: 15s, scrape_timeout: 10s}\nscrape_config_files: [jobs/*.yml]\n";
    let jobs = "scrape_configs: [{job_name: go, static_configs: [{targets: ['a:1']}]}]\n";
    let folder = folder(&[("prometheus.yml", config), ("jobs/a.yml", jobs)]);
    let run = run(folder.path(), &["generate", "job", "--preset", "go", "--into", "prometheus.yml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is a job `go` already, jobs/a.yml:1"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_stays() {
    let folder = folder(&[("real.yml", HEALTHY)]);
    std::os::unix::fs::symlink(folder.path().join("real.yml"), folder.path().join("prometheus.yml"))
        .expect("a link");
    let run = run(folder.path(), &["generate", "job", "--preset", "go", "--into", "prometheus.yml"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("cannot be written: it is a symbolic link"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("real.yml")).expect("the file"), HEALTHY);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
}

#[test]
fn a_read_only_file_stays() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let path = folder.path().join("prometheus.yml");
    let mut permissions = fs::metadata(&path).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("permissions");
    let run = run(folder.path(), &["generate", "job", "--preset", "go", "--into", "prometheus.yml"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "scrapelint: prometheus.yml: cannot be written: it is read-only\n");
    assert_eq!(fs::read_to_string(&path).expect("the file"), HEALTHY);
}

#[test]
fn presets_are_listed() {
    let (list, _) = generate(HEALTHY, &["--list"]);
    assert_eq!(list.code, 0);
    assert!(list.stdout.contains("\nredis-exporter"), "{}", list.stdout);
    assert!(list.stdout.lines().all(|line| line.contains("  ")), "{}", list.stdout);
}

#[test]
fn tests_of_a_probe_come_along() {
    let files = [("prometheus.yml", HEALTHY), ("tests/x", "")];
    let folder = folder(&files);
    let arguments = [
        &[
            "generate",
            "job",
            "--preset",
            "blackbox",
            "--target",
            "https://shop.example/",
            "--labels",
            "team=shop",
        ][..],
        &[
            "--target",
            "https://shop.example/cart",
            "--into",
            "prometheus.yml",
            "--with-tests",
            "tests/probe.test.yml",
        ],
    ]
    .concat();
    let run = crate::run(folder.path(), &arguments);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .ends_with("tests of that are in tests/probe.test.yml: `scrapelint test tests/probe.test.yml`\n"),
        "{}",
        run.stderr
    );
    let text = fs::read_to_string(folder.path().join("tests/probe.test.yml")).expect("the tests");
    assert_snapshot!(text);
    let tested = crate::run(folder.path(), &["test"]);
    assert!(tested.code == 0 && tested.stdout.contains("1 passed, 0 failed"), "{}", tested.stdout);
    // They would fail without one of the steps.
    let config = fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file");
    let broken = config.replace("target_label: instance", "target_label: instances");
    fs::write(folder.path().join("prometheus.yml"), broken).expect("a file");
    assert_eq!(crate::run(folder.path(), &["test"]).code, 1);
}

#[test]
fn tests_of_discovered_targets_and_of_limits_come_along() {
    let folder = folder(&[("prometheus.yml", HEALTHY), ("web.prom", "go_info 1\nb 2\n")]);
    let run = |arguments: &[&str]| crate::run(folder.path(), arguments);
    let with_tests = |preset: &[&str], tests: &str| {
        let into = ["--into", "prometheus.yml", "--with-tests", tests];
        let made = run(&[&["generate", "job"], preset, &into].concat());
        assert_eq!(made.code, 0, "{preset:?}: {}", made.stderr);
        fs::read_to_string(folder.path().join(tests)).expect("the tests")
    };
    assert_snapshot!(with_tests(&["--preset", "kubernetes-pods", "--labels", "team=shop"], "pods.test.yml"));
    assert_snapshot!(with_tests(&["--metrics", "web.prom"], "go.test.yml"));
    let tested = run(&["test"]);
    assert!(tested.code == 0 && tested.stdout.contains("6 passed, 0 failed"), "{}", tested.stdout);
}

#[test]
fn where_there_is_nothing_to_test_nothing_is_written() {
    let into = ["--into", "prometheus.yml", "--with-tests", "x.test.yml"];
    for (arguments, told) in [
        (
            &["--preset", "redis"][..],
            "there is nothing to test: the job has no relabel steps, and no limits that a dump gave",
        ),
        (&["--metrics", "-"], "tests need a dump in a file; standard input is gone afterwards"),
    ] {
        let folder = folder(&[("prometheus.yml", HEALTHY)]);
        let run =
            run_with_stdin(folder.path(), &[&["generate", "job"], arguments, &into].concat(), "go_info 1\n");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        assert!(run.stderr.contains(told), "{}", run.stderr);
        assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file"), HEALTHY);
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }
    let (run, text) = generate(HEALTHY, &["--preset", "blackbox", "--with-tests", "x.test.yml"]);
    assert!(run.code == 2 && run.stderr.contains("--into <FILE>"), "{}", run.stderr);
    assert_eq!(text, HEALTHY);
}
