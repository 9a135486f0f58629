//! Every repair that is offered holds on real and on odd configurations: the file stays YAML, comments stay, Prometheus
//! has no more against it than before, and repairing twice changes nothing more.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use scrapelint::finding::Safety;
use scrapelint::fix::fix;
use scrapelint::lint::{FileReport, Options, Selection, check};
use scrapelint::rules::{Preset, find};
use scrapelint::source::Source;
use scrapelint::yaml::edit::apply;
use scrapelint::yaml::parse;

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
    let corpus = env::var_os("SCRAPELINT_CORPUS_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"), PathBuf::from);
    let Ok(entries) = fs::read_dir(corpus.join("configs")) else {
        println!("skipped: there is no corpus of real configurations; SCRAPELINT_CORPUS_DIR names one");
        return;
    };
    let mut count = 0;
    for entry in entries.flatten() {
        let bytes = fs::read(entry.path()).expect("readable file");
        let name = entry.file_name().to_string_lossy().into_owned();
        count += try_repairs(&name, &Source::decode(name.clone(), bytes));
    }
    println!("{count} repairs on real configurations");
    assert!(count > 0, "no repair is offered anywhere");
}
