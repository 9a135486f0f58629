//! Where a repository begins.

use std::path::Path;

/// The root of the repository that a folder is in: the nearest one upwards that has `.git`. The folder must be an absolute
/// path.
pub fn repository_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.join(".git").exists())
}
