//! The hooks, run by the real pre-commit in a repository of its own.
//!
//! They run the binary of this build, as `language: system`: building it anew, as their `language: rust` does, takes minutes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::tools::{binary, program};
use crate::{HEALTHY, folder, run};

const BAD: &str = "scrape_configs:\n- job_name: web\n  metrics_path: /metrics?a=b\n  static_configs: [{targets: [web:80]}]\n";
const REPAIRED: &str = "  metrics_path: /metrics\n";
const MANIFEST: &str = "kind: Prometheus\napiVersion: monitoring.coreos.com/v1\nspec: {}\n";

/// The hooks as a repository would have them locally, with this build's binary.
fn hooks() -> String {
    let hooks = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml"));
    let hooks = hooks.expect("the hooks");
    let binary = binary().display();
    let hooks = hooks
        .replace("entry: scrapelint ", &format!("entry: {binary} "))
        .replace("language: rust", "language: system");
    assert_eq!(hooks.matches(&format!("entry: {binary} check")).count(), 2, "{hooks}");
    let hooks: String = hooks.lines().map(|line| format!("  {line}\n")).collect();
    format!("repos:\n- repo: local\n  hooks:\n{hooks}")
}

fn in_repository(folder: &Path, program: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).env("PRE_COMMIT_HOME", folder.join(".cache"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command.env_remove("GITHUB_ACTIONS").output().expect("it runs")
}

fn hook(folder: &Path, pre_commit: &Path, id: &str) -> (bool, String) {
    let output =
        in_repository(folder, pre_commit, &["run", id, "--all-files", "--verbose", "--color", "never"]);
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn hooks_take_configurations_and_leave_other_yaml_alone() {
    let Some(pre_commit) = program("pre-commit") else { return };
    let folder = folder(&[
        (".pre-commit-config.yaml", &hooks()),
        ("monitoring/prometheus.yml", HEALTHY),
        ("monitoring/prometheus-eu.yaml", BAD),
        ("monitoring/scrape_configs/web.yml", BAD),
        ("monitoring/prometheus.rules.yml", "groups: []\n"),
        ("k8s/prometheus.yaml", MANIFEST),
        ("docker-compose.yml", "services: {web: {image: x}}\nbroken\n"),
        ("notes/prometheus.md", "scrape_configs: 1\n"),
    ]);
    let folder = folder.path();
    let git = Path::new("git");
    in_repository(folder, git, &["init", "--quiet"]);
    fs::write(folder.join(".gitignore"), "/.cache\n").expect("a file");
    in_repository(folder, git, &["add", "."]);

    let (passed, said) = hook(folder, &pre_commit, "scrapelint-check");
    assert!(!passed && said.contains("exit code: 1"), "{said}");
    for (path, count) in
        [("monitoring/prometheus-eu.yaml:3:17", 1), ("monitoring/scrape_configs/web.yml:3:17", 1)]
    {
        assert_eq!(said.matches(path).count(), count, "{path}: {said}");
    }
    assert!(said.contains("k8s/prometheus.yaml: skipped"), "{said}");
    assert!(!said.contains("docker-compose") && !said.contains("notes/"), "{said}");

    let (passed, said) = hook(folder, &pre_commit, "scrapelint-fix");
    assert!(!passed && said.contains("files were modified by this hook"), "{said}");
    let repaired = fs::read_to_string(folder.join("monitoring/prometheus-eu.yaml")).expect("the file");
    assert!(repaired.contains(REPAIRED), "{repaired}");
    assert_eq!(fs::read_to_string(folder.join("k8s/prometheus.yaml")).expect("the file"), MANIFEST);

    in_repository(folder, git, &["add", "."]);
    for id in ["scrapelint-fix", "scrapelint-check"] {
        let (passed, said) = hook(folder, &pre_commit, id);
        assert!(passed && said.contains("Passed"), "{said}");
    }
}

#[test]
fn the_manifest_of_hooks_is_one() {
    let Some(pre_commit) = program("pre-commit") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(pre_commit)
        .args(["validate-manifest", ".pre-commit-hooks.yaml"])
        .current_dir(root)
        .output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn files_named_as_found_may_be_others() {
    let folder = folder(&[
        ("prometheus.yml", HEALTHY),
        ("rules.yml", "groups: []\n"),
        ("old/prometheus.yml", BAD),
        ("scrapelint.yaml", "exclude: [old]\n"),
    ]);
    let files = ["prometheus.yml", "rules.yml", "old/prometheus.yml"];
    let named = run(folder.path(), &[&["check"][..], &files].concat());
    assert_eq!(named.code, 2, "{}", named.stdout);
    let found = run(folder.path(), &[&["check", "--as-found"][..], &files].concat());
    assert_eq!(found.code, 0, "{}", found.stdout);
    assert!(!found.stdout.contains("old/prometheus.yml"), "{}", found.stdout);
    let gone = run(folder.path(), &["check", "--as-found", "gone.yml"]);
    assert_eq!(gone.code, 2);
}
