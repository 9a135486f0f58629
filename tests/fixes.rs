//! Every repair that is offered holds on real and on odd configurations: the file stays YAML, comments stay, Prometheus
//! has no more against it than before, and repairing twice changes nothing more.

mod common;

use std::fs;
use std::path::Path;

use scrapelint::finding::Safety;
use scrapelint::fix::fix;
use scrapelint::lint::{FileReport, Options, Selection, check};
use scrapelint::rules::{Preset, find};
use scrapelint::source::Source;
use scrapelint::yaml::edit::apply;
use scrapelint::yaml::parse;

use crate::common::corpus;

fn judged(source: Source) -> FileReport {
    let selection = Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selectors");
    check(source, &Options { selection, ..Options::default() })
}

fn comments(text: &str) -> Vec<String> {
    let (document, error) = parse(text);
    assert_eq!(error, None, "{text}");
    document.comments().iter().map(|span| text[span.range()].trim_end().to_owned()).collect()
}

/// Whether some comments are what is left of others, in the same order.
fn is_part(some: &[String], all: &[String]) -> bool {
    let mut all = all.iter();
    some.iter().all(|comment| all.any(|other| other == comment))
}

fn refusals(report: &FileReport) -> usize {
    report
        .findings
        .iter()
        .filter(|finding| find(finding.rule).is_some_and(|rule| rule.category == "load"))
        .count()
}

/// Tries all repairs of a file. Gives how many there are.
fn try_repairs(name: &str, source: &Source) -> usize {
    let before = judged(source.clone());
    let fixes: Vec<_> = before.findings.iter().flat_map(|finding| &finding.fixes).collect();
    if fixes.is_empty() {
        return 0;
    }
    let kept = comments(&source.text);
    for fix in &fixes {
        let text = apply(&source.text, &fix.edits);
        let now = comments(&text);
        // An unsafe one may take the comment behind what it takes away.
        let is_kept = if fix.safety == Safety::Safe { now == kept } else { is_part(&now, &kept) };
        assert!(is_kept, "{name}: {}: {now:?} of {kept:?}", fix.title);
        let after = judged(Source { text, ..source.clone() });
        assert!(refusals(&after) <= refusals(&before), "{name}: {}: {:#?}", fix.title, after.findings);
    }
    let count = fixes.len();
    for allowed in [Safety::Safe, Safety::Unsafe] {
        let once = fix(before.clone(), allowed, judged);
        assert!(allowed == Safety::Safe || !once.applied.is_empty(), "{name}: nothing is repaired");
        let now = comments(&once.report.source.text);
        assert!(if allowed == Safety::Safe { now == kept } else { is_part(&now, &kept) }, "{name}: {now:?}");
        let text = once.report.source.text.clone();
        let twice = fix(once.report, allowed, judged);
        assert_eq!(twice.applied, [], "{name}: repaired twice");
        assert_eq!(twice.report.source.text, text, "{name}");
    }
    count
}

#[test]
fn repairs_hold_on_recorded_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance");
    let mut count = 0;
    for name in ["config.jsonl", "config-basic.jsonl"] {
        let lines = fs::read_to_string(folder.join(name)).expect("recorded cases");
        for line in lines.lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let id = case["id"].as_str().unwrap_or(name);
            count += try_repairs(id, &Source::new("prometheus.yml", case["yaml"].as_str().expect("a text")));
        }
    }
    println!("{count} repairs on recorded cases");
    assert!(count > 100, "{count}");
}

#[test]
fn repairs_hold_on_real_configurations() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for entry in fs::read_dir(corpus.join("configs")).expect("configurations").flatten() {
        let bytes = fs::read(entry.path()).expect("readable file");
        let name = entry.file_name().to_string_lossy().into_owned();
        count += try_repairs(&name, &Source::decode(name.clone(), bytes));
    }
    println!("{count} repairs on real configurations");
    assert!(count > 0, "no repair is offered anywhere");
}

/// A page of a rule whose mistakes can be repaired.
struct Page {
    rule: String,
    /// Its examples of the mistake, each with the version that it is for.
    bad: Vec<(String, String)>,
}

