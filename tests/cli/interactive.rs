//! `scrapelint check --fix --interactive`, in a pseudo-terminal.

use std::fs;
use std::path::Path;

use crate::terminal::Terminal;
use crate::{HEALTHY, folder, run, run_with_stdin};

/// Three mistakes with safe repairs, of which two are of one kind, and one with an unsafe repair.
const TEXT: &str = "global:
  scrape_interval: 15s
scrape_configs:
- job_name: a
  metrics_path: /metrics?x=1
  static_configs:
  - targets: [a:1]
- job_name: b # ours
  metrics_path: /metrics?x=1
  static_configs:
  - targets: [b:1, b:1]
";

const FIX: [&str; 3] = ["check", "--fix", "--interactive"];

fn text(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file")
}

/// The names of the files in a folder: nothing else may be left in it.
fn names(folder: &tempfile::TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("the folder").flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn each_repair_is_shown_and_asked_for() {
    let folder = folder(&[("prometheus.yml", TEXT)]);
    let mut terminal = Terminal::start(folder.path(), &FIX);
    let shown =
        terminal.expect("Make this repair? [y]es, [n]o, [a]ll of missing-scrape-timeout, [q]uit, [?] ");
    assert!(
        shown.contains("no scrape_timeout is set") && shown.contains("\n+  scrape_timeout: 10s\n"),
        "{shown}"
    );
    terminal.press("?");
    terminal.expect("y       make this repair");
    terminal.expect("[q]uit, [?] ");
    terminal.press("y");
    let shown = terminal.expect("Make this repair?");
    assert!(shown.contains("+    x: ['1']"), "{shown}");
    assert_eq!(text(&folder), TEXT, "nothing is written while questions are left");
    terminal.press("n");
    terminal.expect("[a]ll of path-with-query");
    terminal.press("y");
    let (code, rest) = terminal.end();
    assert_eq!(code, 1, "{rest}");
    assert!(rest.contains("repaired: move the query to `params` (path-with-query)"), "{rest}");
    let text = text(&folder);
    assert!(text.contains("  scrape_timeout: 10s\n") && text.contains("- job_name: b # ours\n"), "{text}");
    let (a, b) = text.split_once("- job_name: b").expect("two jobs");
    assert!(a.contains("/metrics?x=1") && b.contains("params:"), "{text}");
    assert_eq!(names(&folder), ["prometheus.yml"]);
}

#[test]
fn the_page_on_repairs_shows_a_real_dialogue() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fixing/prometheus.yml");
    let folder = folder(&[("prometheus.yml", &fs::read_to_string(source).expect("the file"))]);
    let mut terminal = Terminal::start(folder.path(), &[&FIX[..], &["prometheus.yml"]].concat());
    let mut shown = String::new();
    for key in ["y", "n"] {
        shown += &terminal.expect("[q]uit, [?] ");
        shown += "[q]uit, [?] ";
        terminal.press(key);
    }
    shown += &terminal.end().1;
    assert_eq!(shown.trim_end(), crate::docs::dialogue());
}

#[test]
fn all_of_a_rule_are_made_in_all_files_and_nothing_is_left() {
    let text = TEXT.replace("b:1, b:1", "b:1");
    let folder = folder(&[("prometheus.yml", &text), ("prometheus-2.yml", &text)]);
    let files = ["prometheus-2.yml", "prometheus.yml"];
    let mut terminal = Terminal::start(folder.path(), &[&FIX[..], &files[..]].concat());
    terminal.expect("[a]ll of missing-scrape-timeout");
    terminal.press("a");
    terminal.expect("[a]ll of path-with-query");
    terminal.press("a");
    let (code, rest) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(!rest.contains("Make this repair?"), "{rest}");
    let by_itself = folder_fixed(&text);
    for name in files {
        assert_eq!(fs::read_to_string(folder.path().join(name)).expect("the file"), by_itself);
    }
}

/// What `--fix` alone makes of a text.
fn folder_fixed(before: &str) -> String {
    let folder = folder(&[("prometheus.yml", before)]);
    assert_eq!(run(folder.path(), &["check", "--fix"]).code, 0);
    text(&folder)
}

