//! What documentation shows is what the command prints.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tools::program;
use crate::{Run, folder};

/// The dialogue of the page on repairs: what is shown, with the keys that were pressed behind each question.
#[cfg(unix)]
pub(crate) fn dialogue() -> String {
    let page = read("docs/fixing.md");
    let (_, rest) = page
        .split_once("```text\n$ scrapelint check --fix --interactive prometheus.yml\n")
        .expect("the dialogue");
    rest.split("\n```").next().expect("its end").to_owned()
}

/// The `console` blocks of a page: a command behind `$ `, and what it prints.
fn examples(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("```console\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let example = |block: &str| {
        let (command, output) = block.strip_prefix("$ ")?.split_once('\n')?;
        Some((command.to_owned(), output.to_owned()))
    };
    blocks.filter_map(example).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file")
}

/// Runs examples in a folder and compares what they print, `also` behind each command.
fn are_real(examples: &[(String, String)], folder: &str, also: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let binary = Path::new(env!("CARGO_BIN_EXE_scrapelint"));
    let path = std::env::join_paths(
        binary
            .parent()
            .map(Path::to_path_buf)
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    for (command, shown) in examples {
        let output = Command::new("sh")
            .args(["-c", &format!("{command}{also}")])
            .current_dir(root.join(folder))
            .env("PATH", path.as_ref().expect("a search path"))
            .env_remove("LC_ALL")
            .env_remove("GITHUB_ACTIONS")
            .output()
            .expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), shown, "$ {command}");
    }
}

#[test]
fn the_page_on_relabeling_shows_real_output() {
    let of_readme = examples(&read("README.md"));
    let of_readme = of_readme.into_iter().filter(|(command, _)| command.starts_with("scrapelint relabel"));
    let examples: Vec<_> = examples(&read("docs/relabel.md")).into_iter().chain(of_readme).collect();
    assert_eq!(examples.len(), 6);
    are_real(&examples, "testdata/relabel", "");
}

#[test]
fn the_page_on_generating_shows_real_output() {
    let examples = examples(&read("docs/generate.md"));
    assert_eq!(examples.len(), 6);
    let (of_compose, others): (Vec<_>, Vec<_>) =
        examples.into_iter().partition(|(command, _)| command.contains("--compose"));
    are_real(&others, "testdata/generate", " 2>&1");
    are_real(&of_compose, "testdata/compose", " 2>&1");
}

#[test]
fn the_page_on_repairs_shows_real_output() {
    let examples = examples(&read("docs/fixing.md"));
    assert_eq!(examples.len(), 1);
    are_real(&examples, "testdata/fixing", "");
}

#[test]
fn the_page_on_cutting_cardinality_shows_real_output() {
    let examples = examples(&read("docs/cutting-cardinality.md"));
    assert_eq!(examples.len(), 6);
    are_real(&examples, "testdata/django", " 2>&1");
}

#[test]
fn the_page_on_cardinality_shows_real_output() {
    let examples = examples(&read("docs/cardinality.md"));
    assert_eq!(examples.len(), 2);
    are_real(&examples, "testdata/cardinality", "");
}

#[test]
fn the_page_on_ci_shows_real_output() {
    let examples = examples(&read("docs/ci.md"));
    assert_eq!(examples.len(), 2);
    are_real(&examples, "testdata/demo", "");
}

/// What the page on CI would have users copy is judged by the programs that are to read it.
#[test]
fn the_page_on_ci_shows_valid_files() {
    let page = read("docs/ci.md");
    let validator = |of: &str| match of {
        "github" => Some((program("check-jsonschema")?, vec!["--builtin-schema", "vendor.github-workflows"])),
        "gitlab" => Some((program("check-jsonschema")?, vec!["--builtin-schema", "vendor.gitlab-ci"])),
        _ => Some((program("pre-commit")?, vec!["validate-config"])),
    };
    for (of, count) in [("github", 2), ("gitlab", 1), ("pre-commit", 3)] {
        let Some((program, arguments)) = validator(of) else { continue };
        let blocks: Vec<&str> = page.split(&format!("```yaml {of}\n")).skip(1).collect();
        assert_eq!(blocks.len(), count, "{of}");
        for block in blocks {
            let text = block.split("\n```").next().expect("a block");
            let folder = folder(&[("file.yml", text)]);
            let output =
                Command::new(&program).args(&arguments).arg("file.yml").current_dir(folder.path()).output();
            let run = Run::from(output.expect("it runs"));
            assert_eq!(run.code, 0, "{text}\n{}{}", run.stdout, run.stderr);
        }
    }
}
