//! Finding the settings that count for a file.

use std::path::{Path, PathBuf};

use crate::settings::FILE_NAMES;

/// The file of settings for files in a folder: the nearest one, from that folder upwards to the root of the repository (a
/// folder with `.git`). The folder must be an absolute path.
pub fn find_settings(folder: &Path) -> Option<PathBuf> {
    for folder in folder.ancestors() {
        let found = FILE_NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        if found.is_some() || folder.join(".git").exists() {
            return found;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_settings_count_and_none_beyond_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("repo/conf");
        fs::create_dir_all(&inner).unwrap();
        fs::create_dir(folder.path().join("repo/.git")).unwrap();
        fs::write(folder.path().join("scrapelint.yaml"), "").unwrap();
        assert_eq!(find_settings(&inner), None);
        let hidden = folder.path().join("repo/.scrapelint.yaml");
        fs::write(&hidden, "").unwrap();
        assert_eq!(find_settings(&inner), Some(hidden));
        let plain = folder.path().join("repo/scrapelint.yaml");
        fs::write(&plain, "").unwrap();
        assert_eq!(find_settings(&inner), Some(plain));
    }
}
