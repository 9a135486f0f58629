//! Checks a configuration together with the files that it names: jobs in `scrape_config_files`, targets in
//! `file_sd_configs`.

use std::collections::HashMap;
use std::sync::Arc;

use super::check::{Checked, check_inheriting, check_source};
use super::{FileKind, FileReport, Options};
use crate::config::{Config, GlobalConfig};
use crate::rules::{Files, NoFiles};
use crate::source::Source;

/// What lies around a configuration, and can be read.
pub trait Surroundings: Files {
    /// The files that a path or pattern of the configuration stands for, sorted; or, in their place, why one cannot be
    /// read.
    fn matching(&self, pattern: &str) -> Vec<Result<Source, FileError>>;
}

impl Surroundings for NoFiles {
    fn matching(&self, _: &str) -> Vec<Result<Source, FileError>> {
        Vec::new()
    }
}

/// A file with which something could not be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileError {
    /// Its path.
    pub path: String,
    /// What could not be done, and why: `cannot be read: no such file or directory`.
    pub reason: String,
}

/// What the jobs of a file take from the configuration that names it.
#[derive(Clone, Debug)]
pub struct Inherited {
    pub(super) global: Arc<GlobalConfig>,
    /// Job names that are taken, each with the file that took it.
    pub(super) taken: Arc<HashMap<String, String>>,
}

/// A file that a configuration names, and what it was checked with.
#[derive(Clone, Debug)]
pub struct Followed {
    /// What was found in it.
    pub report: FileReport,
    /// What its jobs inherit; nothing for a file of targets.
    pub inherited: Option<Inherited>,
}

/// A configuration and the files that it names.
#[derive(Debug)]
pub struct Family {
    /// The configuration.
    pub main: FileReport,
    /// The files, in the order in which Prometheus reads them.
    pub followed: Vec<Followed>,
    /// Those that could not be read.
    pub failures: Vec<FileError>,
}

/// Checks a file, and those that it names if it is a Prometheus configuration.
///
/// Prometheus reads `scrape_config_files` at start and refuses to start if one is wrong (config/config.go,
/// `GetScrapeConfigs`); files of targets it reads later, and goes on without those that it cannot use.
pub fn check_family(source: Source, options: &Options, around: &dyn Surroundings) -> Family {
    let Checked { report: main, config } = check_source(source, options, around);
    let mut family = Family { main, followed: Vec::new(), failures: Vec::new() };
    if let Some(config) = config.filter(|_| family.main.kind == FileKind::Prometheus) {
        family.follow(config, options, around);
    }
    family
}

/// Checks anew a file that [`check_family`] followed, or one that is to take its place.
pub fn check_followed(
    source: Source,
    options: &Options,
    files: &dyn Files,
    inherited: &Inherited,
) -> FileReport {
    check_inheriting(source, options, files, inherited).report
}

impl Family {
    fn follow(&mut self, config: Config, options: &Options, around: &dyn Surroundings) {
        let names = |config: &Config| config.jobs().map(|job| job.name().to_owned()).collect::<Vec<_>>();
        let mut taken: HashMap<String, String> =
            names(&config).into_iter().map(|name| (name, MAIN_FILE.to_owned())).collect();
        let job_patterns = texts(config.scrape_config_files.values());
        let mut target_patterns = target_files(&config);
        let global = Arc::new(config.global.into_value().unwrap_or_default().for_other_file());
        for pattern in job_patterns {
            for source in self.read(&pattern, around) {
                let inherited = Inherited { global: Arc::clone(&global), taken: Arc::new(taken.clone()) };
                let checked = check_inheriting(source, options, around, &inherited);
                if let Some(config) = &checked.config {
                    target_patterns.extend(target_files(config));
                    for name in names(config) {
                        taken.entry(name).or_insert_with(|| format!("{:?}", checked.report.source.path));
                    }
                }
                self.followed.push(Followed { report: checked.report, inherited: Some(inherited) });
            }
        }
        target_patterns.sort();
        target_patterns.dedup();
        let options = Options { kind: Some(FileKind::FileSd), ..options.clone() };
        for pattern in target_patterns {
            for source in self.read(&pattern, around) {
                let report = check_source(source, &options, around).report;
                self.followed.push(Followed { report, inherited: None });
            }
        }
    }

    fn read(&mut self, pattern: &str, around: &dyn Surroundings) -> Vec<Source> {
        let mut sources = Vec::new();
        for file in around.matching(pattern) {
            match file {
                Ok(source) => sources.push(source),
                Err(failure) => self.failures.push(failure),
            }
        }
        sources
    }
}

/// How Prometheus calls the file that names the others.
const MAIN_FILE: &str = "main config file";

/// Patterns of the files that hold targets.
fn target_files(config: &Config) -> Vec<String> {
    let of_jobs = config.jobs().flat_map(|job| job.file_sd_configs.values());
    let managers = config.alerting.value().into_iter().flat_map(|alerting| alerting.alertmanagers.values());
    let of_managers = managers.flat_map(|manager| manager.file_sd_configs.values());
    texts(of_jobs.chain(of_managers).flat_map(|files| files.files.values()))
}

fn texts<T: AsRef<str>>(texts: impl Iterator<Item = T>) -> Vec<String> {
    texts.map(|text| text.as_ref().to_owned()).collect()
}
