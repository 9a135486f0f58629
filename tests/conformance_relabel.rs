//! Compares relabeling with recorded answers of Prometheus 3.14.
//!
//! Reads every `relabel*.jsonl` in the folder that `SCRAPELINT_CONFORMANCE_DIR` names, else in `testdata/conformance`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use scrapelint::config::{NameScheme, RelabelConfig, prometheus_error};
use scrapelint::goregex::Wrapper;
use scrapelint::relabel::{Chain, Dialect, Labels, Outcome, Unfit};
use scrapelint::yaml::{Field, Spanned, decode, parse};

/// What scrapelint makes of a case: the error text, or what became of the labels.
fn answer(rules: &str, scheme: NameScheme, labels: &Labels) -> Result<Outcome, String> {
    let (document, error) = parse(rules);
    if let Some(error) = error {
        return Err(error.prometheus.unwrap_or(error.problem));
    }
    let Some(decoded) = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document) else {
        return Ok(Outcome::Kept(labels.clone()));
    };
    if let Some(text) = prometheus_error(&document, &decoded.errors, &[]) {
        return Err(text);
    }
    let dialect = Dialect { scheme, wrapper: Wrapper::Prometheus3 };
    match Chain::compile(decoded.value.items(), dialect) {
        Ok(chain) => {
            let outcome = chain.run(labels);
            assert_eq!(outcome, chain.trace(labels).outcome, "the trace of {rules}");
            Ok(outcome)
        }
        Err(unusable) => Err(match unusable.reason {
            Unfit::Refused(refusal) => refusal.text,
            other => format!("scrapelint only: {other:?}"),
        }),
    }
}

fn labels(value: &serde_json::Value) -> Labels {
    let object = value.as_object().expect("labels are an object");
    object.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("a text"))).collect()
}

/// The recorded answer; the step that dropped is not recorded everywhere.
fn recorded(case: &serde_json::Value) -> (Result<(bool, Labels), String>, Option<u64>) {
    let result = &case["result"];
    if let Some(error) = case["error"].as_str().or(result["err"].as_str()) {
        return (Err(error.to_owned()), None);
    }
    let keep = result["keep"].as_bool().expect("`keep` is a boolean");
    (Ok((keep, labels(&result["labels"]))), result["dropped_by"].as_u64())
}

#[test]
fn conformance_relabel() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root.join("testdata/conformance"), PathBuf::from);
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    files.retain(|path| name(path).starts_with("relabel") && name(path).ends_with(".jsonl"));
    files.sort();
    if files.is_empty() {
        let words = format!("conformance: no relabel*.jsonl in {}; skipped\n", folder.display());
        std::io::stderr().write_all(words.as_bytes()).expect("standard error");
        return;
    }
    let mut table =
        format!("{:<28} {:>6} {:>8} {:>8} {:>10}\n", "relabeling", "cases", "wrong", "refused", "same text");
    let mut differences = String::new();
    let (mut all_wrong, mut all_refused, mut all_worded) = (0, 0, 0);
    for file in &files {
        let (mut cases, mut wrong, mut refused, mut worded) = (0, 0, 0, 0);
        for line in fs::read_to_string(file).expect("readable conformance file").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
            let scheme = match case["scheme"].as_str() {
                Some("legacy") => NameScheme::Legacy,
                _ => NameScheme::Utf8,
            };
            let rules = case["rules"].as_str().expect("`rules` is a text");
            let got = answer(rules, scheme, &labels(&case["labels"]));
            let (expected, dropped_by) = recorded(&case);
            let is_same = match (&got, &expected) {
                (Ok(Outcome::Kept(got)), Ok((true, labels))) => got == labels,
                (Ok(Outcome::Dropped { step, labels: got }), Ok((false, labels))) => {
                    got == labels && dropped_by.is_none_or(|by| by == *step as u64)
                }
                (Err(_), Err(_)) => true,
                _ => false,
            };
            let is_worded = got.as_ref().err() == expected.as_ref().err();
            cases += 1;
            wrong += usize::from(!is_same);
            refused += usize::from(expected.is_err());
            worded += usize::from(expected.is_err() && is_worded);
            if !is_same || !is_worded {
                let id = case["id"].as_str().unwrap_or("?");
                _ = writeln!(
                    differences,
                    "{id} {rules}\n  expected {expected:?} {dropped_by:?}\n  got      {got:?}"
                );
            }
        }
        _ = writeln!(table, "{:<28} {cases:>6} {wrong:>8} {refused:>8} {worded:>10}", name(file));
        all_wrong += wrong;
        all_refused += refused;
        all_worded += worded;
    }
    // Past the test harness, which would swallow it.
    std::io::stderr().write_all(table.as_bytes()).expect("standard error");
    let out = root.join("target/conformance");
    fs::create_dir_all(&out).expect("target/conformance");
    fs::write(out.join("relabel.txt"), &table).expect("table");
    fs::write(out.join("relabel-differences.txt"), &differences).expect("differences");
    assert_eq!(all_wrong, 0, "wrong answers; see target/conformance/relabel-differences.txt");
    assert!(
        all_worded * 100 >= all_refused * 99,
        "error texts; see target/conformance/relabel-differences.txt"
    );
}
