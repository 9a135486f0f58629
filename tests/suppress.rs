//! Comments and settings hold on damaged texts: nothing panics, comments that are written hold back all that they can, and
//! no comment changes what Prometheus thinks of a file.

use scrapelint::lint::{FileReport, Options, Selection, add_ignores, check, read_settings};
use scrapelint::rules::{Preset, find};
use scrapelint::source::Source;

const TEXT: &str = "# scrapelint: ignore-file[missing-file]
global:
  scrape_interval: 3m # scrapelint: ignore[scrape-interval-too-long] until=2027-01-31 slow
scrape_configs:
# scrapelint: disable[name-in-target-relabel]
- job_name: a
  metrics_path: \"/a?\\
    b=c\"
  relabel_configs:
  # scrapelint: enable[name-in-target-relabel]
  - source_labels: [__name__,
      other]
    regex: |
      up
    action: keep
# scrapelint: ignore[path-with-query, no-such-rule]
- {job_name: b, metrics_path: '/x?y=z'}
";

fn judged(source: Source) -> FileReport {
    let selection = Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selectors");
    let today = "2026-06-30".parse().ok();
    check(source, &Options { selection, today, ..Options::default() })
}

/// A text without some of its characters, and with others before some.
fn damaged(text: &str) -> impl Iterator<Item = String> {
    // Every third place: the whole takes half a minute without optimisation.
    text.char_indices().step_by(3).flat_map(move |(at, c)| {
        let inserted =
            ["#", "\n", "\"", "]", ": ", "é"].map(|new| format!("{}{new}{}", &text[..at], &text[at..]));
        let removed = format!("{}{}", &text[..at], &text[at + c.len_utf8()..]);
        inserted.into_iter().chain([removed])
    })
}

#[test]
fn comments_are_written_into_damaged_texts() {
    let mut written = 0;
    for text in damaged(TEXT) {
        let before = judged(Source::new("prometheus.yml", &*text));
        let error = before.prometheus_error.is_some();
        let ignored = add_ignores(before, "known", None, judged);
        written += ignored.count;
        let after = &ignored.report;
        assert_eq!(after.prometheus_error.is_some(), error, "{text}\n{}", after.source.text);
        let left = after.findings.iter().filter_map(|finding| find(finding.rule));
        let left: Vec<_> =
            left.map(|rule| rule.category).filter(|it| !["load", "suppression"].contains(it)).collect();
        assert!(left.is_empty(), "{text}\n{}\n{:#?}", after.source.text, after.findings);
        let again = add_ignores(ignored.report.clone(), "known", None, judged);
        assert_eq!(again.report.source.text, ignored.report.source.text);
    }
    assert!(written > 300, "{written}");
}

#[test]
fn damaged_settings_are_read_and_findings_stand_in_them() {
    let text = "preset: strict
rules:
  path-with-query: off
  scrape: {severity: info}
overrides:
- files: ['a/**']
  jobs: [b, \"c*\"]
  rules: {missing-file: error}
target-version: \"3.10\"
fail-on: error
";
    assert_eq!(read_settings(Source::new("scrapelint.yaml", text)).report.findings, []);
    let mut found = 0;
    for text in damaged(text) {
        let file = read_settings(Source::new("scrapelint.yaml", &*text));
        for finding in &file.report.findings {
            let place = text.get(finding.primary.span.range());
            assert!(place.is_some(), "{text}\n{finding:#?}");
            assert_eq!(finding.rule, "broken-settings");
            assert!(finding.message.chars().count() <= 90 && finding.help.is_some(), "{text}\n{finding:#?}");
        }
        found += file.report.findings.len();
        _ = Selection::default().behind(file.settings.into(), scrapelint::settings::Root::new("/a", "/a/b"));
    }
    assert!(found > 300, "{found}");
}
