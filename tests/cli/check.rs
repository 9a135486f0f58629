//! What is checked, and how the command ends.

use std::path::Path;

use crate::{HEALTHY, folder, run, run_with_stdin};

#[test]
fn a_healthy_file_is_clean() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let run = run(folder.path(), &["check"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "No problems in 1 file.\n", ""));
}

#[test]
fn findings_give_1_and_the_threshold_moves() {
    let slow = HEALTHY.replace("15s", "3m");
    let folder = folder(&[("prometheus.yml", &slow)]);
    assert_eq!(run(folder.path(), &["check"]).code, 1);
    assert_eq!(run(folder.path(), &["check", "--fail-on", "error"]).code, 0);
    assert_eq!(run(folder.path(), &["check", "--ignore", "scrape-interval-too-long"]).code, 0);
    assert_eq!(run(folder.path(), &["check", "--select", "scrape"]).code, 1);
    assert_eq!(run(folder.path(), &["check", "--select", "relabel"]).code, 0);
}

#[test]
fn an_info_does_not_fail_a_run() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_name: a\n")]);
    let quiet = run(folder.path(), &["check"]);
    assert!(quiet.stdout.contains("missing-scrape-timeout"), "{}", quiet.stdout);
    assert_eq!(quiet.code, 0);
    assert_eq!(run(folder.path(), &["check", "--fail-on", "info"]).code, 1);
}

#[test]
fn what_prometheus_refuses_cannot_be_deselected() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_name: ''\n")]);
    let run = run(folder.path(), &["check", "--select", "scrape", "--ignore", "load"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("Prometheus would refuse this file, saying:\n  job_name is empty"),
        "{}",
        run.stdout
    );
}

#[test]
fn one_unreadable_file_does_not_stop_the_others() {
    let folder = folder(&[("prometheus.yml", "scrape_configs:\n- job_nam: a\n")]);
    let run = run(folder.path(), &["check", "missing.yml", "prometheus.yml"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("missing.yml: cannot be read: no such file or directory"), "{}", run.stdout);
    assert!(run.stdout.contains("did you mean `job_name`?"), "{}", run.stdout);
}

#[test]
fn a_file_over_the_limit_is_said_to_be() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let large = folder.path().join("large.yml");
    std::fs::File::create(&large).and_then(|file| file.set_len(3 << 20)).expect("a sparse file");
    let run = run(folder.path(), &["check", "--max-file-size", "2", "large.yml", "prometheus.yml"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("large.yml: cannot be read: it is larger than 2 MiB"), "{}", run.stdout);
}

#[test]
fn a_foreign_file_is_skipped_in_a_folder_and_refused_by_name() {
    let compose = "services:\n  web:\n    image: nginx\n";
    let folder = folder(&[("prometheus.yml", HEALTHY), ("compose.yml", compose)]);
    let found = run(folder.path(), &["check", "."]);
    assert_eq!(found.code, 0);
    assert!(found.stdout.contains("compose.yml: skipped: a file of Docker Compose"), "{}", found.stdout);
    assert_eq!(run(folder.path(), &["check", "compose.yml"]).code, 2);
}

#[test]
fn nothing_to_check_is_a_mistake() {
    let folder = folder(&[]);
    let run = run(folder.path(), &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no prometheus.yml below this folder"), "{}", run.stderr);
}

#[test]
fn an_unknown_rule_is_a_mistake_with_a_hint() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let run = run(folder.path(), &["check", "--ignore", "scrape-interval-to-short"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `scrape-interval-too-short`?"), "{}", run.stderr);
}

#[test]
fn agent_mode_refuses_what_agents_do_not_do() {
    let text = format!("rule_files: [/rules/*.yml]\n{HEALTHY}");
    let folder = folder(&[("prometheus.yml", &text)]);
    assert_eq!(run(folder.path(), &["check"]).code, 0);
    let agent = run(folder.path(), &["check", "--agent"]);
    assert_eq!(agent.code, 1);
    assert!(agent.stdout.contains("field rule_files is not allowed in agent mode"), "{}", agent.stdout);
}

#[test]
fn standard_input_goes_by_the_name_given() {
    let folder = folder(&[]);
    let run = run_with_stdin(
        folder.path(),
        &["check", "-", "--stdin-filename", "conf/prometheus.yml", "--output-format", "concise"],
        "scrape_configs:\n- job_nam: a\n",
    );
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("\nconf/prometheus.yml:2:3: error[unknown-key]"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn a_loop_of_folders_ends() {
    let folder = folder(&[("a/prometheus.yml", HEALTHY)]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/back")).expect("a link");
    let run = run(folder.path(), &["check", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "No problems in 1 file.\n"));
}

#[test]
fn the_demo_shows_its_mistakes() {
    let run = run(Path::new(env!("CARGO_MANIFEST_DIR")), &["check", "testdata/demo/prometheus.yml"]);
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn bounds_written_for_prometheus_2_are_found_for_prometheus_3_alone() {
    let config = "scrape_configs:\n- job_name: a\n  static_configs: [{targets: ['a:1']}]\n  metric_relabel_configs:\n  - {source_labels: [__name__, le], regex: 'x_bucket;(0.5|15)', action: drop}\n";
    let folder = folder(&[("prometheus.yml", config)]);
    let found = |version: &str| {
        let arguments = ["check", "--target-version", version, "--output-format", "concise"];
        run(folder.path(), &arguments).stdout.contains("unnormalized-bucket-bound")
    };
    assert!(found("3.0"));
    assert!(!found("2.55"));
}
