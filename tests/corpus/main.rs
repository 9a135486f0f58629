//! Real configurations: the verdicts recorded of Prometheus 3.14, what a file is taken for, and places within the text.
//!
//! `common` says where they lie; nothing of them is part of the project.

#[path = "../common/mod.rs"]
mod common;
mod ids;
mod precision;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use scrapelint::config::{Loaded, Mode, load, load_job_list};
use scrapelint::finding::Finding;
use scrapelint::lint::{FileKind, FileReport, Options, Selection, check};
use scrapelint::rules::Preset;
use scrapelint::source::{Source, Span};
use scrapelint::yaml::parse;

pub(crate) use crate::common::{corpus, say};

/// The columns of a table, without its heading.
pub(crate) fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("a table of the corpus");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

pub(crate) fn source(folder: &Path, file: &str) -> Source {
    Source::decode(file, fs::read(folder.join(file)).expect("a file of the corpus"))
}

/// What Prometheus would print on refusing the text, on one line.
fn prometheus_error(source: &Source, judge: fn(&scrapelint::yaml::Document<'_>) -> Loaded) -> Option<String> {
    if let Some(not_text) = &source.not_text {
        return Some(format!("yaml: {}", not_text.problem));
    }
    let (document, syntax) = parse(&source.text);
    let error = match syntax {
        Some(error) => {
            Some(error.prometheus.unwrap_or_else(|| format!("scrapelint only: {}", error.problem)))
        }
        None => judge(&document).prometheus_error(&document),
    };
    error.map(|error| one_line(&error))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Files on which we are known to differ from the recorded verdict, each with the reason.
const VERDICT_EXCEPTIONS: [(&str, &str); 2] = [
    (
        "prometheus-upstream/config/testdata/labelvalue.bad.yml",
        "`!!binary` that is no UTF-8, which our texts always are",
    ),
    (
        "prometheus-upstream/config/testdata/labelname.bad.yml",
        "`!!binary` that is no UTF-8, which our texts always are",
    ),
];

/// Files that are not what the corpus's table calls them, or tell nothing, each with the reason.
const KIND_EXCEPTIONS: [(&str, &str); 4] = [
    (
        "compose/grafana__alloy__internal__converter__internal__prometheusconvert__testdata__openstack.yaml",
        "is a configuration",
    ),
    (
        "compose/grafana__alloy__internal__converter__internal__promtailconvert__testdata__openstack.yaml",
        "is a configuration",
    ),
    (
        "configs/grafana__alloy__internal__converter__internal__promtailconvert__testdata__limits_config.yaml__emb0.yml",
        "holds no key that only Promtail has",
    ),
    (
        "configs/prometheus__test-infra__prombench__manifests__cluster-infra__8b_parca.yaml__emb0.yml",
        "is Parca's",
    ),
];

fn exception(exceptions: &[(&str, &'static str)], file: &str) -> Option<&'static str> {
    exceptions.iter().find(|(known, _)| *known == file).map(|(_, reason)| *reason)
}

#[test]
fn corpus_verdicts() {
    let Some(folder) = corpus() else { return };
    let (mut compared, mut refused, mut worded) = (0, 0, 0);
    let mut wrong = String::new();
    let mut texts = String::new();
    for row in rows(&folder.join("verdicts-prometheus-3.14.tsv")) {
        let [file, mode, verdict, message] = row.as_slice() else { panic!("four columns: {row:?}") };
        let source = source(&folder, file);
        let got = match mode.as_str() {
            "raw" => prometheus_error(&source, |document| load(document, Mode::Server)),
            _ => prometheus_error(&source, load_job_list),
        };
        let message = one_line(message.strip_prefix("FAILED: ").unwrap_or(message));
        // Targets are made from what was loaded; that is no part of loading.
        let loads = verdict == "OK" || !message.starts_with("parsing YAML file ");
        compared += 1;
        if let Some(reason) = exception(&VERDICT_EXCEPTIONS, file) {
            say(&format!("corpus: {file} not compared: {reason}\n"));
        } else if got.is_none() != loads {
            _ = writeln!(wrong, "{file} ({mode}): expected {verdict} {message}, got {got:?}");
        } else if !loads && mode == "raw" {
            refused += 1;
            let message = message.strip_prefix("parsing YAML file <file>: ").unwrap_or(&message);
            // The table keeps the first few lines of a long list.
            if got.as_deref().is_some_and(|got| got.starts_with(message)) {
                worded += 1;
            } else {
                _ = writeln!(texts, "{file}\n  expected {message}\n  got      {}", got.unwrap_or_default());
            }
        }
    }
    say(&format!(
        "corpus: {compared} verdicts, {} wrong; {refused} refused, {worded} in the same words\n{texts}",
        wrong.lines().count()
    ));
    assert!(wrong.is_empty(), "{wrong}");
}

fn report(source: Source, kind: Option<FileKind>) -> FileReport {
    let selection =
        Selection::new(Preset::All, Vec::new(), Vec::new()).expect("no selector, so none unknown");
    check(source, &Options { selection, kind, ..Options::default() })
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[test]
fn corpus_places_lie_in_the_text() {
    let Some(folder) = corpus() else { return };
    let mut findings = 0;
    for path in files(&folder) {
        let bytes = fs::read(&path).expect("a file of the corpus");
        for kind in [None, Some(FileKind::Prometheus)] {
            let report = report(Source::decode(path.to_string_lossy(), bytes.clone()), kind);
            let inside = |span: Span| report.source.text.get(span.range()).is_some();
            for finding in &report.findings {
                findings += 1;
                assert!(places(finding).all(inside), "{}: {finding:?}", path.display());
            }
            assert!(report.secrets.iter().all(|&span| inside(span)), "{}", path.display());
        }
    }
    say(&format!("corpus: the places of {findings} findings lie in their texts\n"));
}

fn places(finding: &Finding) -> impl Iterator<Item = Span> {
    let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
    std::iter::once(finding.primary.span).chain(finding.related.iter().map(|label| label.span)).chain(edits)
}

#[test]
fn corpus_files_are_taken_for_what_they_are() {
    let Some(folder) = corpus() else { return };
    let verdicts: HashMap<String, bool> = rows(&folder.join("verdicts-prometheus-3.14.tsv"))
        .into_iter()
        .filter(|row| row[1] == "raw")
        .map(|row| (row[0].clone(), row[2] == "OK"))
        .collect();
    let mut wrong = String::new();
    let mut judged = 0;
    for row in rows(&folder.join("SOURCES.tsv")) {
        let (file, kind) = (&row[0], row[5].as_str());
        if file.starts_with("prometheus-upstream/") || !folder.join(file).exists() {
            continue;
        }
        if let Some(reason) = exception(&KIND_EXCEPTIONS, file) {
            say(&format!("corpus: {file} not compared: it {reason}\n"));
            continue;
        }
        let report = report(source(&folder, file), None);
        let loads = verdicts.get(file) == Some(&true);
        let fine = match kind {
            "config" => {
                let is_config = matches!(report.kind, FileKind::Prometheus | FileKind::ScrapeConfigFile);
                // Placeholders that Prometheus refuses are filled in by something before it reads the file.
                let has_placeholders = !loads && report.kind == FileKind::Template("placeholder");
                is_config && report.skipped.is_none() || has_placeholders
            }
            "joblist" => report.kind == FileKind::JobList && report.skipped.is_none(),
            // A template that loads as it stands is judged.
            "template" => loads || report.skipped.is_some(),
            "broken" => true,
            _ => report.skipped.is_some(),
        };
        judged += 1;
        if !fine {
            _ = writeln!(wrong, "{file} is {kind}, taken for {:?} ({:?})", report.kind, report.skipped);
        }
    }
    say(&format!("corpus: {judged} kinds compared, {} wrong\n", wrong.lines().count()));
    assert!(wrong.is_empty(), "{wrong}");
}
