//! The examples of every page do what the page says.
//!
//! In a `yaml bad` block a line that ends in `#~` is one that the rule reports; text behind the mark must stand in the
//! message. A `text prometheus` block after it is what Prometheus prints. A `yaml fixed` block is what the repair makes
//! of the `yaml bad` block before it. The word `agent` on a fence is for Prometheus started with `--agent`.

use scrapelint::config::Mode;
use scrapelint::finding::{Finding, Severity};
use scrapelint::lint::{FileReport, Options, Selection, check};
use scrapelint::rules::Preset;
use scrapelint::source::{LineIndex, Source};

use crate::page::{Block, Page, pages};

/// An example's text without its marks, and the marked lines with what their message holds.
struct Example {
    text: String,
    marks: Vec<(usize, String)>,
}

fn example(block: &Block) -> Example {
    let mut example = Example { text: String::new(), marks: Vec::new() };
    for (at, line) in block.text.lines().enumerate() {
        match line.split_once("#~") {
            Some((content, words)) => {
                example.text.push_str(content.trim_end());
                example.marks.push((at + 1, words.trim().to_owned()));
            }
            None => example.text.push_str(line),
        }
        example.text.push('\n');
    }
    example
}

fn report(block: &Block, text: &str, preset: Preset) -> FileReport {
    let has = |word: &str| block.words.iter().any(|it| it == word);
    let options = Options {
        selection: Selection::new(preset, Vec::new(), Vec::new()).expect("no selectors"),
        mode: if has("agent") { Mode::Agent } else { Mode::Server },
        kind: None,
    };
    check(Source::new("prometheus.yml", text), &options)
}

fn of<'r>(page: &Page, report: &'r FileReport) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.rule == page.name).collect()
}

#[test]
fn bad_examples_report_exactly_their_marked_lines() {
    for page in pages() {
        for (at, block) in page.blocks.iter().enumerate().filter(|(_, block)| block.words.get(1).is_some_and(|it| it == "bad")) {
            let example = example(block);
            let report = report(block, &example.text, Preset::All);
            let lines = LineIndex::new(&example.text);
            let found = of(&page, &report);
            let places: Vec<usize> = found
                .iter()
                .map(|finding| lines.position(&example.text, finding.primary.span.start as usize).line)
                .collect();
            let marked: Vec<usize> = example.marks.iter().map(|(line, _)| *line).collect();
            assert_eq!(places, marked, "{}: {:#?}", page.name, report.findings);
            for (finding, (_, words)) in found.iter().zip(&example.marks) {
                assert!(finding.message.contains(words), "{}: {words:?} in {:?}", page.name, finding.message);
                assert!(!finding.message.ends_with('.'), "{}: a headline is no sentence", page.name);
                assert_eq!(finding.severity.as_str(), page.front.severity, "{}", page.name);
            }
            let refused = block.words.iter().any(|it| it == "refused") || page.is_load();
            assert_eq!(report.prometheus_error.is_some(), refused, "{}: {:?}", page.name, report.prometheus_error);
            if let Some(next) = page.blocks.get(at + 1).filter(|next| next.words.iter().any(|it| it == "prometheus")) {
                assert_eq!(report.prometheus_error.as_deref(), Some(next.text.trim_end()), "{}", page.name);
            }
        }
    }
}

#[test]
fn good_examples_are_healthy() {
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.words.get(1).is_some_and(|it| it == "good")) {
            let strict = report(block, &block.text, Preset::All);
            assert!(of(&page, &strict).is_empty(), "{}: {:#?}", page.name, strict.findings);
            let report = report(block, &block.text, Preset::Recommended);
            let loud: Vec<_> =
                report.findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
            assert!(loud.is_empty(), "{}: {loud:#?}", page.name);
            assert_eq!(report.prometheus_error, None, "{}", page.name);
            assert_eq!(report.skipped, None, "{}", page.name);
        }
    }
}
