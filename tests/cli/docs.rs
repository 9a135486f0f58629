//! What documentation shows is what the command prints.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::tools::program;
use crate::{Run, folder, run};

/// The dialogue of the page on repairs: what is shown, with the keys that were pressed behind each question.
#[cfg(unix)]
pub(crate) fn dialogue() -> String {
    let page = read("docs/fixing.md");
    let (_, rest) = page
        .split_once("```text\n$ scrapelint check --fix --interactive prometheus.yml\n")
        .expect("the dialogue");
    rest.split("\n```").next().expect("its end").to_owned()
}

/// The `console` blocks of a page: a command behind `$ `, and what it prints. Of several commands one after the other, only the last
/// prints something.
fn examples(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("```console\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let example = |block: &str| {
        let mut commands: Vec<&str> = block.lines().map_while(|line| line.strip_prefix("$ ")).collect();
        let output: Vec<&str> = block.lines().skip(commands.len()).collect();
        let last = commands.pop()?;
        let before: String = commands.iter().map(|command| format!("{{ {command}; }} >&2\n")).collect();
        Some((before + last, output.join("\n")))
    };
    blocks.filter_map(example).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file")
}

/// A folder with the files of another, for examples that change them.
fn copy_of(folder: &str) -> tempfile::TempDir {
    let copy = crate::folder(&[]);
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder") {
        let file = file.expect("a file");
        fs::copy(file.path(), copy.path().join(file.file_name())).expect("a copy");
    }
    copy
}

/// Runs examples in a folder and compares what they print, `also` behind each command.
fn are_real(examples: &[(String, String)], folder: impl AsRef<Path>, also: &str) {
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
            .current_dir(root.join(&folder))
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
fn the_readme_shows_real_output() {
    let examples = examples(&read("README.md"));
    assert_eq!(examples.len(), 2);
    are_real(&examples[..1], "testdata/readme", "");
}

/// The same as a picture, made of what the command writes to a terminal.
#[test]
fn the_picture_of_the_readme_is_of_a_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let run = run(&root.join("testdata/readme"), &["check", "--color", "always", "prometheus.yml"]);
    let text = format!("$ \x1b[1mscrapelint check prometheus.yml\x1b[0m\n{}", run.stdout);
    let picture = anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE).render_svg(&text);
    let path = root.join("docs/demo.svg");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &picture).expect("writable");
    }
    assert!(picture == read("docs/demo.svg"), "docs/demo.svg: run `UPDATE=1 cargo test --test cli picture`");
}

#[test]
fn the_page_on_old_repositories_shows_real_output() {
    let examples = examples(&read("docs/old-repository.md"));
    assert_eq!(examples.len(), 7);
    are_real(&examples, copy_of("testdata/old"), "");
}

#[test]
fn the_page_on_prometheus_3_shows_real_output() {
    let examples = examples(&read("docs/prometheus-3.md"));
    assert_eq!(examples.len(), 6);
    are_real(&examples, copy_of("testdata/upgrade"), "");
}

/// Each page can be found from the index, and links of the README and of pages lead somewhere.
#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages: BTreeSet<String> = fs::read_dir(root.join("docs"))
        .expect("docs")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.ends_with(".md") && name != "README.md")
        .collect();
    let index = read("docs/README.md");
    let missing: Vec<&String> = pages.iter().filter(|page| !index.contains(&format!("]({page}"))).collect();
    assert!(missing.is_empty(), "docs/README.md does not name {missing:?}");
    let pages = pages.iter().map(|page| format!("docs/{page}"));
    for page in
        pages.chain(["docs/README.md".to_owned(), "README.md".to_owned(), "CONTRIBUTING.md".to_owned()])
    {
        let text = read(&page);
        let folder = root.join(&page).parent().expect("a folder").to_owned();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let to = if file.is_empty() { root.join(&page) } else { folder.join(file) };
            assert!(to.exists(), "{page}: {link} leads nowhere");
            if !anchor.is_empty() {
                let target = fs::read_to_string(&to).expect("a page");
                assert!(
                    headings(&target).any(|heading| heading == anchor),
                    "{page}: {link} has no such heading"
                );
            }
        }
    }
}

/// The headings of a page as links name them.
fn headings(page: &str) -> impl Iterator<Item = String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| {
        let text = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        text.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
    })
}

#[test]
fn the_page_on_generating_shows_real_output() {
    let examples = examples(&read("docs/generate.md"));
    assert_eq!(examples.len(), 7);
    let (of_compose, others): (Vec<_>, Vec<_>) =
        examples.into_iter().partition(|(command, _)| command.contains("--compose"));
    let (of_dumps, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(command, _)| command.contains("--metrics"));
    are_real(&of_dumps, "testdata/generate", " 2>&1");
    are_real(&others, copy_of("testdata/generate"), " 2>&1");
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
