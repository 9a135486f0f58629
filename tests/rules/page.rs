//! Reads the pages under `rules/`.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What stands between the two `---` lines of a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrontMatter {
    pub(crate) summary: String,
    pub(crate) severity: String,
    pub(crate) confidence: String,
    pub(crate) preset: String,
    pub(crate) fix: String,
    pub(crate) status: String,
    pub(crate) since: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) options: serde_json::Map<String, serde_json::Value>,
    pub(crate) prometheus: String,
    /// `load` for what Prometheus refuses, `runner` for what the run itself raises.
    #[serde(default)]
    pub(crate) kind: Option<String>,
}

/// One fenced block of a page: the words behind the fence, and its text.
pub(crate) struct Block {
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
    /// The metrics dump that goes with it: the last `text metrics` block before it.
    pub(crate) dump: Option<String>,
}

pub(crate) struct Page {
    pub(crate) category: String,
    pub(crate) name: String,
    pub(crate) front: FrontMatter,
    pub(crate) body: String,
    pub(crate) blocks: Vec<Block>,
}

impl Page {
    pub(crate) fn is_load(&self) -> bool {
        self.front.kind.as_deref() == Some("load")
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages, sorted by name.
pub(crate) fn pages() -> Vec<Page> {
    let mut pages: Vec<Page> = folders(&root().join("rules"))
        .into_iter()
        .flat_map(|folder| {
            let category = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
            let files = fs::read_dir(&folder).expect("readable folder");
            files
                .map(|entry| entry.expect("readable entry").path())
                .filter_map(move |path| (path.extension()? == "md").then(|| read(&category, &path)))
        })
        .collect();
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).expect("rules/ is there");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
    folders.retain(|path| path.is_dir() && !path.ends_with("packs"));
    folders.sort();
    folders
}

fn read(category: &str, path: &Path) -> Page {
    let name = path.file_stem().expect("a page has a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("readable page");
    let rest = text.strip_prefix("---\n").unwrap_or_else(|| panic!("{name}: begins with front matter"));
    let (front, body) = rest.split_once("\n---\n").unwrap_or_else(|| panic!("{name}: front matter ends"));
    let front = serde_yaml::from_str(front).unwrap_or_else(|error| panic!("{name}: {error}"));
    Page { category: category.to_owned(), name, front, blocks: blocks(body), body: body.to_owned() }
}

fn blocks(body: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut dump = None;
    let mut lines = body.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let Some(words) = line.strip_prefix("```") else { continue };
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let text: String = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        if words == ["text", "metrics"] {
            dump = Some(text.clone());
        }
        blocks.push(Block { words, text, dump: dump.clone() });
    }
    blocks
}
