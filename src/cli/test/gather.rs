//! Reads and runs the tests of a run, and updates them if that is asked for.

use std::env;
use std::path::{Path, PathBuf};

use super::TestArgs;
use crate::io::{Folder, Input, read, write};
use crate::lint::{FileError, FileKind, FileReport, Suppressed, Surroundings};
use crate::reltest::{self, Material, Purpose, Suite, Updated, is_relabel_test};
use crate::report::SuiteResult;
use crate::source::Source;

/// What became of the files of a run.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) suites: Vec<SuiteResult>,
    /// Files of tests with something wrong in them; none of their tests ran.
    pub(super) broken: Vec<FileReport>,
    /// Files that are none of tests, though they are called so.
    pub(super) skipped: Vec<FileReport>,
    pub(super) failures: Vec<FileError>,
    /// The tests that were updated: path and name.
    pub(super) updated: Vec<(String, String)>,
}

impl Gathered {
    /// Whether all was done that was asked for.
    pub(super) fn is_complete(&self) -> bool {
        self.broken.is_empty() && self.failures.is_empty()
    }

    fn fail(&mut self, path: &str, reason: impl Into<String>) {
        self.failures.push(FileError { path: path.to_owned(), reason: reason.into() });
    }
}

/// Reads and runs all tests. A file that cannot be used does not stop the others.
pub(super) fn gather(inputs: Vec<Input>, arguments: &TestArgs) -> Gathered {
    let mut gathered = Gathered::default();
    for input in inputs {
        let Some(path) = input.path() else { continue };
        match read(path, arguments.max_size()) {
            Ok(source) if matches!(input, Input::Found(_)) && !is_relabel_test(&source) => {
                gathered.skipped.push(skipped(source));
            }
            Ok(source) => run_file(path, source, arguments, &mut gathered),
            Err(failure) => gathered.failures.push(failure),
        }
    }
    gathered
}

fn run_file(path: &Path, source: Source, arguments: &TestArgs, gathered: &mut Gathered) {
    let disk = Disk::around(path, arguments.max_size());
    let read = |source: Source, purpose: Purpose| -> Result<Suite, Box<FileReport>> {
        let mut suite = reltest::read(source, &disk, purpose)?;
        suite.select(|name| arguments.is_selected(name));
        Ok(suite)
    };
    let mut suite = match read(source, arguments.purpose()) {
        Ok(suite) => suite,
        Err(report) => return gathered.broken.push(*report),
    };
    if arguments.update {
        suite = update(path, suite, read, gathered);
    }
    let results = suite.run();
    gathered.suites.push(SuiteResult { source: suite.source, results });
}

/// Writes what is observed into a file, and reads it again.
fn update(
    path: &Path,
    suite: Suite,
    read: impl Fn(Source, Purpose) -> Result<Suite, Box<FileReport>>,
    gathered: &mut Gathered,
) -> Suite {
    let Updated { text, changed, left } = suite.updated();
    let name = suite.source.path.clone();
    for test in &left {
        let reason =
            format!("the test `{test}` cannot be updated as it is written: give it its `expect` by hand");
        gathered.fail(&name, reason);
    }
    if changed.is_empty() {
        return suite;
    }
    let new = Source { text, ..suite.source.clone() };
    let passes = |again: &Suite| again.run().iter().all(|test| test.passed() || left.contains(&test.name));
    let Some(again) = read(new, Purpose::Update).ok().filter(passes) else {
        // The file is left as it is rather than written with something in it that does not hold.
        gathered.fail(&name, "the updated tests would not pass, so nothing was written; please report this");
        return suite;
    };
    if let Err(reason) = write(path, &suite.source, &again.source.text) {
        gathered.fail(&name, format!("cannot be updated: {reason}"));
        return suite;
    }
    gathered.updated.extend(changed.into_iter().map(|test| (name.clone(), test)));
    again
}

fn skipped(source: Source) -> FileReport {
    FileReport {
        source,
        kind: FileKind::Unknown,
        findings: Vec::new(),
        prometheus_error: None,
        secrets: Vec::new(),
        skipped: Some("no tests of relabel rules".to_owned()),
        suppressed: Suppressed::default(),
        incomplete: false,
    }
}

/// The folder of a file of tests.
pub(in crate::cli) struct Disk {
    folder: PathBuf,
    max_size: u64,
}

impl Disk {
    /// Around this file.
    pub(in crate::cli) fn around(file: &Path, max_size: u64) -> Self {
        Self { folder: file.parent().map(Path::to_path_buf).unwrap_or_default(), max_size }
    }
}

impl Material for Disk {
    fn read(&self, path: &str) -> Result<Source, FileError> {
        read(&self.folder.join(path), self.max_size)
    }

    fn around(&self, path: &str) -> Box<dyn Surroundings> {
        Box::new(Folder::of(&self.folder.join(path), self.max_size))
    }

    fn variable(&self, name: &str) -> Option<String> {
        env::var(name).ok()
    }
}
