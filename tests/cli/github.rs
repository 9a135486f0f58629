//! Jobs on GitHub: commands, and the summary of a step.

use std::fs;

use crate::formats::MISTAKES;
use crate::{HEALTHY, Run, command, folder};

fn run_on_github(folder: &tempfile::TempDir, arguments: &[&str]) -> Run {
    let mut command = command(folder.path(), arguments);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", folder.path().join("summary.md"));
    command.output().expect("the command runs").into()
}

#[test]
fn a_job_on_github_gets_commands_and_a_summary() {
    let folder = folder(&[("prometheus.yml", MISTAKES), ("summary.md", "# Before\n\n")]);
    let run = run_on_github(&folder, &["check", "--preset", "all"]);
    assert_eq!(run.code, 1);
    let expected = "::error file=prometheus.yml,line=5,endLine=5,col=21,endColumn=24,title=timeout-exceeds-interval\
                    ::scrape_timeout 30s is longer than the scrape interval 10s%0A";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    assert!(run.stdout.contains("\n::warning ") && run.stdout.contains("\n::notice "), "{}", run.stdout);
    let summary = fs::read_to_string(folder.path().join("summary.md")).expect("a summary");
    assert!(summary.starts_with("# Before\n\n### scrapelint\n\n"), "{summary}");
    assert!(summary.contains("prometheus.yml:5</td>"), "{summary}");
    assert!(!summary.contains("hunter2"), "{summary}");
}

#[test]
fn nothing_in_a_file_becomes_a_command() {
    let hostile = "::error ::x, 100%\n::stop-commands::y.yml";
    let folder = folder(&[(hostile, MISTAKES)]);
    for format in [&[][..], &["--output-format", "full"], &["--output-format", "concise"]] {
        let run = run_on_github(
            &folder,
            &[&["check", "--preset", "all", hostile, "gone\n::a::.yml"][..], format].concat(),
        );
        assert_eq!(run.code, 2, "{}", run.stderr);
        for line in run.stdout.lines().filter(|line| line.trim_start().starts_with("::")) {
            let is_ours = format.is_empty()
                && ["::error file=", "::warning file=", "::notice file="]
                    .iter()
                    .any(|it| line.starts_with(it));
            assert!(is_ours, "{format:?}: {line}");
        }
        if format.is_empty() {
            assert!(
                run.stdout.contains("file=%3A%3Aerror %3A%3Ax%2C 100%25%0A%3A%3Astop-commands"),
                "{}",
                run.stdout
            );
        }
    }
}

#[test]
fn what_is_asked_for_wins() {
    let folder = folder(&[("prometheus.yml", MISTAKES)]);
    let run = run_on_github(&folder, &["check", "--output-format", "concise"]);
    assert!(run.stdout.starts_with("prometheus.yml:"), "{}", run.stdout);
    assert!(!folder.path().join("summary.md").exists());
}

#[test]
fn paths_are_those_of_the_repository() {
    let folder = folder(&[("conf/prometheus.yml", MISTAKES), (".git/HEAD", "")]);
    let mut command = command(&folder.path().join("conf"), &["check", "--output-format", "github"]);
    let run = Run::from(command.output().expect("the command runs"));
    assert!(run.stdout.starts_with("::error file=conf/prometheus.yml,"), "{}", run.stdout);
}

#[test]
fn long_summaries_are_cut() {
    let jobs: String = (0..300).map(|at| format!("- {{job_name: a{at}, scrape_interval: 10m}}\n")).collect();
    let folder = folder(&[("prometheus.yml", &format!("scrape_configs:\n{jobs}")), ("good.yml", HEALTHY)]);
    run_on_github(&folder, &["check"]);
    let summary = fs::read_to_string(folder.path().join("summary.md")).expect("a summary");
    assert_eq!(summary.matches("<tr>").count(), 200);
    assert!(summary.contains("\nAnd 101 more.\n"), "{}", &summary[summary.len() - 200..]);
}
