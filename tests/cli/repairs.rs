//! `--fix`, `--unsafe-fixes`, `--diff`.

use std::fs;

use crate::{folder, run, run_with_stdin};

const BAD: &str =
    "# jobs\nscrape_configs:\n- job_name: a # the one\n  metrics_path: /metrics?a=b # asked for\n";

#[test]
fn a_fix_is_made_in_place_and_comments_stay() {
    let folder = folder(&[("prometheus.yml", BAD)]);
    let run = run(folder.path(), &["check", "--fix"]);
    let text = fs::read_to_string(folder.path().join("prometheus.yml")).expect("a file");
    insta::assert_snapshot!(text);
    insta::assert_snapshot!(run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let folder = folder(&[("prometheus.yml", BAD)]);
    run(folder.path(), &["check", "--unsafe-fixes"]);
    let once = fs::read_to_string(folder.path().join("prometheus.yml")).expect("a file");
    let again = run(folder.path(), &["check", "--unsafe-fixes"]);
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("a file"), once);
    assert!(!again.stdout.contains("repaired"), "{}", again.stdout);
}

#[test]
fn a_diff_shows_and_does_not_touch() {
    let folder = folder(&[("prometheus.yml", BAD)]);
    let run = run(folder.path(), &["check", "--diff"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("-  metrics_path: /metrics?a=b # asked for\n+  metrics_path: /metrics # asked for\n"),
        "{}",
        run.stdout
    );
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("a file"), BAD);
}

#[test]
fn standard_input_comes_out_repaired_byte_for_byte() {
    let text = BAD.replace('\n', "\r\n") + "  basic_auth: {username: u, password: s3cret}";
    let run = run_with_stdin(folder(&[]).path(), &["check", "--fix", "-"], &text);
    assert!(run.stdout.contains("password: s3cret}"), "{}", run.stdout);
    assert!(run.stdout.contains("  metrics_path: /metrics # asked for\r\n"), "{}", run.stdout);
    assert!(!run.stdout.replace("\r\n", "").contains('\n'), "{:?}", run.stdout);
    assert!(run.stderr.contains("repaired: move the query to `params`"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_no_yaml_is_not_touched() {
    let text = BAD.to_owned() + "  bad: [\n";
    let folder = folder(&[("prometheus.yml", &text)]);
    assert_eq!(run(folder.path(), &["check", "--unsafe-fixes"]).code, 1);
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("a file"), text);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_not_followed() {
    let folder = folder(&[("real.yml", BAD)]);
    std::os::unix::fs::symlink("real.yml", folder.path().join("prometheus.yml")).expect("a link");
    let run = run(folder.path(), &["check", "--fix", "prometheus.yml"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains("cannot be repaired: it is a symbolic link"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(folder.path().join("real.yml")).expect("a file"), BAD);
}

#[test]
fn a_misspelled_timeout_is_spelled_right_and_not_set_twice() {
    let config = "global:\n  scrape_interval: 15s\n  scrape_timout: 10s\nscrape_configs:\n- job_name: a\n  static_configs:\n  - targets: [a:1]\n";
    let folder = folder(&[("prometheus.yml", config)]);
    run(folder.path(), &["check", "--unsafe-fixes", "prometheus.yml"]);
    let repaired = fs::read_to_string(folder.path().join("prometheus.yml")).expect("a file");
    assert_eq!(repaired, config.replace("timout", "timeout"));
}
