//! Finding the files to be checked.

use std::path::{Path, PathBuf};

use ignore::{Walk, WalkBuilder};

use crate::lint::FileError;
use crate::settings::{FILE_NAMES, FilePattern, Root};

/// A file to be checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was found in a folder.
    Found(PathBuf),
}

impl Input {
    /// The file, as if it had been found in a folder.
    #[must_use]
    pub fn as_found(self) -> Self {
        match self {
            Self::Named(path) | Self::Found(path) => Self::Found(path),
            Self::Stdin => Self::Stdin,
        }
    }
}

/// The files that the paths stand for: `-` is standard input, a folder all YAML below it that version control does not
/// ignore, and no path at all each `prometheus.yml` and `prometheus.yaml` below the current folder.
///
/// Symbolic links are not followed in folders. The second list tells what could not be looked into.
pub fn find_inputs(paths: &[PathBuf]) -> (Vec<Input>, Vec<FileError>) {
    let mut inputs = Vec::new();
    let mut unreadable = Vec::new();
    if paths.is_empty() {
        walk(Path::new("."), is_prometheus_yml, &mut inputs, &mut unreadable);
    }
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            walk(path, is_yaml, &mut inputs, &mut unreadable);
        } else {
            inputs.push(Input::Named(path.clone()));
        }
    }
    (in_order(inputs), unreadable)
}

/// The files of relabel tests that the paths stand for: of a folder each `*.test.yml` and `*.test.yaml` below it, and
/// those below the current folder for no path at all.
///
/// Otherwise as [`find_inputs`], but that there is nothing on standard input.
pub fn find_tests(paths: &[PathBuf]) -> (Vec<Input>, Vec<FileError>) {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut inputs = Vec::new();
    let mut unreadable = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, is_test, &mut inputs, &mut unreadable);
        } else {
            inputs.push(Input::Named(path.clone()));
        }
    }
    (in_order(inputs), unreadable)
}

/// The files that patterns of settings stand for. A path without a pattern is one that was named, though it be missing;
/// a folder stands for all YAML below it.
pub fn find_fitting(patterns: &[&FilePattern], root: &Root) -> (Vec<Input>, Vec<FileError>) {
    let (named, patterns): (Vec<&FilePattern>, Vec<&FilePattern>) =
        patterns.iter().partition(|pattern| pattern.literal().is_some());
    let here = root.relative_to_current();
    let named = named.into_iter().map(|path| here.join(path.as_str())).collect::<Vec<_>>();
    let (mut inputs, mut unreadable) =
        if named.is_empty() { Default::default() } else { find_inputs(&named) };
    if !patterns.is_empty() {
        let mut found = Vec::new();
        let here = if here.as_os_str().is_empty() { Path::new(".") } else { &here };
        walk(here, is_yaml, &mut found, &mut unreadable);
        found.retain(|input| {
            let path = input.path().map(|path| root.relative(&path.to_string_lossy()));
            path.is_some_and(|path| patterns.iter().any(|pattern| pattern.matches(&path)))
        });
        inputs.extend(found);
    }
    (in_order(inputs), unreadable)
}

/// The folders below a folder that [`find_inputs`] looks into.
pub fn find_folders(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = walker(folder).filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
    folders.map(ignore::DirEntry::into_path)
}

fn walker(folder: &Path) -> Walk {
    WalkBuilder::new(folder).require_git(false).build()
}

fn in_order(mut inputs: Vec<Input>) -> Vec<Input> {
    inputs.sort_by(|a, b| a.path().cmp(&b.path()).then(a.cmp(b)));
    inputs.dedup_by(|later, earlier| later.path() == earlier.path());
    inputs
}

impl Input {
    /// Its path, unless it is standard input.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::Named(path) | Self::Found(path) => Some(path),
        }
    }
}

fn walk(
    folder: &Path,
    is_wanted: fn(&str) -> bool,
    inputs: &mut Vec<Input>,
    unreadable: &mut Vec<FileError>,
) {
    for entry in walker(folder) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                unreadable.push(FileError {
                    path: folder.to_string_lossy().into_owned(),
                    reason: format!("cannot be looked into: {error}"),
                });
                continue;
            }
        };
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_wanted) {
            let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
            inputs.push(Input::Found(path.to_path_buf()));
        }
    }
}

fn is_yaml(name: &str) -> bool {
    !FILE_NAMES.contains(&name) && (name.ends_with(".yml") || name.ends_with(".yaml"))
}

fn is_test(name: &str) -> bool {
    name.ends_with(".test.yml") || name.ends_with(".test.yaml")
}

fn is_prometheus_yml(name: &str) -> bool {
    name == "prometheus.yml" || name == "prometheus.yaml"
}