fn pages_with_repairs() -> Vec<Page> {
    let mut pages = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for category in fs::read_dir(folder).expect("rules").flatten().filter(|it| it.path().is_dir()) {
        for entry in fs::read_dir(category.path()).expect("pages").flatten() {
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            if !text.contains("\nfix: safe\n") && !text.contains("\nfix: unsafe\n") {
                continue;
            }
            // Of those without a `fixed` behind them, some leave it to people what was meant.
            let block = |rest: &str| {
                let (words, yaml) = rest.split_once('\n')?;
                let (yaml, behind) = yaml.split_once("```\n")?;
                behind.trim_start().strip_prefix("```yaml fixed")?;
                let unmarked =
                    yaml.lines().map(|line| line.split("#~").next().unwrap_or_default().trim_end());
                let version = words.trim().strip_prefix("target=").unwrap_or("3.14").to_owned();
                Some((unmarked.collect::<Vec<_>>().join("\n") + "\n", version))
            };
            let rule = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
            pages.push(Page { rule, bad: text.split("```yaml bad").skip(1).filter_map(block).collect() });
        }
    }
    pages.sort_by(|a, b| a.rule.cmp(&b.rule));
    pages
}

fn options(version: &str) -> Options {
    let selection = Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selectors");
    Options { selection, target_version: version.parse().expect("a version"), ..Options::default() }
}

#[test]
fn what_the_pages_call_a_mistake_loads_once_it_is_repaired() {
    let mut count = 0;
    for Page { rule, bad } in pages_with_repairs() {
        for (text, version) in bad {
            let judged = |source: Source| check(source, &options(&version));
            let fixed = fix(judged(Source::new("prometheus.yml", text)), Safety::Unsafe, judged);
            let text = &fixed.report.source.text;
            assert!(fixed.applied.iter().any(|it| it.rule == rule), "{rule}: {:?}\n{text}", fixed.applied);
            assert_eq!(refusals(&fixed.report), 0, "{rule}: {:?}\n{text}", fixed.report.prometheus_error);
            count += 1;
        }
    }
    assert!(count >= 40, "{count}");
}

/// The jobs of the pages' examples in one file, each with a name of its own, and the rules that they are of.
fn all_mistakes(is_wanted: impl Fn(&str) -> bool) -> (String, Vec<String>) {
    let mut text = "global: {scrape_interval: 30s, scrape_timeout: 10s}\nscrape_configs:\n".to_owned();
    let mut rules = Vec::new();
    // That one is about a configuration of which no job has a timeout.
    for Page { rule, bad } in
        pages_with_repairs().into_iter().filter(|it| it.rule != "missing-scrape-timeout")
    {
        for (bad, _) in bad.iter().filter(|(bad, version)| version == "3.14" && is_wanted(bad)) {
            let bad = format!("\n{bad}");
            let Some((_, jobs)) = bad.split_once("\nscrape_configs:\n") else { continue };
            for line in jobs.lines().take_while(|line| line.starts_with(' ') || line.is_empty()) {
                match line.split_once("job_name: ") {
                    Some((before, name)) => {
                        text.push_str(&format!("{before}job_name: {name}-{}\n", rules.len()))
                    }
                    None => text.push_str(&format!("{line}\n")),
                }
            }
            rules.push(rule.clone());
        }
    }
    (text, rules)
}

#[test]
fn a_file_with_every_mistake_loads_once_it_is_repaired() {
    // With aliases in a file, keys are not renamed: one text may be right in one of its places.
    for (has_aliases, least) in [(false, 30), (true, 1)] {
        let (text, rules) = all_mistakes(|bad| bad.contains(": *") == has_aliases);
        let before = judged(Source::new("prometheus.yml", text));
        assert!((refusals(&before) > 0) != has_aliases && rules.len() >= least, "{} jobs", rules.len());
        let fixed = fix(before, Safety::Unsafe, judged);
        let text = &fixed.report.source.text;
        assert_eq!(refusals(&fixed.report), 0, "{:?}\n{text}", fixed.report.prometheus_error);
        assert_eq!(fix(fixed.report.clone(), Safety::Unsafe, judged).applied, [], "repaired twice");
        let is_repaired = |rule: &&String| fixed.applied.iter().any(|it| it.rule == rule.as_str());
        let left: Vec<_> = rules.iter().filter(|rule| !is_repaired(rule)).collect();
        assert!(left.is_empty(), "not repaired: {left:?}\n{text}");
    }
}
