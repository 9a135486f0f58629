//! What lies around a configuration.

use std::fs;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use super::read::{read, same_file};
use crate::lint::{FileError, Surroundings};
use crate::rules::Files;
use crate::source::Source;

/// Files that one pattern of a configuration may stand for: more is a mistake, or an attack.
const MAX_MATCHES: usize = 10_000;

/// The folder of a configuration; its relative paths start there.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// The configuration itself, which a pattern may match too.
    file: PathBuf,
    max_size: u64,
}

impl Folder {
    /// The folder that holds `file`. Of the files in it, `max_size` bytes each are read at most.
    pub fn of(file: &Path, max_size: u64) -> Self {
        let path = file.parent().map(Path::to_path_buf).unwrap_or_default();
        Self { path, file: file.to_path_buf(), max_size }
    }

    /// Paths that a pattern matches, sorted, as Go's `filepath.Glob` finds them. Only its last part is a pattern:
    /// Prometheus refuses others.
    fn glob(&self, pattern: &str) -> Vec<PathBuf> {
        let full = self.path.join(pattern);
        let Some(name) = full.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
        if !name.contains(['*', '?', '[', '\\']) {
            return if full.exists() { vec![full] } else { Vec::new() };
        }
        // Braces are no pattern to Go.
        let name = name.replace('{', "[{]").replace('}', "[}]").replace("**", "*");
        let Ok(glob) = GlobBuilder::new(&name).literal_separator(true).build() else { return Vec::new() };
        let matcher = glob.compile_matcher();
        let folder = full.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| matcher.is_match(entry.file_name()))
            .map(|entry| full.with_file_name(entry.file_name()))
            .take(MAX_MATCHES)
            .collect();
        paths.sort();
        paths
    }
}

impl Files for Folder {
    fn exists(&self, path: &str) -> Option<bool> {
        Some(!self.glob(path).is_empty())
    }
}

impl Surroundings for Folder {
    fn matching(&self, pattern: &str) -> Vec<Result<Source, FileError>> {
        let files = self.glob(pattern).into_iter().filter(|path| !same_file(path, &self.file));
        files.map(|path| read(&path, self.max_size)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_go_matches_them() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.yml", "a.yml", "c.yaml", "{d}.yml", "prometheus.yml"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let around = Folder::of(&folder.path().join("prometheus.yml"), 100);
        let names = |pattern: &str| -> Vec<String> {
            let sources = around.matching(pattern).into_iter().map(|source| source.unwrap().path);
            sources.map(|path| path.rsplit('/').next().unwrap().to_owned()).collect()
        };
        assert_eq!(names("*.yml"), ["a.yml", "b.yml", "{d}.yml"]);
        assert_eq!(names("**.yml"), ["a.yml", "b.yml", "{d}.yml"]);
        assert_eq!(names("[ab].yml"), ["a.yml", "b.yml"]);
        assert_eq!(names("{d}*"), ["{d}.yml"]);
        assert_eq!(names("?.yaml"), ["c.yaml"]);
        assert_eq!(around.exists("b.yml"), Some(true));
        assert_eq!(around.exists("x/*.yml"), Some(false));
    }
}
