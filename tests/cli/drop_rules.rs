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

/// Runs it in a folder with all of testdata/django.
fn with_readers(arguments: &[&str]) -> (Run, tempfile::TempDir) {
    let names = ["prometheus.yml", "web.prom", "rules.yml", "dashboard.json"];
    let texts: Vec<String> = names.iter().map(|name| testdata(&format!("django/{name}"))).collect();
    let files: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let folder = folder(&files);
    let run = run(folder.path(), &[&["generate", "drop-rules", "--metrics", "web.prom"], arguments].concat());
    (run, folder)
}

#[test]
fn what_is_read_is_kept_and_its_readers_are_named() {
    assert_snapshot!(shown(&with_readers(&["--used-by", "rules.yml", "dashboard.json"]).0));
}

#[test]
fn what_cannot_be_read_keeps_what_it_could_name() {
    let dump = testdata("django/web.prom");
    let dashboard = r#"{"panels": [
        {"title": "Broken", "targets": [{"expr": "rate(http_requests_total[5m] +"}]},
        {"title": "Not written yet", "targets": [{"expr": " "}]},
        {"title": "Library", "libraryPanel": {"uid": "x", "name": "Shared"}},
        {"title": "Any", "targets": [{"expr": "process_${what}_bytes"}, {"expr": "{__name__=~\"python_gc_.*\"}"}]},
        {"title": "Logs", "datasource": {"type": "loki"}, "targets": [{"expr": "{app=\"web\"} |= \"error\""}]}
    ]}"#;
    let folder = folder(&[("web.prom", &dump), ("shop.json", dashboard)]);
    let arguments = ["generate", "drop-rules", "--metrics", "web.prom", "--used-by", "shop.json"];
    let text = run(folder.path(), &arguments);
    assert_snapshot!(shown(&text));
    let json = run(folder.path(), &[&arguments[..], &["--output-format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let usage = &json["proposals"]["usage"];
    let kept: Vec<&str> =
        usage["kept"].as_array().expect("a list").iter().filter_map(|it| it["metric"].as_str()).collect();
    let read = [
        "http_requests_total",
        "process_resident_memory_bytes",
        "process_virtual_memory_bytes",
        "python_gc_collections_total",
        "python_gc_objects_collected_total",
        "python_gc_objects_uncollectable_total",
    ];
    assert_eq!(kept.iter().collect::<std::collections::BTreeSet<_>>(), read.iter().collect());
    for proposal in json["proposals"]["proposals"].as_array().expect("a list") {
        let metrics = proposal["metrics"].as_array().expect("a list");
        assert!(!metrics.iter().any(|it| read.contains(&it.as_str().expect("a name"))), "{proposal}");
    }
}

#[test]
fn tests_come_along_and_pass() {
    let (run, folder) = with_readers(&["--used-by", "rules.yml", "--with-tests", "alone.test.yml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let arguments = ["--used-by", "rules.yml", "dashboard.json", "--into", "prometheus.yml", "--with-tests"];
    std::fs::create_dir(folder.path().join("tests")).expect("a folder");
    let generate = ["generate", "drop-rules", "--metrics", "web.prom"];
    let into = crate::run(folder.path(), &[&generate[..], &arguments, &["tests/web.test.yml"]].concat());
    assert_eq!(into.code, 0, "{}", into.stderr);
    let text = fs::read_to_string(folder.path().join("tests/web.test.yml")).expect("the file");
    assert_snapshot!(text);
    let tested = crate::run(folder.path(), &["test"]);
    assert_eq!(tested.code, 0, "{}", tested.stdout);
    assert!(tested.stdout.contains("passed, 0 failed"), "{}", tested.stdout);
    // They would fail without the steps.
    fs::write(folder.path().join("prometheus.yml"), testdata("django/prometheus.yml")).expect("a file");
    assert_eq!(crate::run(folder.path(), &["test", "tests"]).code, 1);
    // A file that is there stays.
    let again = crate::run(folder.path(), &[&generate[..], &arguments, &["tests/web.test.yml"]].concat());
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.contains("tests/web.test.yml is there already"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("tests/web.test.yml")).expect("the file"), text);
}

#[test]
fn files_that_nobody_reads_metrics_in_are_told() {
    for (name, text, told) in [
        (
            "x.yml",
            "scrape_configs: []\n",
            "x.yml: it is neither a file of rules (`groups`) nor a Grafana dashboard",
        ),
        ("x.yml", "a: [\n", "x.yml: it is no YAML"),
        ("x.json", "{\"a\": 1}", "x.json: it is neither a Grafana dashboard nor a file of rules"),
        ("x.json", "{\"panels\": [", "x.json: it is no JSON"),
        ("x.yml", "groups: []\n", "there is no query in x.yml"),
        ("x.txt", "", "x.txt: it is neither"),
    ] {
        let folder = folder(&[("web.prom", &testdata("django/web.prom")), (name, text)]);
        let arguments = ["generate", "drop-rules", "--metrics", "web.prom", "--used-by", name];
        let run = run(folder.path(), &arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}");
        assert!(run.stderr.contains(told), "{text}: {}", run.stderr);
    }
    let (run, _) = with_readers(&["--used-by", "none.yml"]);
    assert!(run.code == 2 && run.stderr.contains("none.yml: cannot be read"), "{}", run.stderr);
}

#[test]
fn files_about_another_job_make_nothing_safe() {
    let rules = "groups: [{name: g, rules: [{alert: A, expr: node_load1 > 9}]}]\n";
    let folder = folder(&[("web.prom", &testdata("django/web.prom")), ("rules.yml", rules)]);
    let arguments = ["generate", "drop-rules", "--metrics", "web.prom", "--used-by", "rules.yml"];
    let run = run(folder.path(), &arguments);
    assert!(!run.stdout.contains(": safe\n"), "{}", run.stdout);
    assert!(run.stdout.contains("are they about another job?"), "{}", run.stdout);
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
