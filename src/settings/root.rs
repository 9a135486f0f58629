//! Paths as settings and baselines write them: relative to their own folder, however the command was given them.

use std::path::{Component, Path, PathBuf};

/// A folder that paths are relative to, and the one that paths were given in. No file is touched: symbolic links count
/// as what they are called.
///
/// ```
/// use scrapelint::settings::Root;
/// let root = Root::new("/repo", "/repo/conf");
/// assert_eq!(root.relative("jobs/../prometheus.yml"), "conf/prometheus.yml");
/// assert_eq!(root.relative("../../elsewhere.yml"), "../elsewhere.yml");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Root {
    folder: PathBuf,
    current: PathBuf,
}

impl Root {
    /// Paths given in the folder `current`, as seen from `folder`. Both are absolute.
    pub fn new(folder: impl AsRef<Path>, current: impl AsRef<Path>) -> Self {
        let current = normal(current.as_ref());
        Self { folder: normal(&current.join(folder)), current }
    }

    /// A path as seen from the folder, with `/` between its parts.
    pub fn relative(&self, path: &str) -> String {
        let full = normal(&self.current.join(path));
        let common = self.folder.components().zip(full.components()).take_while(|(a, b)| a == b).count();
        let up = self.folder.components().skip(common).map(|_| "..".to_owned());
        let down = full.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
        up.chain(down).collect::<Vec<_>>().join("/")
    }

    /// The folder as seen from where paths were given: empty for the same, relative for one below it, else absolute.
    pub fn relative_to_current(&self) -> PathBuf {
        self.folder.strip_prefix(&self.current).unwrap_or(&self.folder).to_path_buf()
    }

    /// The folder that paths were given in.
    pub fn current(&self) -> &Path {
        &self.current
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// A path without `.`, and without `..` where it can be had without.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir if normal.has_root() => {}
            _ => normal.push(part),
        }
    }
    normal
}
