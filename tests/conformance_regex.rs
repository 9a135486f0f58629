//! Compares which regular expressions are accepted, the error texts, and what is matched, with recorded answers of
//! Prometheus 3.14.
//!
//! Reads every `regex*.jsonl` in the folder that `SCRAPELINT_CONFORMANCE_DIR` names, else in `testdata/conformance`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scrapelint::goregex::{Ast, Captures, Matcher, parse_anchored};
use serde_json::{Value, json};

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

/// Counts over the cases of a file.
#[derive(Default)]
struct Tally {
    cases: u32,
    /// Cases accepted as Prometheus accepts them, or refused as it refuses them.
    same: u32,
    refused: u32,
    /// Refusals in Prometheus's words.
    worded: u32,
    subjects: u32,
    /// Subjects matched as Prometheus matches them, with the same groups where they were recorded.
    matched: u32,
}

impl Tally {
    /// Compares one case; gives what differs.
    fn compare(&mut self, case: &Value) -> Vec<String> {
        self.cases += 1;
        let pattern = case["re"].as_str().expect("`re` is a string");
        let expected_ok = case["ok"].as_bool().expect("`ok` is a boolean");
        let parsed = parse_anchored(pattern);
        self.same += u32::from(parsed.is_ok() == expected_ok);
        self.refused += u32::from(!expected_ok);
        match parsed {
            Ok(_) if !expected_ok => vec![format!("accepted, expected {}", case["err"])],
            Ok(ast) => self.compare_matches(case, ast),
            Err(error) if case["err"].as_str() == Some(&error.to_string()) => {
                self.worded += 1;
                Vec::new()
            }
            Err(error) => vec![format!("{error}, expected {}", case["err"])],
        }
    }

    fn compare_matches(&mut self, case: &Value, ast: Ast) -> Vec<String> {
        let mut differences = Vec::new();
        let groups: Vec<&str> = ast.group_names().map(Option::unwrap_or_default).collect();
        if !case["groups"].is_null() && case["groups"] != json!(groups) {
            differences.push(format!("groups {groups:?}, expected {}", case["groups"]));
        }
        let subjects: Vec<&str> =
            case["subjects"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        self.subjects += subjects.len() as u32;
        let matcher = match Matcher::new(Arc::new(ast)) {
            Ok(matcher) => matcher,
            Err(error) => {
                differences.push(error.to_string());
                return differences;
            }
        };
        let mut captures = Captures::new();
        for (at, subject) in subjects.into_iter().enumerate() {
            let matches = matcher.captures(subject, &mut captures);
            let got: Value = (matches)
                .then(|| {
                    (0..captures.len())
                        .map(|group| captures.get(group).map(|range| [range.start, range.end]))
                        .collect::<Vec<_>>()
                })
                .into();
            let recorded_match = case["matching"].as_array().map(|texts| texts.contains(&json!(subject)));
            let same = recorded_match.map_or_else(|| case["captures"][at] == got, |match_| match_ == matches);
            if same && matcher.is_match(subject) == matches {
                self.matched += 1;
            } else {
                let expected = recorded_match.map_or_else(|| case["captures"][at].clone(), Value::from);
                differences.push(format!("{subject:?}: {got}, expected {expected}"));
            }
        }
        differences
    }
}

#[test]
fn conformance_regex() {
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root().join("testdata/conformance"), PathBuf::from);
    let files = files(&folder, "regex");
    if files.is_empty() {
        eprintln!("conformance: no regex*.jsonl in {}; skipped", folder.display());
        return;
    }
    let mut table = format!(
        "{:<28} {:>6} {:>8} {:>8} {:>8} {:>9} {:>8}\n",
        "file", "cases", "same", "refused", "text", "subjects", "matched"
    );
    let mut report = String::new();
    let mut different = 0;
    for file in files {
        let mut tally = Tally::default();
        for line in fs::read_to_string(&file).expect("readable conformance file").lines() {
            let case: Value = serde_json::from_str(line).expect("one JSON object a line");
            let differences = tally.compare(&case);
            if !differences.is_empty() {
                different += 1;
                let id = case["id"].as_str().unwrap_or("?");
                _ = writeln!(report, "{id} {}\n  {}", case["re"], differences.join("\n  "));
            }
        }
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("?");
        let Tally { cases, same, refused, worded, subjects, matched } = tally;
        _ = writeln!(
            table,
            "{name:<28} {cases:>6} {same:>8} {refused:>8} {worded:>8} {subjects:>9} {matched:>8}"
        );
    }
    // Past the test harness, which would swallow it.
    _ = std::io::stderr().write_all(table.as_bytes());
    let out = root().join("target/conformance");
    fs::create_dir_all(&out).expect("target/conformance");
    fs::write(out.join("regex.txt"), &table).expect("table");
    fs::write(out.join("regex-differences.txt"), &report).expect("differences");
    assert_eq!(different, 0, "differences; see target/conformance/regex-differences.txt");
}
