//! Comments that hold findings back.

use std::fs;

use crate::{HEALTHY, folder, run, run_with_stdin};

/// The findings of a text on standard input, as `line rule`, and how many are held back.
fn judged(text: &str) -> (Vec<String>, u64) {
    let folder = folder(&[]);
    let run =
        run_with_stdin(folder.path(), &["check", "-", "--preset", "all", "--output-format", "json"], text);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let findings = report["files"][0]["findings"].as_array().expect("findings").iter();
    let findings = findings.map(|finding| {
        format!("{} {}", finding["place"]["start"]["line"], finding["rule"].as_str().expect("a rule"))
    });
    let held_back = report["files"][0]["suppressed"]["by_comment"].as_u64().expect("a number");
    assert_eq!(report["summary"]["suppressed"]["by_comment"], held_back);
    (findings.collect(), held_back)
}

const PATHS: &str = "global: {scrape_timeout: 10s}
scrape_configs:
- job_name: a
  metrics_path: /a?b=c
- job_name: b
  metrics_path: /a?b=c
";

#[test]
fn a_comment_behind_something_counts_for_its_line() {
    let text = PATHS.replacen("=c", "=c # scrapelint: ignore[path-with-query] so be it", 1);
    assert_eq!(judged(&text), (vec!["6 path-with-query".to_owned()], 1));
}

#[test]
fn a_comment_of_its_own_counts_for_what_begins_below() {
    for (before, comment) in [
        ("- job_name: b", "# scrapelint: ignore[path-with-query]\n"),
        ("- job_name: b", "  # scrapelint: ignore[path-with-query]\n\n# why\n"),
        ("- job_name: a", "# scrapelint: ignore[path-with-query] until=9999-12-31\n"),
        ("  metrics_path", "  # scrapelint: ignore[path-with-query]\n"),
    ] {
        let text = PATHS.replacen(before, &format!("{comment}{before}"), 1);
        let (found, held_back) = judged(&text);
        assert_eq!((found.len(), held_back), (1, 1), "{text}{found:?}");
    }
    let all = PATHS.replace("scrape_configs", "# scrapelint: ignore[path-with-query]\nscrape_configs");
    assert_eq!(judged(&all), (Vec::new(), 2));
}

#[test]
fn ranges_and_files_are_held_back() {
    let range = PATHS.replace("- job_name: b", "# scrapelint: disable[path-with-query]\n- job_name: b");
    assert_eq!(judged(&range), (vec!["4 path-with-query".to_owned()], 1));
    let ended = PATHS
        .replace("- job_name: a", "# scrapelint: disable[path-with-query]\n- job_name: a")
        .replace("- job_name: b", "# scrapelint: enable[path-with-query]\n- job_name: b");
    assert_eq!(judged(&ended), (vec!["8 path-with-query".to_owned()], 1));
    assert_eq!(judged(&format!("{PATHS}# scrapelint: ignore-file[path-with-query]\n")), (Vec::new(), 2));
}

#[test]
fn a_hash_within_a_text_is_no_comment() {
    let text = PATHS.replacen("/a?b=c", "'/a?b= # scrapelint: ignore[path-with-query]'", 1);
    assert_eq!(judged(&text).0, ["4 path-with-query", "6 path-with-query"]);
}

#[test]
fn comments_that_do_nothing_are_told() {
    let text = format!(
        "# scrapelint: ignore-file[unknown-key, scrape, path-with-qery, unused-suppression]
# scrapelint: disable[path-with-query, path-with-query]
# scrapelint: enable[missing-file]
# scrapelint: what[x]
{}",
        PATHS.replacen("=c", "=c # scrapelint: ignore[path-with-query] until=2020-02-29 soon", 1)
    );
    let (found, held_back) = judged(&text);
    assert_eq!(
        found,
        [
            "1 unknown-suppressed-rule",
            "1 unknown-suppressed-rule",
            "1 unknown-suppressed-rule",
            "1 unknown-suppressed-rule",
            "2 unused-suppression",
            "3 malformed-suppression",
            "4 malformed-suppression",
            "8 expired-suppression",
        ]
    );
    assert_eq!(held_back, 2);
}

#[test]
fn what_prometheus_refuses_cannot_be_held_back() {
    let text = "# scrapelint: ignore-file[unknown-key]\nscrape_configs:\n- job_nam: a # scrapelint: ignore[unknown-key]\n";
    let (found, held_back) = judged(text);
    assert!(found.contains(&"3 unknown-key".to_owned()), "{found:?}");
    assert_eq!(held_back, 0);
}