#[test]
fn quitting_writes_what_was_accepted() {
    let folder = folder(&[("prometheus.yml", TEXT)]);
    let mut terminal = Terminal::start(folder.path(), &FIX);
    terminal.expect("[q]uit");
    terminal.press("y");
    terminal.expect("[a]ll of path-with-query");
    terminal.press("q");
    let (code, rest) = terminal.end();
    assert_eq!(code, 1);
    assert!(rest.contains("prometheus.yml: repaired: set `scrape_timeout: 10s`"), "{rest}");
    assert_eq!(
        text(&folder),
        TEXT.replace("scrape_interval: 15s\n", "scrape_interval: 15s\n  scrape_timeout: 10s\n")
    );
}

#[test]
fn breaking_off_leaves_the_file_as_it_was() {
    for key in ["\u{3}", "\u{1b}"] {
        let folder = folder(&[("prometheus.yml", TEXT)]);
        let mut terminal = Terminal::start(folder.path(), &FIX);
        terminal.expect("[q]uit");
        terminal.press("y");
        terminal.expect("[a]ll of path-with-query, [q]uit, [?] ");
        terminal.press(key);
        let (code, rest) = terminal.end();
        assert_eq!((code, rest.trim()), (130, "scrapelint: broken off; prometheus.yml is as it was"));
        assert_eq!(text(&folder), TEXT);
        assert_eq!(names(&folder), ["prometheus.yml"]);
    }
}

#[test]
fn breaking_off_tells_what_was_written_before() {
    let folder = folder(&[("a.yml", TEXT), ("b.yml", TEXT)]);
    let mut terminal = Terminal::start(folder.path(), &[&FIX[..], &["a.yml", "b.yml"]].concat());
    terminal.expect("[q]uit");
    terminal.press("y");
    for _ in 0..2 {
        terminal.expect("[a]ll of path-with-query");
        terminal.press("n");
    }
    terminal.expect("[a]ll of missing-scrape-timeout, [q]uit, [?] ");
    terminal.interrupt();
    let (code, rest) = terminal.end();
    let told = "scrapelint: broken off; b.yml is as it was; repaired before: a.yml";
    assert_eq!((code, rest.trim()), (130, told));
    assert_eq!(fs::read_to_string(folder.path().join("b.yml")).expect("the file"), TEXT);
    assert_ne!(fs::read_to_string(folder.path().join("a.yml")).expect("the file"), TEXT);
}

#[test]
fn unsafe_repairs_are_asked_for_as_such() {
    let folder = folder(&[("prometheus.yml", TEXT)]);
    let mut terminal = Terminal::start(folder.path(), &["check", "--unsafe-fixes", "--interactive"]);
    terminal.expect("[q]uit");
    terminal.press("a");
    terminal.expect("[a]ll of path-with-query");
    terminal.press("a");
    terminal
        .expect("Make this repair (it changes what Prometheus does)? [y]es, [n]o, [a]ll of duplicate-target");
    terminal.press("y");
    let (code, rest) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(text(&folder).contains("targets: [b:1]\n"), "{}", text(&folder));
}

#[test]
fn where_nothing_can_be_repaired_nothing_is_asked() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let (code, rest) = Terminal::start(folder.path(), &FIX).end();
    assert_eq!(code, 0, "{rest}");
    assert!(!rest.contains("Make this repair?"), "{rest}");
}

#[test]
fn without_a_terminal_nobody_can_be_asked() {
    let folder = folder(&[("prometheus.yml", TEXT)]);
    let run = run(folder.path(), &FIX);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let told = "scrapelint: --interactive asks questions, and this is no terminal; without it, `--fix` makes the safe repairs, \
        and `--diff` shows them\n";
    assert_eq!(run.stderr, told);
    assert_eq!(text(&folder), TEXT);
    let piped = run_with_stdin(folder.path(), &[&FIX[..], &["-"]].concat(), TEXT);
    assert_eq!(piped.code, 2);
    assert!(piped.stderr.contains("`-` reads the file from there"), "{}", piped.stderr);
}
