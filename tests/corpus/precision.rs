//! What each rule finds in real configurations, and how much of it was looked at: `docs/precision.md`.
//!
//! Hits and files are counted here; what was reviewed, and how much of it was wrong, was written by hand.
//! `UPDATE=1 cargo test --test corpus` counts anew and keeps what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use scrapelint::finding::Severity;
use scrapelint::lint::{FileKind, FileReport, Options, Selection, check};
use scrapelint::rules::{Preset, RULES, Rule, Run};

use crate::{corpus, rows, source};

/// The line that the table begins behind.
const MARK: &str = "<!-- counted by `UPDATE=1 cargo test --test corpus` -->\n";

/// More hits than this need not be looked at one by one.
const ENOUGH: usize = 20;

#[derive(Default)]
struct Hits<'r> {
    count: usize,
    files: BTreeSet<&'r str>,
}

/// What was written by hand of a rule.
#[derive(Default)]
struct Review {
    reviewed: usize,
    wrong: usize,
    note: String,
}

/// Whether a rule's findings are a matter of opinion: what Prometheus refuses is not. Rules on metrics dumps have nothing to go
/// by here.
fn is_judged(rule: &Rule) -> bool {
    !matches!(rule.run, Run::Load | Run::Runner) && rule.category != "cardinality"
}

#[test]
fn the_table_of_precision_is_up_to_date() {
    let Some(folder) = corpus() else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/precision.md");
    let page = fs::read_to_string(&path).expect("docs/precision.md");
    let (before, table) = page.split_once(MARK).expect("the mark");
    let reviews = reviews(table);
    let all: Vec<Vec<String>> = rows(&folder.join("SOURCES.tsv"));
    let configurations: Vec<&Vec<String>> = all.iter().filter(|row| row[0].starts_with("configs/")).collect();
    let reports = |preset| -> Vec<(&str, FileReport)> {
        let selection = Selection::new(preset, Vec::new(), Vec::new()).expect("no selectors");
        let options = Options { selection, ..Options::default() };
        let judged = configurations.iter().map(|row| (&*row[6], check(source(&folder, &row[0]), &options)));
        judged
            .filter(|(_, report)| {
                matches!(report.kind, FileKind::Prometheus | FileKind::JobList | FileKind::ScrapeConfigFile)
                    && report.skipped.is_none()
            })
            .collect()
    };
    let strictest = reports(Preset::All);
    let mut hits: BTreeMap<&str, Hits<'_>> = BTreeMap::new();
    for (_, report) in &strictest {
        for finding in &report.findings {
            let hits = hits.entry(finding.rule).or_default();
            hits.count += 1;
            hits.files.insert(&report.source.path);
        }
    }
    let text = format!("{before}{MARK}{}{}", healthy(&reports(Preset::Recommended)), drawn(&hits, &reviews));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).expect("writable");
    }
    for rule in RULES.iter().filter(|rule| is_judged(rule)) {
        let count = hits.get(rule.name).map_or(0, |hits| hits.count);
        let (reviewed, wrong) =
            reviews.get(rule.name).map_or((0, 0), |review| (review.reviewed, review.wrong));
        assert!(reviewed >= count.min(ENOUGH), "{}: {count} hits, {reviewed} of them reviewed", rule.name);
        let most = if rule.severity == Severity::Error { 0 } else { reviewed / 20 };
        let is_loud = rule.preset == Preset::Recommended && rule.severity > Severity::Info;
        assert!(!is_loud || wrong <= most, "{}: {wrong} of {reviewed} wrong", rule.name);
    }
    // Both are long.
    assert!(text == page, "docs/precision.md: run `UPDATE=1 cargo test --test corpus`");
}

/// How many files that Prometheus accepts get no warning.
fn healthy(reports: &[(&str, FileReport)]) -> String {
    let accepted =
        reports.iter().filter(|(origin, report)| *origin != "testdata" && report.prometheus_error.is_none());
    let loud = |report: &FileReport| {
        report.findings.iter().filter(|finding| finding.severity > Severity::Info).count()
    };
    let mut warnings: Vec<usize> = accepted.map(|(_, report)| loud(report)).collect();
    warnings.sort_unstable();
    let quiet = warnings.iter().filter(|count| **count == 0).count();
    let median = warnings.get(warnings.len() / 2).copied().unwrap_or_default();
    let total = warnings.len();
    format!(
        "\nOf the {total} files that Prometheus accepts and that are no test data, {quiet} get no warning or error of the preset\n`recommended`; the median file gets {median}.\n\n"
    )
}

fn drawn(hits: &BTreeMap<&str, Hits<'_>>, reviews: &BTreeMap<String, Review>) -> String {
    let mut table = String::from(
        "| rule | severity | preset | hits | files | reviewed | wrong | |\n|---|---|---|--:|--:|--:|--:|---|\n",
    );
    for rule in RULES.iter().filter(|rule| is_judged(rule)) {
        let none = Hits::default();
        let hits = hits.get(rule.name).unwrap_or(&none);
        let nothing = Review::default();
        let review = reviews.get(rule.name).unwrap_or(&nothing);
        _ = writeln!(
            table,
            "| [{name}](../rules/{}/{name}.md) | {} | {} | {} | {} | {} | {} | {} |",
            rule.category,
            rule.severity.as_str(),
            rule.preset.as_str(),
            hits.count,
            hits.files.len(),
            review.reviewed,
            review.wrong,
            review.note,
            name = rule.name,
        );
    }
    table
}

fn reviews(table: &str) -> BTreeMap<String, Review> {
    let lines = table.lines().filter(|line| line.starts_with("| ["));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let name = cells[0].trim_start_matches('[').split(']').next().expect("a name").to_owned();
            let number = |cell: usize| cells[cell].parse().expect("a number");
            let note = cells.get(7).map_or("", |note| *note).to_owned();
            (name, Review { reviewed: number(5), wrong: number(6), note })
        })
        .collect()
}