#[test]
fn a_rule_that_does_not_run_is_not_missed() {
    let text =
        HEALTHY.replace("15s", "15s # scrapelint: ignore[scrape-interval-too-long, timeout-without-slack]");
    let folder = folder(&[("prometheus.yml", &text)]);
    let found = run(folder.path(), &["check"]).stdout;
    assert!(found.contains("nothing of `scrape-interval-too-long` is held back here"), "{found}");
    assert!(
        !run(folder.path(), &["check", "--ignore", "scrape-interval-too-long"]).stdout.contains("nothing of")
    );
    assert_eq!(run(folder.path(), &["check", "--ignore", "suppression"]).code, 0);
}

#[test]
fn unused_comments_are_taken_away() {
    let long = "scrape-interval-too-long";
    let text = HEALTHY
        .replace("15s", &format!("15s # often # scrapelint: ignore[{long}]"))
        .replace("10s", &format!("10s # scrapelint: ignore[{long}] why"))
        .replace("scrape_configs", &format!("# scrapelint: disable[{long}, path-with-query]\nscrape_configs"))
        .replace(
            "    static",
            &format!(
                "    # scrapelint: enable[{long}, path-with-query]\n    metrics_path: /a?b=c\n    static"
            ),
        );
    let moved =
        text.replace("    # scrapelint: enable", "    metrics_path: /a?b=c\n    # scrapelint: enable");
    let text = moved.replacen("    metrics_path: /a?b=c\n    static", "    static", 1);
    let folder = folder(&[("prometheus.yml", &text)]);
    let fixed = run(folder.path(), &["check", "--fix", "--select", "suppression,scrape"]);
    let expected = HEALTHY
        .replace("15s", "15s # often")
        .replace("scrape_configs", "# scrapelint: disable[path-with-query]\nscrape_configs")
        .replace(
            "    static",
            "    metrics_path: /a?b=c\n    # scrapelint: enable[path-with-query]\n    static",
        );
    let written = fs::read_to_string(folder.path().join("prometheus.yml")).expect("readable");
    assert_eq!(written, expected, "{}", fixed.stdout);
    assert_eq!(fixed.code, 0, "{}", fixed.stdout);
}

#[test]
fn comments_are_written_and_a_second_check_is_quiet() {
    let text = "global:\r\n  scrape_interval: 3m # slow\r
scrape_configs:\r
- job_name: a\r
  metrics_path: \"/a?\\\r\n    b=c\"\r
  relabel_configs:\r
  - source_labels: [__name__]\r
    regex: |\r
      up\r
    action: keep\r
- {job_name: b, scrape_interval: 4m, metrics_path: '/x?y=z'} # scrapelint: ignore[scrape-interval-too-long] known\r
";
    let folder = folder(&[("prometheus.yml", text)]);
    let arguments = |more| ["check", "--preset", "all", "--fail-on", "info", more];
    let shown = run(folder.path(), &[&arguments("--diff")[..], &["--add-ignore"]].concat());
    assert_eq!(shown.code, 1, "{}", shown.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("readable"), text);
    let written = run(folder.path(), &arguments("--add-ignore=until we move"));
    let after = fs::read_to_string(folder.path().join("prometheus.yml")).expect("readable");
    assert!(after.contains("3m # slow # scrapelint: ignore["), "{after}");
    assert!(after.contains("] until we move\r\n"), "{after}");
    assert!(
        after.contains("# scrapelint: ignore[scrape-interval-too-long, path-with-query] known\r\n"),
        "{after}"
    );
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    let again = run(folder.path(), &arguments("--add-ignore"));
    assert_eq!((written.code, again.code), (0, 0), "{}\n{}\n{after}", written.stdout, again.stdout);
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("readable"), after);
    assert!(again.stdout.contains("held back by comments"), "{}", again.stdout);
}

#[test]
fn comments_for_standard_input_come_out_on_standard_output() {
    let folder = folder(&[]);
    let run = run_with_stdin(folder.path(), &["check", "-", "--add-ignore"], PATHS);
    assert_eq!(run.stdout, PATHS.replace("=c", "=c  # scrapelint: ignore[path-with-query]"));
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_file_that_prometheus_refuses_keeps_its_load_findings() {
    let text = format!("{PATHS}- job_nam: c\n");
    let folder = folder(&[("prometheus.yml", &text)]);
    let run = run(folder.path(), &["check", "--add-ignore"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("error[unknown-key]"), "{}", run.stdout);
    assert!(!run.stdout.contains("error[path-with-query]"), "{}", run.stdout);
}
