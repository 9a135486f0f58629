//! `check --watch`

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::{HEALTHY, command, folder, run};

const BAD: &str = "scrape_configs:\n- job_nam: a\n";

/// A run that goes on until it is dropped.
struct Watching {
    child: Child,
    /// One for each line of standard error.
    said: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = command(folder, arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let (sender, said) = channel();
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, said }
    }

    /// Waits for the end of a run.
    fn run_ends(&self) -> String {
        let line = self.said.recv_timeout(Duration::from_secs(60)).expect("a run that ends in time");
        if line.starts_with("Watching") { String::new() } else { line + "\n" + &self.run_ends() }
    }

    /// Waits a while, in which nothing may be run.
    fn is_quiet(&self) {
        let said = self.said.recv_timeout(Duration::from_millis(700));
        assert!(said.is_err(), "{said:?}");
    }

    fn stop(mut self) -> String {
        self.child.kill().expect("it runs");
        let mut out = String::new();
        self.child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("UTF-8");
        self.child.wait().expect("it ends");
        out
    }
}

#[test]
fn files_are_checked_when_they_change() {
    let folder = folder(&[
        ("prometheus.yml", &format!("{HEALTHY}scrape_config_files: [more/*.yml]\n")),
        ("more/a.yml", "scrape_configs: []\n"),
        ("notes.txt", ""),
    ]);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let watching =
        Watching::start(folder.path(), &["check", "--watch", "--output-format", "concise", "prometheus.yml"]);
    assert_eq!(watching.run_ends(), "");
    write("more/a.yml", BAD);
    watching.run_ends();
    write("prometheus.yml", "scrape_confgs: []\n");
    watching.run_ends();
    write("notes.txt", "not looked at");
    watching.is_quiet();
    let out = watching.stop();
    let found: Vec<&str> =
        out.lines().filter(|line| line.contains("[unknown-key]") || line.starts_with("No ")).collect();
    assert_eq!(found.len(), 3, "{out}");
    assert!(found[0].starts_with("No problems"), "{out}");
    assert!(found[1].starts_with("more/a.yml:2:3:") && found[2].starts_with("prometheus.yml:1:1:"), "{out}");
    assert!(!out.contains('\u{1b}'), "{out}");
}

#[test]
fn repairs_come_to_rest_and_errors_do_not_end_it() {
    let folder = folder(&[("prometheus.yml", HEALTHY)]);
    let path = folder.path().join("prometheus.yml");
    let formats = ["--output-format", "full", "--output-format", "json:report.yml"];
    let watching = Watching::start(folder.path(), &[&["check", "--watch", "--fix"][..], &formats].concat());
    watching.run_ends();
    fs::write(&path, HEALTHY.replace("scrape_timeout: 10s", "scrape_timeout: 10s\n  scrape_timeut: 5s"))
        .expect("a file");
    watching.run_ends();
    while let Ok(line) = watching.said.recv_timeout(Duration::from_millis(900)) {
        assert!(line.starts_with("Watching"), "{line}");
    }
    fs::remove_file(&path).expect("the file");
    assert!(watching.run_ends().contains("there is no prometheus.yml"));
    fs::write(&path, HEALTHY).expect("a file");
    assert_eq!(watching.run_ends(), "");
    let out = watching.stop();
    assert!(out.trim_end().ends_with("No problems in 1 file."), "{out}");
}

#[test]
fn folders_come_and_go() {
    let folder = folder(&[("prometheus.yml", HEALTHY), (".gitignore", "/cache\n"), ("cache/a/b.yml", BAD)]);
    let at = |name: &str| folder.path().join(name);
    let write = |name: &str| fs::write(at(name), BAD).expect("a file");
    let watching =
        Watching::start(folder.path(), &["check", "--watch", "--output-format", "json:report.json"]);
    let found = || {
        watching.run_ends();
        while let Ok(line) = watching.said.recv_timeout(Duration::from_millis(700)) {
            assert!(line.starts_with("Watching"), "{line}");
        }
        let report = fs::read_to_string(at("report.json")).expect("a report");
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        report["files"].as_array().expect("files").len()
    };
    assert_eq!(found(), 1);
    // Folders and what is in them, at once.
    fs::create_dir_all(at("eu/west/one")).expect("folders");
    write("eu/west/one/prometheus.yml");
    assert_eq!(found(), 2);
    // A file in a folder in which there was none.
    write("eu/prometheus.yml");
    assert_eq!(found(), 3);
    // A folder that goes and comes back, as when branches are changed.
    fs::remove_dir_all(at("eu")).expect("the folder");
    fs::create_dir_all(at("eu")).expect("a folder");
    assert_eq!(found(), 1);
    write("eu/prometheus.yml");
    assert_eq!(found(), 2);
    // Nobody looks there.
    write("cache/a/prometheus.yml");
    watching.is_quiet();
    watching.stop();
}

#[test]
fn what_cannot_be_watched_is_said() {
    let folder = folder(&[]);
    let stdin = run(folder.path(), &["check", "--watch", "-"]);
    assert_eq!(
        (stdin.code, stdin.stderr.contains("standard input cannot be watched")),
        (2, true),
        "{}",
        stdin.stderr
    );
    let nothing = run(folder.path(), &["check", "--watch"]);
    assert_eq!(nothing.code, 2, "{}", nothing.stderr);
}
