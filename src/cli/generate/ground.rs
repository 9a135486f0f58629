//! What is generated from: metrics dumps, and the job that they are of.

use std::path::{Path, PathBuf};

use clap::Args;

use super::into::refuse_unusable;
use super::options;
use super::tests::TestsFile;
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::cli::relabel::{Places, wrapper};
use crate::cli::settings::{SettingsArgs, SettingsFinder};
use crate::cli::size::MaxFileSize;
use crate::exposition::{Entry, Exposition, Outcome, Problem, has_samples};
use crate::generate::Trial;
use crate::io::{DEFAULT_MAX_SIZE, Folder, read, read_dump, write};
use crate::lint::{Configuration, FileReport, Options};
use crate::report::write_diff;
use crate::settings::TargetVersion;
use crate::source::{LineIndex, Source};

#[derive(Args)]
pub(super) struct GroundArgs {
    /// What targets of the job have answered: texts of scrapes, plain or compressed; `-` for standard input.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    metrics: Vec<PathBuf>,
    /// Prometheus's configuration that has the job, if it is not named with `--into`: its metric relabeling is run first.
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    config: Option<PathBuf>,
    /// Add to a job of this configuration instead of printing.
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// The job, where the configuration has several.
    #[arg(long, value_name = "NAME")]
    job: Option<String>,
    /// Show what `--into` would change, and change nothing.
    #[arg(long, requires = "into")]
    diff: bool,
    /// Write relabel tests of what is generated into a new file; `scrapelint test` runs them.
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    with_tests: Option<PathBuf>,
    /// The version of Prometheus that this is for: 2.30 to 3.14.
    #[arg(long, value_name = "X.Y")]
    target_version: Option<TargetVersion>,
    #[command(flatten)]
    max_file_size: MaxFileSize,
    /// Take no settings from any file.
    #[arg(long)]
    isolated: bool,
}

/// What the arguments name, read.
pub(super) struct Ground {
    pub(super) dumps: Vec<Source>,
    /// Whether Prometheus would take them all.
    pub(super) is_whole: bool,
    configuration: Option<(Source, String)>,
    folder: Folder,
    options: Options,
}

impl GroundArgs {
    pub(super) fn read(&self) -> Result<Ground, Stop> {
        if self.job.is_some() && self.path().is_none() {
            return Err(Stop::Said(
                "--job is of a configuration; name that with --config or --into".to_owned(),
            ));
        }
        let mut is_whole = true;
        let mut dumps = Vec::new();
        for path in &self.metrics {
            let dump = read_dump(path, self.max_file_size.bytes())?;
            is_whole &= is_taken(&dump)?;
            dumps.push(dump);
        }
        let options = self.options()?;
        let path = self.path().unwrap_or(Path::new("prometheus.yml"));
        let folder = Folder::of(path, DEFAULT_MAX_SIZE);
        let configuration =
            self.path().map(|path| self.configuration(path, &folder, options.target_version)).transpose()?;
        Ok(Ground { dumps, is_whole, configuration, folder, options })
    }

    fn path(&self) -> Option<&Path> {
        self.into.as_deref().or(self.config.as_deref())
    }

    /// The configuration to which something is to be added.
    pub(super) fn destination(&self) -> Option<&Path> {
        self.into.as_deref()
    }

    /// The file of tests that is to be written.
    pub(super) fn tests(&self) -> Result<Option<TestsFile<'_>>, Stop> {
        self.with_tests.as_deref().map(TestsFile::new).transpose()
    }

    fn configuration(
        &self,
        path: &Path,
        folder: &Folder,
        version: TargetVersion,
    ) -> Result<(Source, String), Stop> {
        let source = read(path, DEFAULT_MAX_SIZE)?;
        let configuration = Configuration::load(source.clone(), folder, version);
        refuse_unusable(&configuration)?;
        let places = Places {
            configuration: &configuration,
            wrapper: wrapper(version),
            job: self.job.as_deref(),
            remote: None,
        };
        let at = places.only_job()?;
        let other = &at.file.source.path;
        if *other != source.path {
            let (option, name) = (if self.into.is_some() { "into" } else { "config" }, at.job.name());
            return Err(Stop::Said(format!("the job `{name}` stands in {other}; name that with --{option}")));
        }
        Ok((source, at.job.name().to_owned()))
    }

    fn options(&self) -> Result<Options, Stop> {
        let arguments = SettingsArgs { config: None, isolated: self.isolated };
        let mut settings = SettingsFinder::new(&arguments)?;
        let in_force = match self.path() {
            Some(path) => settings.of_file(path)?,
            None => settings.here()?,
        };
        options(&in_force, self.target_version)
    }

    /// Writes another text of the configuration, if that is asked for, and shows the difference.
    pub(super) fn put(&self, path: &Path, trial: &Trial<'_>, after: &FileReport) -> Result<bool, Stop> {
        if !self.diff {
            let before = &trial.report().source;
            let unwritable = |reason| Stop::Said(format!("{}: cannot be written: {reason}", before.path));
            write(path, before, &after.source.text).map_err(unwritable)?;
        }
        to_stdout(|out| write_diff(trial.report(), after, out))?;
        Ok(!self.diff)
    }
}

impl Ground {
    pub(super) fn trial(&self) -> Result<Trial<'_>, Stop> {
        let (dumps, options) = (&self.dumps, self.options.clone());
        let trial = match &self.configuration {
            Some((source, job)) => Trial::new(source.clone(), job, dumps, options, &self.folder),
            None => Trial::without_configuration(dumps, options),
        };
        let name = || self.configuration.as_ref().map(|(source, _)| format!("{}: ", source.path));
        trial.map_err(|reason| Stop::Said(name().unwrap_or_default() + &reason))
    }
}

/// Whether Prometheus would take a dump; what can be read of it counts all the same.
pub(super) fn is_taken(dump: &Source) -> Result<bool, Stop> {
    let path = &dump.path;
    if !has_samples(&dump.text) {
        return Err(Stop::Said(format!("{path} is no metrics dump: there is no sample in it")));
    }
    let Some(problem) = first_refusal(&dump.text) else { return Ok(true) };
    let problem = problem.with_line(&LineIndex::new(&dump.text));
    to_stderr(|out| writeln!(out, "warning: {path}: Prometheus would refuse such a scrape: {problem}"))?;
    Ok(false)
}

fn first_refusal(text: &str) -> Option<Problem> {
    let mut exposition = Exposition::new(text);
    while let Some(entry) = exposition.next_entry() {
        match entry {
            Entry::Problem(problem) if problem.outcome != Outcome::Surprising => return Some(problem),
            _ => {}
        }
    }
    None
}
