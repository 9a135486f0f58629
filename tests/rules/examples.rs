//! The examples of every page do what the page says.
//!
//! In a `yaml bad` block a line that ends in `#~` is one that the rule reports; text behind the mark must stand in the
//! message. A `text prometheus` block after it is what Prometheus prints. A `yaml fixed` block is what the repair makes
//! of the `yaml bad` block before it. The word `agent` on a fence is for Prometheus started with `--agent`, `files` for a
//! folder in which there is no other file, `target=2.45` for an older version of Prometheus. A `text metrics`
//! block is a metrics dump of each job of the examples behind it. `yaml test` blocks are relabel tests; see `relabel_tests.rs`.

use std::sync::Arc;

use scrapelint::config::Mode;
use scrapelint::finding::{Finding, Safety, Severity};
use scrapelint::fix::fix;
use scrapelint::lint::{FileReport, Options, Selection, check_among};
use scrapelint::rules::{Files, JobDump, NoFiles, Preset};
use scrapelint::settings::{JobPattern, TargetVersion};
use scrapelint::source::{LineIndex, Source};

use crate::page::{Block, Page, pages};

/// An example's text without its marks, and the marked lines with what their message holds.
pub(crate) struct Example {
    pub(crate) text: String,
    marks: Vec<(usize, String)>,
}

pub(crate) fn example(block: &Block) -> Example {
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

/// A folder with nothing in it but the file at hand.
struct EmptyFolder;

impl Files for EmptyFolder {
    fn exists(&self, _: &str) -> Option<bool> {
        Some(false)
    }
}

fn has(block: &Block, word: &str) -> bool {
    block.words.iter().any(|it| it == word)
}

/// The version of Prometheus that an example is for.
fn target_version(block: &Block) -> TargetVersion {
    let version = block.words.iter().find_map(|word| word.strip_prefix("target="));
    version.map_or_else(TargetVersion::default, |version| version.parse().expect("a known version"))
}

fn report(block: &Block, text: &str, selection: Selection) -> FileReport {
    let mode = if has(block, "agent") { Mode::Agent } else { Mode::Server };
    let dump = block.dump.iter().map(|text| JobDump {
        job: JobPattern::new("*"),
        source: Arc::new(Source::new("dump.prom", text.as_str())),
    });
    let dumps = dump.collect();
    let target_version = target_version(block);
    let options = Options { selection, mode, target_version, dumps, ..Options::default() };
    let files: &dyn Files = if has(block, "files") { &EmptyFolder } else { &NoFiles };
    check_among(Source::new("prometheus.yml", text), &options, files)
}

fn preset(preset: Preset) -> Selection {
    Selection::new(preset, Vec::new(), Vec::new()).expect("no selectors")
}

/// Pairs of a page's blocks: one with this word, and the one behind it.
fn blocks<'p>(page: &'p Page, word: &'p str) -> impl Iterator<Item = (&'p Block, Option<&'p Block>)> {
    let is_wanted = move |block: &Block| block.words.get(1).is_some_and(|it| it == word);
    let pairs = page.blocks.iter().enumerate().map(|(at, block)| (block, page.blocks.get(at + 1)));
    pairs.filter(move |(block, _)| is_wanted(block))
}

fn of<'r>(page: &Page, report: &'r FileReport) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.rule == page.name).collect()
}

#[test]
fn bad_examples_report_exactly_their_marked_lines() {
    for page in pages() {
        for (block, next) in blocks(&page, "bad") {
            let example = example(block);
            let report = report(block, &example.text, preset(Preset::All));
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
            let refused = has(block, "refused") || page.is_load();
            assert_eq!(report.refusals() > 0, refused, "{}: {:#?}", page.name, report.findings);
            let is_told = refused && !target_version(block).is_older();
            assert_eq!(report.prometheus_error.is_some(), is_told, "{}", page.name);
            if let Some(next) = next.filter(|next| has(next, "prometheus")) {
                assert_eq!(report.prometheus_error.as_deref(), Some(next.text.trim_end()), "{}", page.name);
            }
        }
    }
}

#[test]
fn good_examples_are_healthy() {
    for page in pages() {
        for (block, _) in blocks(&page, "good") {
            let strict = report(block, &block.text, preset(Preset::All));
            assert!(of(&page, &strict).is_empty(), "{}: {:#?}", page.name, strict.findings);
            let report = report(block, &block.text, preset(Preset::Recommended));
            let loud: Vec<_> =
                report.findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
            assert!(loud.is_empty(), "{}: {loud:#?}", page.name);
            assert_eq!(report.refusals(), 0, "{}", page.name);
            assert_eq!(report.prometheus_error, None, "{}", page.name);
            assert_eq!(report.skipped, None, "{}", page.name);
        }
    }
}

#[test]
fn fixed_examples_are_what_the_repair_makes_of_the_bad_ones() {
    for page in pages() {
        for (block, next) in blocks(&page, "bad") {
            let alone = || Selection::new(Preset::All, vec![page.name.clone()], Vec::new()).expect("a rule");
            let check = |source: Source| report(block, &source.text, alone());
            let before = check(Source::new("prometheus.yml", example(block).text));
            let kinds: Vec<&str> = of(&page, &before)
                .iter()
                .flat_map(|finding| &finding.fixes)
                .map(|fix| fix.safety.as_str())
                .collect();
            let fixed = fix(before, Safety::Unsafe, check);
            assert!(
                fixed.applied.is_empty() || page.front.fix != "none",
                "{}: {:?}",
                page.name,
                fixed.applied
            );
            let Some(next) = next.filter(|next| has(next, "fixed")) else { continue };
            assert!(kinds.contains(&page.front.fix.as_str()), "{}: repairs are {kinds:?}", page.name);
            assert_eq!(fixed.report.source.text, next.text, "{}", page.name);
            assert!(fixed.applied.iter().all(|applied| !applied.title.is_empty()), "{}", page.name);
        }
    }
}
