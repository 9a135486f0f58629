//! Reading with a limit.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use crate::lint::FileError;
use crate::source::Source;

/// Bytes of a file that are read at most, unless the user says otherwise.
pub const DEFAULT_MAX_SIZE: u64 = 256 << 20;
/// Places are 32 bits wide; UTF-16 grows by half when it is decoded.
const HARD_MAX_SIZE: u64 = 2 << 30;

/// Reads a file as a source of this name.
///
/// # Errors
/// That it cannot be read, is no file, or has more than `max_size` bytes.
pub fn read(path: &Path, max_size: u64) -> Result<Source, FileError> {
    let name = path.to_string_lossy().into_owned();
    let unreadable =
        |reason: String| FileError { path: name.clone(), reason: format!("cannot be read: {reason}") };
    let file = File::open(path).map_err(|error| unreadable(plain(&error)))?;
    let metadata = file.metadata().map_err(|error| unreadable(plain(&error)))?;
    if metadata.is_dir() {
        return Err(unreadable("it is a folder".to_owned()));
    }
    if metadata.is_file() && metadata.len() > max_size {
        return Err(unreadable(too_large(max_size)));
    }
    read_from(file, &name, max_size, length(&metadata)).map_err(unreadable)
}

/// Reads standard input as a source of this name.
///
/// # Errors
/// That it cannot be read, or has more than `max_size` bytes.
pub fn read_stdin(name: &str, max_size: u64) -> Result<Source, FileError> {
    read_from(io::stdin().lock(), name, max_size, 0)
        .map_err(|reason| FileError { path: name.to_owned(), reason: format!("cannot be read: {reason}") })
}

/// Reads all there is; `expected` bytes are made room for beforehand, so that large files need not be moved.
pub(super) fn read_from(
    reader: impl Read,
    name: &str,
    max_size: u64,
    expected: u64,
) -> Result<Source, String> {
    let max_size = max_size.min(HARD_MAX_SIZE);
    let mut bytes = Vec::new();
    // What asks for more than there is memory fails when it is read.
    _ = bytes.try_reserve_exact(usize::try_from(expected.min(max_size)).unwrap_or(0));
    // One byte more tells a file of just this size from a longer one.
    reader.take(max_size + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() as u64 > max_size {
        return Err(too_large(max_size));
    }
    Ok(Source::decode(name, bytes))
}

/// How long a file is, as far as that is known without reading.
pub(super) fn length(metadata: &Metadata) -> u64 {
    if metadata.is_file() { metadata.len() } else { 0 }
}

fn too_large(max_size: u64) -> String {
    format!("it is larger than {} MiB; raise `--max-file-size` if it is meant to be", max_size >> 20)
}

/// An error in words without its number.
pub(super) fn plain(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether two paths are the same file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
