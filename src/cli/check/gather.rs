//! Reads and checks the files of a run, with those that they name.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::CheckArgs;
use crate::io::{Folder, Input, read, read_stdin};
use crate::lint::{FileError, FileReport, Followed, Inherited, Options, Report, check_family};

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
}

/// A file of the run.
pub(super) struct Checked {
    pub(super) came: Came,
    pub(super) report: FileReport,
    /// What its jobs take from the file that names it.
    pub(super) inherited: Option<Inherited>,
    /// What lies around the file.
    pub(super) folder: Folder,
}

/// The files of a run.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) files: Vec<Checked>,
    pub(super) failures: Vec<FileError>,
}

/// Reads and checks all inputs. A file that cannot be read does not stop the others.
pub(super) fn gather(inputs: Vec<Input>, options: &Options, arguments: &CheckArgs) -> Gathered {
    let mut gathered = Gathered::default();
    let mut followed = Vec::new();
    for input in inputs {
        let (came, source, path) = match input {
            Input::Stdin => {
                let name = arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from(STDIN));
                (Came::FromStdin, read_stdin(&name.to_string_lossy(), arguments.max_size()), name)
            }
            Input::Named(path) => (Came::ByName, read(&path, arguments.max_size()), path),
            Input::Found(path) => (Came::FromFolder, read(&path, arguments.max_size()), path),
        };
        match source {
            Ok(source) => {
                let folder = Folder::of(&path, arguments.max_size());
                let family = check_family(source, options, &folder);
                followed.extend(family.followed.into_iter().map(|file| (file, folder.clone())));
                gathered.failures.extend(family.failures);
                gathered.files.push(Checked { came, report: family.main, inherited: None, folder });
            }
            Err(failure) => gathered.failures.push(failure),
        }
    }
    gathered.add_followed(followed);
    gathered
}

impl Gathered {
    /// Adds files that others name. One that was asked for too is judged as what the other says it is.
    fn add_followed(&mut self, followed: Vec<(Followed, Folder)>) {
        if followed.is_empty() {
            return;
        }
        let mut known: HashMap<PathBuf, usize> = HashMap::new();
        for (at, file) in self.files.iter().enumerate().filter(|(_, file)| file.came != Came::FromStdin) {
            known.insert(canonical(&file.report.source.path), at);
        }
        let asked_for = self.files.len();
        for (Followed { report, inherited }, folder) in followed {
            match known.get(&canonical(&report.source.path)) {
                Some(&at) if at < asked_for => {
                    let file = &mut self.files[at];
                    file.report = FileReport { source: std::mem::take(&mut file.report.source), ..report };
                    file.inherited = inherited;
                    file.folder = folder;
                }
                Some(_) => {}
                None => {
                    known.insert(canonical(&report.source.path), self.files.len());
                    self.files.push(Checked { came: Came::Followed, report, inherited, folder });
                }
            }
        }
    }

    /// Whether a file was asked for by name that is not one to be judged here.
    pub(super) fn has_skipped_a_named_file(&self) -> bool {
        let is_named = |file: &Checked| matches!(file.came, Came::ByName | Came::FromStdin);
        self.files.iter().any(|file| is_named(file) && file.report.skipped.is_some())
    }

    pub(super) fn into_report(mut self) -> Report {
        let mut files: Vec<FileReport> = self.files.into_iter().map(|file| file.report).collect();
        files.sort_by(|a, b| a.source.path.cmp(&b.source.path));
        self.failures.sort();
        self.failures.dedup();
        Report { files, failures: self.failures }
    }
}

fn canonical(path: &str) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| Path::new(path).to_path_buf())
}
