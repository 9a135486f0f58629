//! Texts to compare two ways of reading on: the recorded cases, the pages of the rules, and mutations of both.

use std::path::{Path, PathBuf};

/// xorshift64*: the same mutations in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }

    fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let at = self.below(choices.len());
        &choices[at]
    }
}

/// What YAML's syntax is made of, and what its readers differ in.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "-",
    "- ",
    "--- ",
    "\n---\n",
    "\n...\n",
    ": ",
    ":",
    "? ",
    "?",
    ", ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    "#",
    " #",
    " # x",
    "&",
    "&a ",
    "&a.b ",
    "&é ",
    "*",
    "*a",
    "*a ",
    "!",
    "! ",
    "!!",
    "!!str ",
    "!x ",
    "!<x> ",
    "|",
    "|\n",
    ">",
    "|2\n",
    ">-\n",
    "'",
    "\"",
    "''",
    "\"\"",
    "\\",
    "\\n",
    "\\x41",
    "\\u00e9",
    "\\ud83d",
    "\\U00110000",
    "\\/",
    "%",
    "%YAML 1.1\n",
    "%TAG ! x\n",
    "@",
    "`",
    "~",
    "<<: ",
    "a",
    "a: b\n",
    "é",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{a0}",
    "\u{feff}",
    "\u{7f}",
    "\u{0}",
    "\u{1}",
    "\u{fffe}",
    "\u{1f600}",
    "=",
    "1",
];

fn mutate(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let at = text.floor_char_boundary(random.below(text.len() + 1));
        match random.below(8) {
            0..4 => text.insert_str(at, random.pick::<&str>(PIECES)),
            4 => {
                let end = text.ceil_char_boundary((at + 1 + random.below(3)).min(text.len()));
                text.replace_range(at..end, "");
            }
            5 => {
                let end = text.ceil_char_boundary((at + 1).min(text.len()));
                text.replace_range(at..end, random.pick::<&str>(PIECES));
            }
            6 => {
                // One line is indented otherwise.
                let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
                if text[start..].starts_with(' ') && random.below(2) == 0 {
                    text.remove(start);
                } else {
                    text.insert_str(start, random.pick::<&str>(&[" ", "  ", "\t", "- "]));
                }
            }
            _ => text.truncate(at),
        }
    }
    text
}

/// The texts to begin with: small ones, so that mutations hit something.
fn seeds() -> Vec<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("SCRAPELINT_CONFORMANCE_DIR")
        .map_or_else(|| root.join("testdata/conformance"), PathBuf::from);
    let mut seeds: Vec<String> = Vec::new();
    for path in files(&folder, "jsonl") {
        let text = std::fs::read_to_string(path).unwrap();
        let cases = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        seeds.extend(cases.filter_map(|case| case["yaml"].as_str().map(str::to_owned)));
    }
    for path in files(&root.join("rules"), "md") {
        let page = std::fs::read_to_string(path).unwrap();
        seeds.extend(
            page.split("```")
                .skip(1)
                .step_by(2)
                .filter_map(|block| Some(block.split_once('\n')?.1.to_owned())),
        );
    }
    seeds
}

/// The files of a folder and the folders in it.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for path in
            std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
        {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Tries all texts, and as many mutations as `SCRAPELINT_MUTATIONS` says, beginning at `SCRAPELINT_SEED`.
pub(super) fn for_each_text(mut check: impl FnMut(&str)) {
    let seeds = seeds();
    assert!(seeds.len() > 10, "no texts to try");
    let variable = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let mut random = Random(variable("SCRAPELINT_SEED").unwrap_or(0x9E37_79B9_7F4A_7C15));
    for text in &seeds {
        check(text);
    }
    for _ in 0..variable("SCRAPELINT_MUTATIONS").unwrap_or(20_000) {
        check(&mutate(random.pick::<String>(&seeds), &mut random));
    }
}
