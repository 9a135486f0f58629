//! Writing so that a file is the old one or the new one, never half of either.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::read::plain;
use crate::source::Source;

/// Replaces a file's text, if it still holds what it held when it was read. Its permissions stay.
///
/// # Errors
/// That it is a symbolic link (what lies behind it may belong to others), is read-only, has changed since, or cannot be
/// written.
pub fn write(path: &Path, old: &Source, new: &str) -> Result<(), String> {
    let metadata = fs::symlink_metadata(path).map_err(|error| plain(&error))?;
    if metadata.is_symlink() {
        return Err("it is a symbolic link; name the file that it leads to".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is no regular file".to_owned());
    }
    // It could be replaced all the same: who made it read-only did not mean that.
    if metadata.permissions().readonly() {
        return Err("it is read-only".to_owned());
    }
    if fs::read(path).map_err(|error| plain(&error))? != old.encode(&old.text) {
        return Err("it has changed since it was read".to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file =
        tempfile::Builder::new().prefix(".scrapelint-").tempfile_in(folder).map_err(|error| plain(&error))?;
    file.write_all(&old.encode(new)).map_err(|error| plain(&error))?;
    file.as_file().set_permissions(metadata.permissions()).map_err(|error| plain(&error))?;
    file.as_file().sync_all().map_err(|error| plain(&error))?;
    file.persist(path).map_err(|error| plain(&error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_with_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prometheus.yml");
        fs::write(&path, "a: 1\n").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        #[cfg(unix)]
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o640);
        fs::set_permissions(&path, permissions).unwrap();
        write(&path, &Source::new("x", "a: 1\n"), "a: 2\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 2\n");
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777,
            0o640
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prometheus.yml");
        fs::write(&path, "a: 3\n").unwrap();
        let error = write(&path, &Source::new("x", "a: 1\n"), "a: 2\n").unwrap_err();
        assert_eq!(error, "it has changed since it was read");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 3\n");
    }

    #[test]
    fn a_read_only_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prometheus.yml");
        fs::write(&path, "a: 1\n").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(write(&path, &Source::new("x", "a: 1\n"), "a: 2\n").unwrap_err(), "it is read-only");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 1\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("real.yml");
        fs::write(&target, "a: 1\n").unwrap();
        let link = folder.path().join("prometheus.yml");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(write(&link, &Source::new("x", "a: 1\n"), "a: 2\n").unwrap_err().contains("symbolic link"));
        assert_eq!(fs::read_to_string(&target).unwrap(), "a: 1\n");
    }
}
