//! Metrics dumps: those that arguments name, and those of settings.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::CheckArgs;
use crate::cli::output::Stop;
use crate::cli::settings::InForce;
use crate::exposition::has_samples;
use crate::finding::{nearest, short};
use crate::io::read_dump;
use crate::lint::{Configuration, FileError, Surroundings};
use crate::rules::{Dumps, JobDump};
use crate::settings::{JobPattern, TargetVersion};
use crate::source::Source;

/// The dumps that settings name, and the jobs that they are of.
pub(in crate::cli) fn linked(in_force: &InForce) -> impl Iterator<Item = (&JobPattern, PathBuf)> {
    let folder = in_force.root.relative_to_current();
    let entries = in_force.settings.metrics.value().map_or(&[][..], |jobs| jobs.entries());
    let of_jobs = entries.iter().filter_map(|(job, paths)| Some((job.value()?, paths.value()?)));
    of_jobs.flat_map(move |(job, paths)| {
        let folder = folder.clone();
        paths.iter().filter_map(move |path| Some((job, folder.join(&**path.value()?))))
    })
}

/// Reads dumps, each once.
pub(in crate::cli) struct DumpReader {
    max_size: u64,
    /// Those that arguments name; settings name none then that count.
    named: Option<Dumps>,
    known: HashMap<PathBuf, Option<Arc<Source>>>,
    failures: Vec<FileError>,
    /// The jobs of the files that are checked.
    jobs: BTreeSet<String>,
}

impl DumpReader {
    /// Reads dumps of this size in bytes and smaller.
    pub(in crate::cli) fn up_to(max_size: u64) -> Self {
        let (known, failures, jobs) = Default::default();
        Self { max_size, named: None, known, failures, jobs }
    }

    /// Reads the dumps that arguments name.
    pub(super) fn new(arguments: &CheckArgs) -> Result<Self, Stop> {
        let mut reader = Self::up_to(arguments.max_size());
        let mut named = Vec::new();
        for word in &arguments.metrics {
            let (job, path) = parts(word)?;
            named.extend(reader.read(Path::new(path)).map(|source| JobDump { job, source }));
        }
        reader.named = (!arguments.metrics.is_empty()).then(|| named.into_iter().collect());
        Ok(reader)
    }

    /// The dumps for files with these settings.
    pub(super) fn of(&mut self, in_force: &InForce) -> Dumps {
        if let Some(named) = &self.named {
            return named.clone();
        }
        linked(in_force)
            .filter_map(|(job, path)| Some(JobDump { job: Some(job.clone()), source: self.read(&path)? }))
            .collect()
    }

    /// Notes the jobs of a file, so that dumps of other ones are told.
    pub(super) fn note_jobs(&mut self, source: &Source, around: &dyn Surroundings, target: TargetVersion) {
        let Some(named) = &self.named else { return };
        let configuration = Configuration::load(source.clone(), around, target);
        let jobs: Vec<&str> = configuration.jobs().map(|at| at.job.name()).collect();
        if jobs.len() > 1 {
            for dump in named.iter().filter(|dump| dump.job.is_none()) {
                let path = dump.source.path.clone();
                let reason = format!(
                    "{} has several jobs; say which of them this dump is of, `--metrics JOB={path}`: {}",
                    source.path,
                    names(&jobs)
                );
                self.failures.push(FileError { path, reason });
            }
        }
        self.jobs.extend(jobs.into_iter().map(str::to_owned));
    }

    /// The dumps that were read, or should have been.
    pub(super) fn paths(&self) -> impl Iterator<Item = PathBuf> {
        let mut paths: Vec<PathBuf> = self.known.keys().cloned().collect();
        paths.sort();
        paths.into_iter()
    }

    /// Notes what else could not be done.
    pub(super) fn note_failures(&mut self, failures: Vec<FileError>) {
        self.failures.extend(failures);
    }

    /// What could not be done.
    pub(in crate::cli) fn take_failures(&mut self) -> Vec<FileError> {
        let jobs: Vec<&str> = self.jobs.iter().map(String::as_str).collect();
        for dump in self.named.iter().flat_map(Dumps::iter) {
            let Some(job) = &dump.job else { continue };
            if jobs.iter().any(|name| job.matches(name)) {
                continue;
            }
            let known = match nearest(job.as_str(), &jobs) {
                Some(near) => format!("did you mean {}?", short(near)),
                None if jobs.is_empty() => "there are no jobs in what is checked".to_owned(),
                None => format!("the jobs are {}", names(&jobs)),
            };
            let reason =
                format!("is of no job that is checked: there is no {}; {known}", short(job.as_str()));
            self.failures.push(FileError { path: dump.source.path.clone(), reason });
        }
        std::mem::take(&mut self.failures)
    }

    /// The text of a dump; nothing if it cannot be read, which is a failure.
    pub(in crate::cli) fn read(&mut self, path: &Path) -> Option<Arc<Source>> {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let source = match read_dump(path, self.max_size) {
            Ok(source) => {
                // What Prometheus would refuse of it, the rule `refused-scrape` tells.
                if !has_samples(&source.text) {
                    let reason = "is no metrics dump: there is no sample in it".to_owned();
                    self.failures.push(FileError { path: source.path.clone(), reason });
                }
                Some(Arc::new(source))
            }
            Err(failure) => {
                self.failures.push(failure);
                None
            }
        };
        self.known.insert(path.to_path_buf(), source.clone());
        source
    }
}

/// The job and the file of an argument. A file that is there under the whole name is one without a job.
fn parts(word: &str) -> Result<(Option<JobPattern>, &str), Stop> {
    match word.split_once('=') {
        Some((job, path)) if !Path::new(word).is_file() => {
            let pattern =
                JobPattern::new(job).filter(|_| !job.is_empty() && !path.is_empty()).ok_or_else(|| {
                    Stop::Said(format!("--metrics takes FILE or JOB=FILE, not {}", short(word)))
                })?;
            Ok((Some(pattern), path))
        }
        _ => Ok((None, word)),
    }
}

fn names(jobs: &[&str]) -> String {
    const SHOWN: usize = 20;
    let names: Vec<String> = jobs.iter().take(SHOWN).map(|name| short(name)).collect();
    let more = if jobs.len() > SHOWN { format!(" and {} more", jobs.len() - SHOWN) } else { String::new() };
    names.join(", ") + &more
}
