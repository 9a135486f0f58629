//! `scrapelint generate` without arguments, in a pseudo-terminal.

use std::fs;

use crate::terminal::Terminal;
use crate::{HEALTHY, folder, run};

fn text(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join("prometheus.yml")).expect("the file")
}

/// Answers up to the question about the name, with a preset that is searched for, into `prometheus.yml`.
fn start(folder: &tempfile::TempDir, arguments: &[&str]) -> Terminal {
    let mut terminal = Terminal::start(folder.path(), arguments);
    terminal.expect("What is scraped?");
    terminal.press("django-prom");
    terminal.expect("Django with the package django-prometheus");
    terminal.press("\r");
    terminal.expect("Where does it go?");
    terminal.press("\r");
    terminal.expect("Name of the job");
    terminal
}

#[test]
fn a_job_is_asked_for_shown_and_added() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let mut terminal = start(&folder, &["generate"]);
    terminal.press("node");
    terminal.expect("there is a job of this name already");
    terminal.press("-web\r");
    terminal.expect("Which targets?");
    terminal.press("web:80000");
    terminal.expect("`80000` is no port");
    terminal.press("\u{7f}\r");
    terminal.expect("Path of the metrics");
    terminal.press("\r");
    terminal.expect("How often?");
    terminal.press("5s\r");
    terminal.expect("How long may a scrape take?");
    terminal.press("1m");
    terminal.expect("longer than the interval");
    terminal.press("\u{7f}\u{7f}4s\r");
    terminal.expect("Labels of all series?");
    terminal.press("team=shop\r");
    let shown = terminal.expect("Write it?");
    assert!(shown.contains("+  - job_name: node-web"), "{shown}");
    assert_eq!(text(&folder), HEALTHY, "nothing is written before a yes");
    terminal.press("y");
    let (code, rest) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("put \"web\" into ALLOWED_HOSTS"), "{rest}");
    assert!(rest.contains("job `node-web` was added to prometheus.yml"), "{rest}");
    let text = text(&folder);
    assert!(
        text.starts_with(HEALTHY) && text.contains("scrape_interval: 5s\n    scrape_timeout: 4s\n"),
        "{text}"
    );
    assert!(text.ends_with("- targets: [web:8000]\n        labels:\n          team: shop\n"), "{text}");
    assert_eq!(run(folder.path(), &["check"]).code, 0);
}

#[test]
fn breaking_off_leaves_nothing_behind() {
    for key in ["\u{3}", "\u{1b}"] {
        for questions in 0..5 {
            let folder = folder(&[("prometheus.yml", HEALTHY)]);
            let mut terminal = start(&folder, &["generate", "job"]);
            let next = ["Which targets?", "Path of the metrics", "How often?", "How long", "Labels of all"];
            for question in &next[..questions] {
                terminal.press("\r");
                terminal.expect(question);
            }
            terminal.press(key);
            let (code, rest) = terminal.end();
            assert_eq!(code, 130, "{rest}");
            assert!(rest.contains("scrapelint: broken off; nothing was written"), "{rest}");
            // The cursor, which is hidden during a question, is there again.
            assert!(rest.contains("\u{1b}[?25h"), "{rest:?}");
            assert_eq!(text(&folder), HEALTHY);
            assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
        }
    }
}

#[test]
fn a_no_at_the_end_writes_nothing() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let mut terminal = start(&folder, &["generate", "job"]);
    for question in ["Which targets?", "Path", "How often?", "How long", "Labels of all", "Write it?"] {
        terminal.press("\r");
        terminal.expect(question);
    }
    terminal.press("n");
    let (code, rest) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("nothing was written"), "{rest}");
    assert_eq!(text(&folder), HEALTHY);
}

#[test]
fn services_of_a_compose_file_are_offered() {
    let compose = "services: {prometheus: {image: prom/prometheus}, loki: {image: grafana/loki}}\n";
    let folder = folder(&[("prometheus.yml", HEALTHY), ("compose.yml", compose)]);
    let mut terminal = Terminal::start(folder.path(), &["generate"]);
    terminal.expect("the services of compose.yml");
    terminal.press("\r");
    terminal.expect("Where does it go?");
    terminal.press("\r");
    let shown = terminal.expect("Write it?");
    assert!(shown.contains("targets: [loki:3100]"), "{shown}");
    terminal.press("y");
    let (code, rest) = terminal.end();
    assert_eq!(code, 0, "{rest}");
    assert!(text(&folder).contains("- targets: [loki:3100]"), "{}", text(&folder));
}

#[test]
fn what_a_target_answered_is_offered() {
    let folder = folder(&[
        ("prometheus.yml", HEALTHY),
        ("web.prom", "redis_exporter_build_info 1\n"),
        ("x.txt", "a\n"),
    ]);
    let start = |choice: &str| {
        let mut terminal = Terminal::start(folder.path(), &["generate"]);
        terminal.expect("what answered with web.prom");
        terminal.press(choice);
        terminal
    };
    let end = |mut terminal: Terminal| {
        terminal.expect("Where does it go?");
        terminal.press("\r");
        terminal.expect("by its metrics, preset `redis-exporter`");
        for question in
            ["Name of the job", "Which targets?", "Path", "How often?", "How long", "Labels of all"]
        {
            terminal.expect(question);
            terminal.press("\r");
        }
        let shown = terminal.expect("Write it?");
        assert!(shown.contains("sample_limit: 100"), "{shown}");
        terminal.press("n");
        let (code, rest) = terminal.end();
        assert!(code == 0 && rest.contains("nothing was written"), "{rest}");
    };
    end(start("\r"));
    // The same by its path.
    let mut terminal = start("another");
    terminal.expect("another file");
    terminal.press("\r");
    terminal.expect("Which file?");
    for (wrong, told) in
        [("none.prom", "cannot be read"), ("x.txt", "neither a metrics dump nor a compose file")]
    {
        terminal.press(&format!("{wrong}\r"));
        terminal.expect(told);
        terminal.press(&"\u{7f}".repeat(wrong.len()));
    }
    terminal.press("web.prom\r");
    end(terminal);
    assert_eq!(text(&folder), HEALTHY);
}

#[test]
fn without_a_terminal_the_flags_are_told() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    for arguments in
        [&["generate"][..], &["generate", "job"], &["generate", "job", "--into", "prometheus.yml"]]
    {
        let run = run(folder.path(), arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("scrapelint: say what is scraped: --preset NAME"), "{}", run.stderr);
    }
    assert_eq!(text(&folder), HEALTHY);
}
