//! Packs of the user.

use std::path::{Path, PathBuf};

use super::output::Stop;
use super::settings::InForce;
use crate::cardinality::{Pack, Packs};
use crate::io::{DEFAULT_MAX_SIZE, read};
use crate::lint::FileError;

/// The packs that settings name, and those that could not be read.
pub(super) fn read_packs(in_force: &InForce) -> (Packs, Vec<FileError>) {
    read_all(paths(in_force).iter().map(PathBuf::as_path))
}

/// The packs that settings name; one that cannot be read ends the run.
pub(super) fn packs(in_force: &InForce) -> Result<Packs, Stop> {
    let (packs, failures) = read_packs(in_force);
    failures.into_iter().next().map_or(Ok(packs), |failure| Err(failure.into()))
}

/// Where the packs are that settings name.
pub(super) fn paths(in_force: &InForce) -> Vec<PathBuf> {
    let folder = in_force.root.relative_to_current();
    in_force.settings.packs.values().map(|path| folder.join(&**path)).collect()
}

/// Reads packs.
pub(super) fn read_all<'p>(paths: impl Iterator<Item = &'p Path>) -> (Packs, Vec<FileError>) {
    let mut failures = Vec::new();
    let mut packs = Vec::new();
    for path in paths {
        let pack = read(path, DEFAULT_MAX_SIZE).and_then(|source| {
            Pack::read(&source.text).map_err(|reason| FileError {
                path: source.path.clone(),
                reason: format!("is no pack: {reason}"),
            })
        });
        match pack {
            Ok(pack) => packs.push(pack),
            Err(failure) => failures.push(failure),
        }
    }
    (packs.into_iter().collect(), failures)
}
