//! What documentation shows is what the command prints.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The `console` blocks of a page: a command behind `$ `, and what it prints.
fn examples(page: &str) -> Vec<(String, String)> {
    let blocks = page.split("```console\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let example = |block: &str| {
        let (command, output) = block.strip_prefix("$ ")?.split_once('\n')?;
        Some((command.to_owned(), output.to_owned()))
    };
    blocks.filter_map(example).collect()
}

#[test]
fn the_page_on_relabeling_shows_real_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/relabel.md")).expect("the page");
    let readme = fs::read_to_string(root.join("README.md")).expect("the file");
    let of_readme =
        examples(&readme).into_iter().filter(|(command, _)| command.starts_with("scrapelint relabel"));
    let examples: Vec<_> = examples(&page).into_iter().chain(of_readme).collect();
    assert_eq!(examples.len(), 6);
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
            .args(["-c", &command])
            .current_dir(root.join("testdata/relabel"))
            .env("PATH", path.as_ref().expect("a search path"))
            .env_remove("LC_ALL")
            .output()
            .expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), shown, "$ {command}");
    }
}
