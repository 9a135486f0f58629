//! Reads and checks the files of a run, with those that they name.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::CheckArgs;
use super::ruling::{Ruling, Rulings};
use crate::cli::{CLEAN, FINDINGS, INCOMPLETE};
use crate::io::{Folder, Input, read, read_stdin};
use crate::lint::{
    FileError, FileReport, Followed, Inherited, Report, check_among, check_family, check_followed,
};
use crate::source::Source;

/// The name of standard input where none is given.
const STDIN: &str = "-";

/// How a file came into the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    FromStdin,
    ByName,
    FromFolder,
    /// Another file names it; it was not asked for.
    Followed,
    /// It says how others are to be checked: settings, or a baseline.
    Beside,
}

/// A file of the run.
pub(super) struct Checked {
    pub(super) came: Came,
    pub(super) report: FileReport,
    /// What its jobs take from the file that names it.
    pub(super) inherited: Option<Inherited>,
    /// What lies around the file.
    pub(super) folder: Folder,
    /// What it is checked with.
    pub(super) ruling: Rc<Ruling>,
}

impl Came {
    /// Whether the file was asked for, so that it may be changed.
    pub(super) fn is_asked_for(self) -> bool {
        !matches!(self, Self::Followed | Self::Beside)
    }
}

impl Checked {
    /// Checks another text in the file's place.
    pub(super) fn check(&self, source: Source) -> FileReport {
        match &self.inherited {
            Some(inherited) => check_followed(source, &self.ruling.options, &self.folder, inherited),
            None => check_among(source, &self.ruling.options, &self.folder),
        }
    }
}

/// The files of a run.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) files: Vec<Checked>,
    pub(super) failures: Vec<FileError>,
}

/// Reads and checks all inputs. A file that cannot be read does not stop the others.
pub(super) fn gather(inputs: Vec<Input>, rulings: &mut Rulings<'_>, arguments: &CheckArgs) -> Gathered {
    let mut gathered = Gathered::default();
    let mut followed = Vec::new();
    for input in inputs {
        let (came, path) = match input {
            Input::Stdin => {
                (Came::FromStdin, arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from(STDIN)))
            }
            Input::Named(path) => (Came::ByName, path),
            Input::Found(path) => (Came::FromFolder, path),
        };
        let ruling = match rulings.of_file(&path) {
            Ok(ruling) => ruling,
            Err(failure) => {
                gathered.failures.push(failure);
                rulings.without_settings()
            }
        };
        let name = path.to_string_lossy();
        if came == Came::FromFolder && ruling.excludes(&name) {
            continue;
        }
        let source = match came {
            Came::FromStdin => read_stdin(&name, arguments.max_size()),
            _ => read(&path, arguments.max_size()),
        };
        match source {
            Ok(source) => {
                let folder = Folder::of(&path, arguments.max_size());
                rulings.dumps.note_jobs(&source, &folder, ruling.options.target_version);
                let family = check_family(source, &ruling.options, &folder);
                let others = family.followed.into_iter();
                followed.extend(others.map(|file| (file, folder.clone(), Rc::clone(&ruling))));
                gathered.failures.extend(family.failures);
                gathered.files.push(Checked { came, report: family.main, inherited: None, folder, ruling });
            }
            Err(failure) => gathered.failures.push(failure),
        }
    }
    gathered.add_followed(followed);
    gathered.add_settings(rulings);
    gathered
}

impl Gathered {
    /// Adds files that others name. One that was asked for too is judged as what the other says it is.
    fn add_followed(&mut self, followed: Vec<(Followed, Folder, Rc<Ruling>)>) {
        if followed.is_empty() {
            return;
        }
        let mut known: HashMap<PathBuf, usize> = HashMap::new();
        for (at, file) in self.files.iter().enumerate().filter(|(_, file)| file.came != Came::FromStdin) {
            known.insert(canonical(&file.report.source.path), at);
        }
        let asked_for = self.files.len();
        for (Followed { report, inherited }, folder, ruling) in followed {
            match known.get(&canonical(&report.source.path)) {
                Some(&at) if at < asked_for => {
                    let file = &mut self.files[at];
                    file.report = FileReport { source: std::mem::take(&mut file.report.source), ..report };
                    file.inherited = inherited;
                    file.folder = folder;
                    file.ruling = ruling;
                }
                Some(_) => {}
                None => {
                    known.insert(canonical(&report.source.path), self.files.len());
                    self.files.push(Checked { came: Came::Followed, report, inherited, folder, ruling });
                }
            }
        }
    }

    /// Adds the files of settings with which something is wrong.
    fn add_settings(&mut self, rulings: &Rulings<'_>) {
        let known: Vec<PathBuf> = self.files.iter().map(|file| canonical(&file.report.source.path)).collect();
        for report in rulings.broken_settings() {
            if known.contains(&canonical(&report.source.path)) {
                continue;
            }
            let folder = Folder::of(Path::new(&report.source.path), 0);
            let ruling = rulings.without_settings();
            self.files.push(Checked { came: Came::Beside, report, inherited: None, folder, ruling });
        }
    }

    /// The files that were looked at, or would have been.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let read = self.files.iter().map(|file| &file.report.source.path);
        read.chain(self.failures.iter().map(|failure| &failure.path)).map(PathBuf::from)
    }

    /// Whether there is a finding that the command fails for.
    fn fails(&self) -> bool {
        let counts = |file: &Checked| {
            file.report.findings.iter().any(|finding| finding.severity >= file.ruling.fail_on)
        };
        self.files.iter().any(counts)
    }

    /// How the command ends.
    pub(super) fn outcome(&self) -> u8 {
        let is_complete = self.failures.is_empty() && self.files.iter().all(|file| !file.report.incomplete);
        match (is_complete && !self.has_skipped_a_named_file(), self.fails()) {
            (false, _) => INCOMPLETE,
            (true, true) => FINDINGS,
            (true, false) => CLEAN,
        }
    }

    /// Whether a file was asked for by name that is not one to be judged here.
    fn has_skipped_a_named_file(&self) -> bool {
        let is_named = |file: &Checked| matches!(file.came, Came::ByName | Came::FromStdin);
        self.files.iter().any(|file| is_named(file) && file.report.skipped.is_some())
    }

    pub(super) fn into_report(mut self) -> Report {
        let fail_on = |file: &Checked| (file.report.source.path.clone(), file.ruling.fail_on);
        let fail_on = self.files.iter().map(fail_on).collect();
        let mut files: Vec<FileReport> = self.files.into_iter().map(|file| file.report).collect();
        files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        self.failures.sort();
        self.failures.dedup();
        Report { files, failures: self.failures, fail_on }
    }
}

fn canonical(path: &str) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| Path::new(path).to_path_buf())
}
