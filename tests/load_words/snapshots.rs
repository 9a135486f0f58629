//! The full words for one configuration of each kind of mistake, to be read as text.

use std::fmt::Write as _;

use crate::is_load;
use scrapelint::config::Mode;
use scrapelint::lint::{Options, check};
use scrapelint::source::{LineIndex, Source};

/// A job with these lines.
fn job(lines: &str) -> String {
    let mut text = String::from("scrape_configs:\n  - job_name: django\n");
    for line in lines.lines() {
        _ = writeln!(text, "    {line}");
    }
    text
}

/// A job with one relabel step.
fn step(step: &str) -> String {
    job(&format!("metric_relabel_configs:\n  - {{{step}}}"))
}

fn words(text: &str, mode: Mode) -> String {
    let options = Options { mode, ..Options::default() };
    let report = check(Source::new("prometheus.yml", text), &options);
    let lines = LineIndex::new(text);
    let mut words = text.to_owned();
    for finding in report.findings.iter().filter(|finding| is_load(finding.rule)) {
        let place = lines.position(text, finding.primary.span.start as usize);
        _ = writeln!(words, "\n{}:{} {}: {}", place.line, place.column, finding.rule, finding.message);
        _ = writeln!(words, "  here: {}", finding.primary.text);
        for label in &finding.related {
            let place = lines.position(text, label.span.start as usize);
            _ = writeln!(words, "  {}:{}: {}", place.line, place.column, label.text);
        }
        _ = writeln!(words, "  note: {}", finding.note.as_deref().unwrap_or("none"));
        _ = writeln!(words, "  help: {}", finding.help.as_deref().unwrap_or("none"));
    }
    words
}

fn all(cases: &[String]) -> String {
    cases.iter().map(|text| words(text, Mode::Server)).collect::<Vec<_>>().join("\n----\n")
}

#[test]
fn keys() {
    insta::assert_snapshot!(all(&[
        job("scrape_intervall: 15s"),
        job("scrapeInterval: 15s"),
        job("target_groups: []"),
        job("tls_config: {}\ntls_config: {}"),
        step("if: 'up'"),
        "x-common: &common {scheme: https}\n".to_owned(),
        "global: {scrape_interval: 15s}\nexternal_labels: {a: b}\n".to_owned(),
        "scrape_configs:\n  - static_configs: [{targets: ['web:8000']}]\n".to_owned(),
    ]));
}

#[test]
fn types() {
    insta::assert_snapshot!(all(&[
        job("honor_labels: 'true'"),
        job("sample_limit: 10k"),
        job("sample_limit: -1"),
        job("sample_limit: '1000'"),
        job("static_configs:\n  - targets: web:8000"),
        job("static_configs:\n  targets: [web:8000]"),
        job("metrics_path: [/metrics]"),
        job("params: {module: http_2xx}"),
        "global: 15s\n".to_owned(),
    ]));
}

#[test]
fn values() {
    insta::assert_snapshot!(all(&[
        job("scrape_interval: 1.5m"),
        job("scrape_interval: 15"),
        job("scrape_interval: ''"),
        job("scrape_interval: soon"),
        job("body_size_limit: 10mb"),
        job("body_size_limit: 1000"),
        job("proxy_url: 'http://proxy:port'"),
        job("kubernetes_sd_configs:\n  - role: container"),
        step("action: keep_if_equal"),
        step("action: dorp"),
        step("regex: 'a(b'"),
        "alerting: {alertmanagers: [{api_version: v1}]}\n".to_owned(),
    ]));
}

#[test]
fn checks() {
    insta::assert_snapshot!(all(&[
        job("scrape_timeout: 2m"),
        job("bearer_token: abc\nbearer_token_file: token"),
        job("basic_auth: {username: a}\nauthorization: {credentials_file: token}"),
        job("http_headers: {User-Agent: {values: [me]}}"),
        job("static_configs:\n  - targets: ['https://web:8000/metrics']"),
        job("relabel_configs:\n  -"),
        step("action: labeldrop, source_labels: [a], regex: b"),
        step("action: replace, source_labels: [a]"),
        step("action: hashmod, source_labels: [a], target_label: b"),
        job("scrape_protocols: [OpenMetricsText]"),
        format!("{}  - job_name: django\n", job("")),
        "rule_files: ['*/rules.yml']\n".to_owned(),
    ]));
}

#[test]
fn syntax() {
    insta::assert_snapshot!(all(&[
        "global:\n\tscrape_interval: 15s\n".to_owned(),
        "scrape_configs:\n  - job_name: a: b\n".to_owned(),
        "scrape_configs:\n  - job_name: a\n   scheme: https\n".to_owned(),
        step(r#"regex: "\d+""#),
        job("metrics_path: *path"),
        job("params: {a: [b}"),
        job("<<: 5"),
    ]));
}

#[test]
fn agent() {
    insta::assert_snapshot!(words("rule_files: [rules.yml]\n", Mode::Agent));
}
