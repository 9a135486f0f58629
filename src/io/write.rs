//! Writing so that a file is the old one or the new one, never half of either.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

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
    let mut file = beside(path).map_err(|error| plain(&error))?;
    file.write_all(&old.encode(new)).map_err(|error| plain(&error))?;
    put(file, path, Some(metadata.permissions())).map_err(|error| plain(&error))
}

/// Makes a file, or replaces one, with what `write` writes. A symbolic link is followed; a device or a pipe is written to
/// as it is.
///
/// # Errors
/// What `write` fails with, or that the file cannot be made.
pub fn create(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    replace(path, write).map_err(|error| plain(&error))
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let old = fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(path)?);
        return write(&mut out).and_then(|()| out.flush());
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    let file = beside(&path)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    put(out.into_inner()?, &path, old.map(|old| old.permissions()))
}

/// A new file in the folder of another.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // As for any new file; the user's mask takes away from it.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(".scrapelint-").tempfile_in(folder)
}

/// Puts a new file in the place of another, with the permissions of that one.
fn put(file: NamedTempFile, path: &Path, permissions: Option<fs::Permissions>) -> io::Result<()> {
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
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
    fn a_new_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        let broken = |out: &mut dyn Write| out.write_all(b"half").and(Err(io::Error::other("no more")));
        create(&path, broken).unwrap_err();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        create(&path, |out| out.write_all(b"whole")).unwrap();
        create(&path, broken).unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_behind_a_link_or_in_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        create(&link, |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        create(Path::new("/dev/null"), |out| out.write_all(b"new")).unwrap();
        let plain = folder.path().join("plain");
        fs::write(&plain, "").unwrap();
        let fresh = folder.path().join("fresh");
        create(&fresh, |_| Ok(())).unwrap();
        let mode = |path| std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions());
        assert_eq!(mode(&fresh), mode(&plain));
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
