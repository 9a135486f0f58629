//! Tests that are written along.

use std::path::{Path, PathBuf, absolute};

use crate::cli::output::{Stop, to_stderr};
use crate::cli::test::Disk;
use crate::io::{DEFAULT_MAX_SIZE, create};
use crate::lint::{FileError, Surroundings};
use crate::reltest::{Material, Purpose, read};
use crate::source::Source;

/// Why a dump of standard input is not tested.
pub(super) const GONE: &str = "tests need a dump in a file; standard input is gone afterwards";

/// A file of tests that is to be written.
pub(super) struct TestsFile<'a> {
    path: &'a Path,
}

/// A configuration as it will be when it is written.
pub(super) struct Planned<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl<'a> TestsFile<'a> {
    /// Sees that there is no such file yet.
    pub(super) fn new(path: &'a Path) -> Result<Self, Stop> {
        match path.symlink_metadata() {
            Ok(_) => {
                let words =
                    "is there already, and may have tests of yours; choose another name for --with-tests";
                Err(Stop::Said(format!("{} {words}", path.display())))
            }
            Err(_) if absolute_of(path)?.parent().is_some_and(Path::is_dir) => Ok(Self { path }),
            Err(_) => Err(Stop::Said(format!("{}: there is no such folder", path.display()))),
        }
    }

    /// How a file is named in it.
    pub(super) fn name_of(&self, path: &Path) -> Result<String, Stop> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let (from, to) = (absolute_of(folder)?, absolute_of(path)?);
        let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
        let up = from.components().skip(common).map(|_| Path::new(".."));
        let down = to.components().skip(common);
        let parts: PathBuf = up.chain(down.map(|part| Path::new(part.as_os_str()))).collect();
        Ok(parts.to_string_lossy().into_owned())
    }

    /// How dumps are named in it, but for that of standard input, which is gone afterwards.
    pub(super) fn names_of_dumps<'d>(
        &self,
        dumps: impl Iterator<Item = &'d str>,
    ) -> Result<Vec<String>, Stop> {
        dumps.filter(|dump| *dump != "-").map(|dump| self.name_of(Path::new(dump))).collect()
    }

    /// Runs the tests, with a configuration as it will be.
    pub(super) fn prove(&self, text: &str, planned: Option<Planned<'_>>) -> Result<(), Stop> {
        let material = Future { disk: Disk::around(self.path, DEFAULT_MAX_SIZE), file: self, planned };
        let source = Source::new(self.path.to_string_lossy(), text);
        let suite = read(source, &material, Purpose::Judge);
        let failed = match &suite {
            Ok(suite) => suite.run().into_iter().find(|test| !test.passed()).map(|test| test.name),
            Err(report) => report.findings.first().map(|finding| finding.message.clone()),
        };
        match failed {
            None => Ok(()),
            Some(what) => Err(Stop::Said(format!(
                "the tests would not pass ({what}), so nothing was written; please report this"
            ))),
        }
    }

    pub(super) fn write(&self, text: &str) -> Result<(), Stop> {
        let shown = self.path.display();
        create(self.path, |out| out.write_all(text.as_bytes()))
            .map_err(|reason| Stop::Said(format!("{shown}: cannot be written: {reason}")))?;
        to_stderr(|out| writeln!(out, "tests of that are in {shown}: `scrapelint test {shown}`"))
    }
}

fn absolute_of(path: &Path) -> Result<PathBuf, Stop> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    Ok(absolute(path)?)
}

/// What lies around tests, with a configuration that is not written yet.
struct Future<'a> {
    disk: Disk,
    file: &'a TestsFile<'a>,
    planned: Option<Planned<'a>>,
}

impl Material for Future<'_> {
    fn read(&self, path: &str) -> Result<Source, FileError> {
        let is_planned =
            |planned: &&Planned<'_>| self.file.name_of(planned.path).is_ok_and(|name| name == path);
        match self.planned.as_ref().filter(is_planned) {
            Some(planned) => Ok(Source::new(path, planned.text)),
            None => self.disk.read(path),
        }
    }

    fn around(&self, path: &str) -> Box<dyn Surroundings> {
        Material::around(&self.disk, path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.disk.variable(name)
    }
}
