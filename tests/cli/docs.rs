//! What documentation shows is what the command prints.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

use crate::tools::{binary, program};
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
    let binary = binary();
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

/// All pages: those of the root, of `docs`, of rules, and what lies beside measurements.
fn pages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = folder.join(entry.file_name());
            let name = path.to_str().expect("UTF-8");
            if entry.file_type().expect("a type").is_dir() {
                let has_pages = ["docs", "rules", "bench", "fuzz"].iter().any(|it| name.starts_with(it));
                folders.extend(has_pages.then_some(path));
            } else if name.ends_with(".md") {
                pages.push(name.to_owned());
            }
        }
    }
    pages.sort();
    assert!(pages.len() > 100, "{pages:?}");
    pages
}

/// Each page of `docs` can be found from the index, and links lead somewhere.
#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = read("docs/README.md");
    // What stands in code is no link.
    let code = Regex::new(r"(?ms)^```.*?^```|`[^`\n]*`").expect("a regex");
    let mut wrong = Vec::new();
    for page in pages() {
        let name = page.strip_prefix("docs/").filter(|name| *name != "README.md");
        if name.is_some_and(|name| !index.contains(&format!("]({name}"))) {
            wrong.push(format!("docs/README.md does not name {page}"));
        }
        let text = read(&page);
        let folder = root.join(&page).parent().expect("a folder").to_owned();
        let text = code.replace_all(&text, "");
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let to = if file.is_empty() { root.join(&page) } else { folder.join(file) };
            let is_there = match anchor {
                "" => to.exists(),
                _ => fs::read_to_string(&to).is_ok_and(|target| headings(&target).any(|it| it == anchor)),
            };
            if !is_there {
                wrong.push(format!("{page}: {link} leads nowhere"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Commands that pages name are there, with the options that they name.
#[test]
fn commands_that_pages_name_are_there() {
    let command = Regex::new(r"(?m)(?:^|`|\$ )scrapelint ([a-z][^`\n]*)").expect("a regex");
    let option = Regex::new(r"(?:^|\s)(--[a-z-]+)").expect("a regex");
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut known = 0;
    for page in pages() {
        let text = read(&page);
        let in_code = code_of(&text);
        for found in command.captures_iter(&in_code) {
            let words = &found[1];
            let mut names = words.split_whitespace();
            let first = names.next().expect("a command");
            let second = names.next().filter(|_| ["config", "generate"].contains(&first));
            let path = [Some(first), second].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let help = helps.entry(path.clone()).or_insert_with(|| {
                let arguments: Vec<&str> = path.split(' ').chain(["--help"]).collect();
                let run = run(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments);
                assert_eq!(run.code, 0, "{page}: {words}: {}", run.stderr);
                run.stdout
            });
            let own = words.split([';', '|', '>']).next().expect("the command");
            for option in option.captures_iter(own).map(|found| found[1].to_owned()) {
                assert!(help.contains(&option), "{page}: {words}: there is no {option}");
                known += 1;
            }
        }
    }
    assert!(helps.len() > 12 && known > 50, "{:?} {known}", helps.keys());
}

/// What stands in a page as code: one piece on a line, with a mark before each that stands within a line.
fn code_of(page: &str) -> String {
    let mut code = String::new();
    for (number, block) in page.split("\n```").enumerate() {
        for line in block.lines() {
            match number % 2 {
                1 => code.push_str(line),
                _ => line.split('`').skip(1).step_by(2).for_each(|piece| code.extend(["`", piece, "`\n"])),
            }
            code.push('\n');
        }
    }
    code
}

/// Each page that shows commands and their output has a test that runs them.
#[test]
fn all_pages_with_output_are_run() {
    let tests = [read("tests/cli/docs.rs"), read("tests/cli/test_command.rs")].concat();
    for page in pages().iter().filter(|page| read(page).contains("```console\n")) {
        assert!(tests.contains(&format!("{page}\"")), "{page} is run by no test");
    }
}

#[test]
fn the_page_on_editors_shows_real_commands() {
    let examples = examples(&read("docs/editors.md"));
    assert_eq!(examples.len(), 1);
    let folder = folder(&[]);
    are_real(&examples, folder.path(), "");
    let written = fs::read_to_string(folder.path().join("prometheus.schema.json")).expect("a schema");
    assert_eq!(written, read("schema/prometheus.schema.json"));
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
