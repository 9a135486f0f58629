//! Files that a configuration names.

use crate::{HEALTHY, folder, run};

fn main_file() -> String {
    format!("scrape_config_files: [jobs/*.yml]\n{HEALTHY}")
}

#[test]
fn jobs_of_other_files_inherit_from_global() {
    let jobs =
        "scrape_configs:\n- job_name: fast\n  scrape_interval: 5s\n- job_name: slow\n  scrape_timeout: 12s\n";
    let folder = folder(&[("prometheus.yml", &main_file()), ("jobs/a.yml", jobs)]);
    let run = run(folder.path(), &["check", "--output-format", "concise"]);
    assert!(run.stdout.contains("jobs/a.yml:3:20: info[clamped-scrape-timeout]"), "{}", run.stdout);
    // 12s is less than the 15s of the main file, and more than nothing else.
    assert!(!run.stdout.contains("timeout-exceeds-interval"), "{}", run.stdout);
}

#[test]
fn a_job_name_may_stand_in_one_file_only() {
    let folder = folder(&[
        ("prometheus.yml", &main_file()),
        ("jobs/a.yml", "scrape_configs:\n- job_name: node\n- job_name: django\n"),
        ("jobs/b.yml", "scrape_configs:\n- job_name: django\n"),
    ]);
    let run = run(folder.path(), &["check"]);
    assert_eq!(run.code, 1);
    let said = "found multiple scrape configs with job name \"node\", first found in main config file";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    assert!(run.stdout.contains("job name \"django\", first found in "), "{}", run.stdout);
}

#[test]
fn a_followed_file_that_is_named_too_is_judged_once() {
    let folder = folder(&[
        ("prometheus.yml", &main_file()),
        ("jobs/a.yml", "scrape_configs:\n- job_name: fast\n  scrape_interval: 5s\n"),
    ]);
    let run = run(folder.path(), &["check", ".", "--output-format", "concise"]);
    assert_eq!(run.stdout.matches("clamped-scrape-timeout").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("in 2 files"), "{}", run.stdout);
}

#[test]
fn a_followed_file_holds_jobs_and_nothing_else() {
    let folder = folder(&[("prometheus.yml", &main_file()), ("jobs/a.yml", "global: {}\n")]);
    let run = run(folder.path(), &["check"]);
    assert!(run.stdout.contains("field global not found in type config.ScrapeConfigs"), "{}", run.stdout);
}

#[test]
fn files_of_targets_are_read() {
    let jobs = "scrape_configs:\n- job_name: a\n  scrape_timeout: 10s\n  file_sd_configs: [{files: ['t/*.yml', 't/*.json']}]\n";
    let folder = folder(&[
        ("prometheus.yml", jobs),
        ("t/bad.yml", "- targets: [a:1]\n  label: {b: c}\n"),
        ("t/good.yml", "- targets: [a:1]\n  labels: {b: c}\n"),
        ("t/good.json", "[{\"Targets\": [\"a:1\"], \"labels\": {\"b\": \"c\"}}]\n"),
        ("t/bad.json", "[{\"targets\": [\"a:1\"],}]\n"),
    ]);
    let run = run(folder.path(), &["check", "--output-format", "concise"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("t/bad.yml:2:3: error[broken-target-file]"), "{}", run.stdout);
    assert!(run.stdout.contains("t/bad.json:1:22: error[broken-target-file] not JSON"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("broken-target-file").count(), 2, "{}", run.stdout);
}

#[test]
fn files_that_are_not_there_are_a_matter_of_the_strict_preset() {
    let text = format!("rule_files: [rules.yml, /abs/rules.yml]\n{HEALTHY}");
    let folder = folder(&[("prometheus.yml", &text)]);
    assert_eq!(run(folder.path(), &["check"]).code, 0);
    let strict = run(folder.path(), &["check", "--preset", "strict", "--output-format", "concise"]);
    assert_eq!(strict.code, 1);
    assert_eq!(strict.stdout.matches("missing-file").count(), 1, "{}", strict.stdout);
}
