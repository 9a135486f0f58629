//! Mistakes that people make, written down on purpose: each is found, at its line.
//!
//! In `testdata/recall` a comment `#~ rule, rule` names what there is to find in its line. With the preset `recommended`
//! nothing else is said beyond information.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scrapelint::finding::Severity;
use scrapelint::io::Folder;
use scrapelint::lint::{Options, Selection, check_among};
use scrapelint::rules::{Preset, find};
use scrapelint::source::{LineIndex, Source};

/// A rule and the line that it is to be found in.
type Place = (usize, String);

fn marked(text: &str) -> BTreeSet<Place> {
    let lines = text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, line.split_once("#~ ")?.1)));
    lines
        .flat_map(|(line, rules)| rules.split(", ").map(move |rule| (line, rule.trim().to_owned())))
        .collect()
}

fn found(path: &Path, text: &str, preset: Preset, least: Severity) -> BTreeSet<Place> {
    let selection = Selection::new(preset, Vec::new(), Vec::new()).expect("no selectors");
    let options = Options { selection, ..Options::default() };
    let report = check_among(Source::new("prometheus.yml", text), &options, &Folder::of(path, 1 << 20));
    let lines = LineIndex::new(text);
    let findings = report.findings.iter().filter(|finding| finding.severity >= least);
    findings
        .map(|finding| {
            (lines.position(text, finding.primary.span.start as usize).line, finding.rule.to_owned())
        })
        .collect()
}

#[test]
fn seeded_mistakes_are_found_at_their_lines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/recall");
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("testdata").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    let mut count = 0;
    let mut kinds = BTreeSet::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("readable");
        let marked = marked(&text);
        let all = found(&path, &text, Preset::All, Severity::Info);
        let missed: Vec<_> = marked.difference(&all).collect();
        assert!(missed.is_empty(), "{}: not found: {missed:?}\nfound: {all:?}", path.display());
        let loud = found(&path, &text, Preset::Recommended, Severity::Warning);
        let unexpected: Vec<_> = loud.difference(&marked).collect();
        assert!(unexpected.is_empty(), "{}: not marked: {unexpected:?}", path.display());
        count += marked.len();
        kinds.extend(marked.into_iter().map(|(_, rule)| rule));
    }
    assert!(count >= 70 && kinds.len() >= 50, "{count} mistakes of {} kinds", kinds.len());
    assert!(kinds.iter().all(|rule| find(rule).is_some()));
}

#[test]
fn unusual_but_right_configurations_get_no_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/healthy");
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("testdata") {
        let path = entry.expect("entry").path();
        let text = fs::read_to_string(&path).expect("readable");
        let loud = found(&path, &text, Preset::Recommended, Severity::Warning);
        assert!(loud.is_empty(), "{}: {loud:?}", path.display());
        count += 1;
    }
    assert!(count > 0);
}
