//! `--target-version` and `target-version`: what a configuration is judged by.

use std::fs;

use crate::{folder, run};

/// Prometheus 2 takes this; Prometheus 3 does not.
const OF_2: &str = "global: {scrape_timeout: 10s}
scrape_configs:
  - job_name: web
    scrape_classic_histograms: true
    static_configs:
      - targets: [web-1:8000]
alerting:
  alertmanagers:
    - api_version: v1
      static_configs:
        - targets: [alertmanager:9093]
";

/// A drop of buckets that Prometheus 3 writes as `15.0` and `60.0`.
const WHOLE_BOUNDS: &str = "global: {scrape_interval: 30s, scrape_timeout: 10s}
scrape_configs:
  - job_name: apiserver
    static_configs:
      - targets: [apiserver:6443]
    metric_relabel_configs:
      - source_labels: [__name__, le]
        regex: apiserver_request_duration_seconds_bucket;(0.15|15|60)
        action: drop
";

#[test]
fn what_older_versions_take_is_not_refused_for_them() {
    let folder = folder(&[("prometheus.yml", OF_2)]);
    let check = |version| {
        run(
            folder.path(),
            &[
                "check",
                "--select",
                "upgrade",
                "--target-version",
                version,
                "--output-format",
                "concise",
                "prometheus.yml",
            ],
        )
    };
    for version in ["2.45", "2.55"] {
        assert_eq!(
            (check(version).code, check(version).stdout.as_str()),
            (0, "No problems in 1 file.\n"),
            "{version}"
        );
    }
    let found = check("3.0").stdout;
    assert!(found.contains("error[unknown-key]") && found.contains("error[unknown-choice]"), "{found}");
    let found = check("2.44").stdout;
    assert!(found.contains("error[unknown-key]") && !found.contains("unknown-choice"), "{found}");
}

#[test]
fn a_configuration_of_prometheus_2_is_brought_to_3() {
    let folder = folder(&[("prometheus.yml", OF_2)]);
    assert_eq!(run(folder.path(), &["check", "--fix", "--select", "upgrade", "prometheus.yml"]).code, 0);
    let expected = OF_2
        .replace("scrape_classic_histograms", "always_scrape_classic_histograms")
        .replace("api_version: v1", "api_version: v2");
    assert_eq!(fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file"), expected);
}

#[test]
fn what_came_later_is_an_error() {
    let settings = "target-version: \"2.40\"\n";
    let jobs = "scrape_configs:
  - job_name: web
    scrape_interval: 30s
    scrape_timeout: 10s
    enable_compression: false
    static_configs:
      - targets: [web-1:8000]
    relabel_configs:
      - &lower {source_labels: [env], target_label: env, action: KeepEqual}
      - *lower
";
    let folder = folder(&[
        ("prometheus.yml", "scrape_config_files: [jobs/*.yml]\n"),
        ("jobs/web.yml", jobs),
        ("scrapelint.yaml", settings),
    ]);
    let check = || {
        run(folder.path(), &["check", "--select", "upgrade", "--output-format", "concise", "prometheus.yml"])
    };
    let found = check().stdout;
    let lines: Vec<&str> = found.lines().filter_map(|line| Some(line.split_once(']')?.0)).collect();
    assert_eq!(
        lines,
        [
            "jobs/web.yml:5:5: error[unsupported-key",
            "jobs/web.yml:9:66: error[unsupported-value",
            "prometheus.yml:1:1: error[unsupported-key",
        ],
        "{found}"
    );
    fs::write(folder.path().join("scrapelint.yaml"), "target-version: \"2.49\"\n").expect("writable");
    assert_eq!(check().code, 0);
}

#[test]
fn texts_of_the_newest_version_are_not_given_for_older_ones() {
    let folder = folder(&[("prometheus.yml", "scrape_configs: [{job_nam: web}]\n")]);
    let json = |version| {
        run(
            folder.path(),
            &["check", "--target-version", version, "--output-format", "json", "prometheus.yml"],
        )
        .stdout
    };
    assert!(json("3.14").contains("field job_nam not found in type config.ScrapeConfig"));
    assert!(json("3.13").contains("unknown-key") && !json("3.13").contains("unmarshal errors"));
}

#[test]
fn whole_bounds_are_dead_in_prometheus_3_only() {
    let folder = folder(&[("prometheus.yml", WHOLE_BOUNDS)]);
    for (version, code) in [("2.55", 0), ("3.0", 1), ("3.14", 1)] {
        let rule = "unnormalized-bucket-bound";
        let run =
            run(folder.path(), &["check", "--select", rule, "--target-version", version, "prometheus.yml"]);
        assert_eq!(run.code, code, "{version}: {}", run.stdout);
        assert_eq!(run.stdout.contains(rule), code == 1, "{version}: {}", run.stdout);
    }
}

#[test]
fn relabeling_is_shown_for_what_an_older_version_takes() {
    let folder = folder(&[("prometheus.yml", OF_2)]);
    let relabel = |version| {
        run(folder.path(), &["relabel", "prometheus.yml", "--job", "web", "--target-version", version])
    };
    assert_eq!((relabel("2.55").code, relabel("2.55").stderr.as_str()), (0, ""));
    assert!(relabel("3.0").stderr.contains("Prometheus would refuse this file"));
}
