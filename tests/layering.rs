//! Imports go one way: a room may use those before it, never those behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, lowest first. Rooms of one row may not use each other.
const ROOMS: &[&[&str]] = &[
    &["source"],
    &["finding"],
    &["yaml"],
    &["goregex"],
    &["config"],
    &["relabel"],
    &["exposition"],
    &["cardinality", "evidence", "usage"],
    &["settings"],
    &["rules"],
    &["lint"],
    &["fix"],
    &["reltest"],
    &["generate"],
    &["report", "io"],
    &["server"],
    &["cli"],
];

#[test]
fn imports_go_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files(&src) {
        let inside = file.strip_prefix(&src).expect("a file of src");
        let room = inside.iter().next().expect("a part").to_string_lossy().trim_end_matches(".rs").to_owned();
        if room == "main" || room == "lib" {
            continue;
        }
        let rank = rank(&room).unwrap_or_else(|| panic!("src/{room} has no place in tests/layering.rs"));
        seen.insert(room.clone());
        let text = fs::read_to_string(&file).expect("readable file");
        for used in rooms_used(&text) {
            let is_allowed = used == room || rank_of(&used) < rank;
            if !is_allowed {
                wrong.push(format!("{} uses {used}", inside.display()));
            }
        }
    }
    let known: BTreeSet<String> =
        ROOMS.iter().flat_map(|row| row.iter().map(|&room| room.to_owned())).collect();
    assert_eq!(seen, known, "rooms in src/ and in this test");
    assert!(wrong.is_empty(), "arrows that point back: {wrong:#?}");
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

fn rank_of(room: &str) -> usize {
    rank(room).unwrap_or_else(|| panic!("`crate::{room}` is no room"))
}

/// The rooms behind `crate::` in code, doc links and tests left out.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut rooms = BTreeSet::new();
    for line in lines {
        for rest in line.split("crate::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() && name.chars().all(|c| c.is_lowercase()) {
                rooms.insert(name);
            }
        }
    }
    rooms
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("readable folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
