//! Which labels of real dumps are called ones of IDs, and which of these calls are right: `docs/id-labels.md`.
//!
//! What is found is written here; what was reviewed was written by hand. `UPDATE=1 cargo test --test corpus` finds anew and
//! keeps what was written.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use scrapelint::cardinality::{Class, survey};
use scrapelint::exposition::Outcome;

use crate::corpus;

/// The line that the table begins behind.
const MARK: &str = "<!-- found by `UPDATE=1 cargo test --test corpus` -->\n";

/// Labels that are never ones of IDs.
const NEVER: [&str; 7] = ["le", "quantile", "version", "revision", "cpu", "mode", "device"];

#[test]
fn the_table_of_id_labels_is_up_to_date() {
    let Some(folder) = corpus() else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/id-labels.md");
    let page = fs::read_to_string(&path).expect("docs/id-labels.md");
    let (before, table) = page.split_once(MARK).expect("the mark");
    let verdicts = verdicts(table);
    let (mut rows, mut quiet, mut series, mut wrong, mut calls) = (String::new(), 0, 0, 0, 0);
    for file in files(&folder.join("metrics")) {
        let text = fs::read_to_string(&file).expect("a text");
        let found = survey(&text, |_| ());
        let refused = found.problems.iter().filter(|problem| problem.outcome != Outcome::Surprising);
        assert_eq!(refused.count(), 0, "{}: {:?}", file.display(), found.problems);
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        series += found.cardinality.series.value;
        quiet += usize::from(found.cardinality.id_labels.is_empty());
        for id in &found.cardinality.id_labels {
            assert!(!NEVER.contains(&&*id.label), "{name}: {}", id.label);
            let key = (name.clone(), id.label.clone());
            let verdict = verdicts.get(&key).map_or("", |verdict| verdict);
            let (is_right, is_wrong) = (verdict.starts_with("right"), verdict.starts_with("wrong"));
            assert!(is_right || is_wrong, "{key:?} is to be reviewed: write `right` or `wrong`, and why");
            wrong += usize::from(is_wrong);
            calls += 1;
            let percent =
                if id.class == Class::PathWithId { format!("{} % ", id.percent) } else { String::new() };
            _ = writeln!(
                rows,
                "| {name} | `{}` | {} | {percent}{} | {} | {verdict} |",
                id.label,
                id.distinct,
                id.class.plural(),
                id.metrics.len()
            );
        }
    }
    assert!(wrong * 20 <= calls, "{wrong} of {calls} wrong");
    let head = format!(
        "\n{calls} calls, {wrong} of them wrong; {quiet} files without a call; {series} series in all.\n\n| file | label | values | look like | metrics | review |\n|---|---|--:|---|--:|---|\n"
    );
    let text = format!("{before}{MARK}{head}{rows}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).expect("writable");
    }
    assert_eq!(text, page, "docs/id-labels.md: run `UPDATE=1 cargo test --test corpus`");
}

/// What was written by hand, by file and label.
fn verdicts(table: &str) -> BTreeMap<(String, String), String> {
    let rows = table.lines().filter(|line| line.starts_with("| ") && line.contains(" | `"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let cell = |at: usize| cells.get(at).map_or_else(String::new, |cell| (*cell).to_owned());
        ((cell(0), cell(1).trim_matches('`').to_owned()), cell(5))
    })
    .collect()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("metrics/");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}
