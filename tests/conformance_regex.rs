//! Compares which regular expressions are accepted, and the error texts, with recorded answers of Prometheus 3.14.
//!
//! Reads every `regex*.jsonl` in the folder that `SCRAPELINT_CONFORMANCE_DIR` names, else in `testdata/conformance`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use scrapelint::goregex::parse_anchored;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files of one family, in the order of their names.
fn files(folder: &Path, family: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
            name.starts_with(family) && name.ends_with(".jsonl")
        })
        .collect();
    files.sort();
    files
}

/// The names of all groups as recorded, where they are.
fn recorded_groups(case: &serde_json::Value) -> Option<Vec<&str>> {
    case["groups"].as_array().map(|groups| groups.iter().filter_map(|name| name.as_str()).collect())
}

#[test]
fn conformance_regex_acceptance() {
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root().join("testdata/conformance"), PathBuf::from);
    let files = files(&folder, "regex");
    if files.is_empty() {
        eprintln!("conformance: no regex*.jsonl in {}; skipped", folder.display());
        return;
    }
    let mut table = format!("{:<28} {:>6} {:>8} {:>8} {:>8}\n", "file", "cases", "same", "refused", "text");
    let mut differences = String::new();
    let mut different = 0;
    for file in files {
        let (mut cases, mut same, mut refused, mut worded) = (0, 0, 0, 0);
        for line in fs::read_to_string(&file).expect("readable conformance file").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
            let pattern = case["re"].as_str().expect("`re` is a string");
            let expected_ok = case["ok"].as_bool().expect("`ok` is a boolean");
            let expected = case["err"].as_str();
            let parsed = parse_anchored(pattern);
            let got = parsed.as_ref().err().map(ToString::to_string);
            let groups = parsed
                .as_ref()
                .ok()
                .map(|ast| ast.group_names().map(Option::unwrap_or_default).collect::<Vec<_>>());
            let same_groups =
                recorded_groups(&case).is_none_or(|recorded| groups.as_ref() == Some(&recorded));
            cases += 1;
            same += u32::from(got.is_none() == expected_ok);
            if !expected_ok {
                refused += 1;
                worded += u32::from(got.as_deref() == expected);
            }
            if got.is_none() != expected_ok || got.as_deref() != expected || !same_groups {
                different += 1;
                let id = case["id"].as_str().unwrap_or("?");
                _ = writeln!(
                    differences,
                    "{id} {pattern}\n  expected {expected:?}\n  got      {got:?} {groups:?}"
                );
            }
        }
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("?");
        _ = writeln!(table, "{name:<28} {cases:>6} {same:>8} {refused:>8} {worded:>8}");
    }
    // Past the test harness, which would swallow it.
    _ = std::io::stderr().write_all(table.as_bytes());
    let out = root().join("target/conformance");
    fs::create_dir_all(&out).expect("target/conformance");
    fs::write(out.join("regex.txt"), &table).expect("table");
    fs::write(out.join("regex-differences.txt"), &differences).expect("differences");
    assert_eq!(different, 0, "differences; see target/conformance/regex-differences.txt");
}
