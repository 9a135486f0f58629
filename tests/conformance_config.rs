//! Compares verdicts and error texts with recorded answers of Prometheus 3.14.
//!
//! Reads every `config*.jsonl` in the folder that `SCRAPELINT_CONFORMANCE_DIR` names, else in `testdata/conformance`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use scrapelint::config::{Mode, load};
use scrapelint::yaml::parse;

/// What Prometheus would print on refusing the text, as scrapelint sees it.
fn prometheus_error(text: &str) -> Option<String> {
    let (document, error) = parse(text);
    match error {
        Some(error) => Some(error.prometheus.unwrap_or_else(|| format!("scrapelint only: {}", error.problem))),
        None => load(&document, Mode::Server).prometheus_error(&document),
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files of one family, in the order of their names.
fn files(folder: &Path, family: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
            name.starts_with(family) && name.ends_with(".jsonl")
        })
        .collect();
    files.sort();
    files
}

/// FNV-1a, to name an input in the list of exceptions.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Inputs on which we are known to differ: fingerprint to reason.
fn exceptions() -> HashMap<String, String> {
    let text = fs::read_to_string(root().join("testdata/conformance/exceptions.tsv")).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let (hash, reason) = line.split_once('\t').expect("exceptions.tsv: fingerprint, tab, reason");
            (hash.to_owned(), reason.to_owned())
        })
        .collect()
}

#[test]
fn conformance_config() {
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root().join("testdata/conformance"), PathBuf::from);
    let files = files(&folder, "config");
    if files.is_empty() {
        eprintln!("conformance: no config*.jsonl in {}; skipped", folder.display());
        return;
    }
    let exceptions = exceptions();
    let mut table = format!("{:<28} {:>6} {:>8} {:>8} {:>8}\n", "file", "cases", "verdict", "refused", "text");
    let mut differences = String::new();
    let (mut cases, mut excepted, mut wrong, mut refused, mut worded) = (0, 0, 0, 0, 0);
    for file in files {
        let (mut file_cases, mut file_same, mut file_refused, mut file_worded) = (0, 0, 0, 0);
        for line in fs::read_to_string(&file).expect("readable conformance file").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
            let yaml = case["yaml"].as_str().expect("`yaml` is a string");
            let expected_ok = case["ok"].as_bool().expect("`ok` is a boolean");
            let expected = case["err"].as_str();
            let got = prometheus_error(yaml);
            file_cases += 1;
            if got.is_none() == expected_ok {
                file_same += 1;
            } else if exceptions.contains_key(&fingerprint(yaml)) {
                excepted += 1;
            } else {
                wrong += 1;
            }
            // Prometheus crashes on a few; what we say of those is free.
            if !expected_ok && case["panic"].as_bool() != Some(true) {
                file_refused += 1;
                file_worded += usize::from(got.as_deref() == expected);
            }
            let same_text = got.as_deref() == expected || case["panic"].as_bool() == Some(true);
            if got.is_none() != expected_ok || !same_text {
                let id = case["id"].as_str().unwrap_or("?");
                let hash = fingerprint(yaml);
                _ = writeln!(differences, "{id} {hash}\n  expected {expected:?}\n  got      {got:?}");
            }
        }
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("?");
        _ = writeln!(table, "{name:<28} {file_cases:>6} {file_same:>8} {file_refused:>8} {file_worded:>8}");
        cases += file_cases;
        refused += file_refused;
        worded += file_worded;
    }
    let share = 100.0 * worded as f64 / (refused as f64).max(1.0);
    _ = writeln!(table, "all: {cases} cases, {wrong} wrong verdicts, {excepted} known exceptions, error text {share:.2} %");
    eprint!("{table}");
    let out = root().join("target/conformance");
    fs::create_dir_all(&out).expect("target/conformance");
    fs::write(out.join("config.txt"), &table).expect("table");
    fs::write(out.join("config-differences.txt"), &differences).expect("differences");
    assert!(excepted * 1000 <= cases * 3, "more than 0.3 % exceptions");
    assert_eq!(wrong, 0, "wrong verdicts; see target/conformance/config-differences.txt");
    assert!(share >= 97.0, "error text equal on {share:.2} % of the refused");
}
