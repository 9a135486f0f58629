//! A configuration with all its jobs, those in `scrape_config_files` too, for those who run it.

use super::FileKind;
use super::follow::{FileError, Surroundings};
use super::kind::kind_of;
use super::scrub::scrub;
use crate::config::{
    Config, GlobalConfig, Loaded, Mode, ScrapeConfig, accepts, load, load_job_list, load_jobs, secrets,
};
use crate::settings::TargetVersion;
use crate::source::{LineIndex, Source, Span};
use crate::yaml::parse;

/// A configuration and the files that it names for more jobs.
#[derive(Debug)]
pub struct Configuration {
    /// The configuration itself.
    pub main: ConfigFile,
    /// Files named by `scrape_config_files`, in the order in which Prometheus reads them.
    pub others: Vec<ConfigFile>,
    /// Files that could not be read.
    pub failures: Vec<FileError>,
    no_global: GlobalConfig,
}

/// A file with jobs.
#[derive(Debug)]
pub struct ConfigFile {
    /// Its text.
    pub source: Source,
    /// What it was taken for.
    pub kind: FileKind,
    /// What it says, as far as it could be decoded.
    pub config: Config,
    /// What Prometheus would say on refusing it, without secrets; nothing if it takes it.
    pub refusal: Option<String>,
    /// Whether it is YAML to its end.
    pub is_yaml: bool,
    lines: LineIndex,
}

/// A job, and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct JobAt<'c> {
    /// The file.
    pub file: &'c ConfigFile,
    /// The job.
    pub job: &'c ScrapeConfig,
}

impl ConfigFile {
    fn load(
        source: Source,
        target: TargetVersion,
        load: impl FnOnce(&crate::yaml::Document<'_>, FileKind) -> Loaded,
    ) -> Self {
        let (document, syntax) = parse(&source.text);
        let kind = kind_of(&document, &source.path, syntax.is_some());
        let mut loaded = load(&document, kind);
        loaded.errors.retain(|error| !accepts(target.version(), &document, error));
        let is_yaml = source.not_text.is_none() && syntax.is_none();
        let mut refusal = match (&source.not_text, syntax) {
            (Some(_), _) => Some("it is no text in UTF-8".to_owned()),
            (None, Some(syntax)) => Some(syntax.prometheus.unwrap_or(syntax.problem)),
            (None, None) => loaded.prometheus_error(&document),
        };
        if let Some(words) = &mut refusal {
            scrub(&source.text, &secrets(&document), words);
        }
        Self { lines: LineIndex::new(&source.text), kind, config: loaded.config, refusal, is_yaml, source }
    }

    /// The line of a place, from 1.
    pub fn line(&self, span: Span) -> usize {
        self.lines.line(span.start as usize) + 1
    }

    /// Lines by offset.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }
}

impl Configuration {
    /// Loads a configuration, a file of jobs or a bare list of jobs, and what it names, as it is for `target`.
    pub fn load(source: Source, around: &dyn Surroundings, target: TargetVersion) -> Self {
        let main = ConfigFile::load(source, target, |document, kind| match kind {
            FileKind::JobList => load_job_list(document),
            _ => load(document, Mode::Server),
        });
        let mut configuration =
            Self { main, others: Vec::new(), failures: Vec::new(), no_global: GlobalConfig::default() };
        let patterns = configuration.main.config.scrape_config_files.values();
        let sources: Vec<_> = patterns.flat_map(|pattern| around.matching(pattern)).collect();
        for source in sources {
            match source {
                Ok(source) => {
                    let file = ConfigFile::load(source, target, |document, _| {
                        load_jobs(document, configuration.global())
                    });
                    configuration.others.push(file);
                }
                Err(failure) => configuration.failures.push(failure),
            }
        }
        configuration
    }

    /// Its `global`.
    pub fn global(&self) -> &GlobalConfig {
        self.main.config.global.value().unwrap_or(&self.no_global)
    }

    /// The files, the main one first.
    pub fn files(&self) -> impl Iterator<Item = &ConfigFile> {
        std::iter::once(&self.main).chain(&self.others)
    }

    /// All jobs that could be decoded.
    pub fn jobs(&self) -> impl Iterator<Item = JobAt<'_>> {
        self.files().flat_map(|file| file.config.jobs().map(move |job| JobAt { file, job }))
    }
}
