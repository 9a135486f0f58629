//! `scrapelint generate drop-rules`

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::{HEALTHY, Run, folder, run};

fn testdata(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(path);
    fs::read_to_string(path).expect("a file")
}

/// Runs `scrapelint generate drop-rules` in a folder with a configuration, and a dump.
fn generate(config: &str, dump: &str, arguments: &[&str]) -> (Run, String) {
    let folder = folder(&[("prometheus.yml", config), ("web.prom", dump)]);
    let run = run(folder.path(), &[&["generate", "drop-rules"], arguments].concat());
    (run, fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file"))
}

/// All that a run gave, to be compared as one.
fn shown(run: &Run) -> String {
    format!("exit code {}\n--- stdout\n{}--- stderr\n{}", run.code, run.stdout, run.stderr)
}

#[test]
fn proposals_are_ranked_and_shown_with_what_they_do() {
    let (run, _) = generate(HEALTHY, &testdata("cardinality/shop.prom"), &["--metrics", "web.prom"]);
    assert_snapshot!(shown(&run));
}

#[test]
fn what_a_job_drops_is_not_proposed() {
    let arguments = ["--metrics", "web.prom", "--config", "prometheus.yml"];
    let (run, _) = generate(&testdata("django/prometheus.yml"), &testdata("django/web.prom"), &arguments);
    assert_snapshot!(shown(&run));
}

#[test]
fn programs_get_json() {
    let arguments = ["--metrics", "web.prom", "--output-format", "json"];
    let (run, _) = generate(HEALTHY, &testdata("django/web.prom"), &arguments);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let first = &json["proposals"]["proposals"][0];
    assert_eq!(first["kind"], "created");
    assert_eq!(first["safety"], "safe");
    assert!(first["step"].as_str().is_some_and(|step| step.starts_with("- source_labels: [__name__]\n")));
    assert_eq!((&first["effect"]["series_before"], &first["effect"]["collisions"]), (&511.into(), &0.into()));
    let schema: serde_json::Value =
        serde_json::from_str(&crate::run(Path::new("."), &["schema", "drop-rules"]).stdout).expect("JSON");
    jsonschema::validate(&schema, &json).expect("as the schema says");
}

#[test]
fn safe_steps_are_added_to_the_job() {
    let (config, dump) = (testdata("django/prometheus.yml"), testdata("django/web.prom"));
    let arguments = ["--metrics", "web.prom", "--into", "prometheus.yml", "--job", "django"];
    let (run, text) = generate(&config, &dump, &arguments);
    assert_snapshot!(shown(&run));
    assert!(text.starts_with(&config) && text.len() > config.len(), "{text}");
    // A second time, nothing is left to do.
    let (again, same) = generate(&text, &dump, &arguments);
    assert_eq!((again.code, same == text), (2, true));
    assert!(again.stderr.contains("none of the proposals is safe on its own"), "{}", again.stderr);
}

#[test]
fn steps_are_chosen_by_number_and_may_only_be_shown() {
    let (config, dump) = (testdata("django/prometheus.yml"), testdata("django/web.prom"));
    let arguments = ["--metrics", "web.prom", "--into", "prometheus.yml", "--only", "1,3", "--diff"];
    let (run, text) = generate(&config, &dump, &arguments);
    assert_eq!((run.code, text == config), (0, true), "{}", run.stderr);
    assert_eq!(run.stdout.matches("+        action: drop").count(), 2, "{}", run.stdout);
    assert!(run.stderr.starts_with("2 steps to be added to job `django`"), "{}", run.stderr);
}

#[test]
fn mistakes_are_told_and_change_nothing() {
    let django = testdata("django/web.prom");
    let two = "scrape_configs: [{job_name: a}, {job_name: b}]\n";
    let shared =
        "scrape_configs: [{job_name: a, metric_relabel_configs: &s [{regex: x, action: labeldrop}]}]\n";
    let into = vec!["--metrics", "web.prom", "--into", "prometheus.yml"];
    let with = |more: &[&'static str]| [&into[..], more].concat();
    for (config, dump, arguments, told) in [
        (HEALTHY, "", into.clone(), "web.prom is no metrics dump: there is no sample in it"),
        (HEALTHY, "{\"a\": 1}\n", into.clone(), "web.prom is no metrics dump"),
        (HEALTHY, &django, vec![], "--metrics <FILE>"),
        (HEALTHY, &django, vec!["--metrics", "none.prom"], "none.prom: cannot be read"),
        (HEALTHY, &django, vec!["--metrics", "web.prom", "--job", "a"], "--job is of a configuration"),
        (HEALTHY, &django, vec!["--metrics", "web.prom", "--diff"], "--into <FILE>"),
        (HEALTHY, &django, with(&["--config", "prometheus.yml"]), "cannot be used with"),
        (HEALTHY, &django, with(&["--only", "9"]), "there is no proposal 9; they are numbered from 1 to 5"),
        (
            HEALTHY,
            &django,
            with(&["--job", "nod"]),
            "there is no job `nod` in prometheus.yml; did you mean `node`?",
        ),
        (two, &django, into.clone(), "there are several jobs; choose one with --job: `a`, `b`"),
        (shared, &django, into.clone(), "prometheus.yml: `metric_relabel_configs` of the job is shared"),
        ("groups: []\n", &django, into.clone(), "no Prometheus configuration, but a file of rules"),
        ("global: {a: 1}\n", &django, into.clone(), "field a not found"),
        (HEALTHY, "up 1\n", into.clone(), "nothing stands out that could be left out"),
    ] {
        let (run, text) = generate(config, dump, &arguments);
        assert_eq!(
            (run.code, run.stdout.as_str(), text.as_str()),
            (2, "", config),
            "{arguments:?} {}",
            run.stderr
        );
        assert!(run.stderr.contains(told), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_job_of_another_file_is_named() {
    let config = "scrape_config_files: [jobs/*.yml]\n";
    let jobs = "scrape_configs: [{job_name: go, static_configs: [{targets: ['a:1']}]}]\n";
    let dump = testdata("django/web.prom");
    let folder = folder(&[("prometheus.yml", config), ("jobs/a.yml", jobs), ("web.prom", &dump)]);
    let generate = ["generate", "drop-rules", "--metrics", "web.prom", "--into"];
    let run = |path| run(folder.path(), &[&generate[..], &[path]].concat());
    let elsewhere = run("prometheus.yml");
    assert_eq!(elsewhere.code, 2);
    assert!(
        elsewhere.stderr.contains("the job `go` stands in jobs/a.yml; name that with --into"),
        "{}",
        elsewhere.stderr
    );
    assert_eq!(run("jobs/a.yml").code, 0);
}

#[test]
fn a_read_only_file_stays() {
    let folder = folder(&[("prometheus.yml", HEALTHY), ("web.prom", &testdata("django/web.prom"))]);
    let path = folder.path().join("prometheus.yml");
    let mut permissions = fs::metadata(&path).expect("the file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("permissions");
    let arguments = ["generate", "drop-rules", "--metrics", "web.prom", "--into", "prometheus.yml"];
    let run = run(folder.path(), &arguments);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "scrapelint: prometheus.yml: cannot be written: it is read-only\n");
    assert_eq!(fs::read_to_string(&path).expect("the file"), HEALTHY);
}

#[test]
fn a_scrape_that_fails_is_told() {
    let (run, _) = generate(HEALTHY, "a_total 1\na_created 1\nb{ 1\n", &["--metrics", "web.prom"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with("warning: web.prom: Prometheus would refuse such a scrape: line 3"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("regex: a_created"), "{}", run.stdout);
}
