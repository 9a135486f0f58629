//! Jobs added to a configuration.

use std::io;
use std::path::Path;

use super::batch::{Batch, refuse_broken};
use super::tests::{GONE, Planned, TestsFile};
use crate::cli::CLEAN;
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::finding::Finding;
use crate::generate::{job_tests, new_findings};
use crate::io::{DEFAULT_MAX_SIZE, Folder, read, write};
use crate::lint::{Configuration, FileReport, Options, check_among};
use crate::report::write_diff;
use crate::source::Source;

/// The configuration that jobs are added to.
pub(super) struct Destination<'a> {
    pub(super) path: &'a Path,
    /// Whether it is changed; else only shown what would change.
    pub(super) is_written: bool,
    /// Where tests of the jobs are written to.
    pub(super) tests: Option<TestsFile<'a>>,
}

/// Adds the jobs that `make` makes, given the configuration, and shows the difference.
pub(super) fn add(
    to: &Destination<'_>,
    options: &Options,
    make: impl FnOnce(&Configuration) -> Result<Batch, Stop>,
) -> Result<u8, Stop> {
    let configuration = Target::read(to.path, options)?;
    let batch = make(&configuration.configuration)?;
    if batch.made.is_empty() {
        batch.say(&[])?;
        to_stderr(|out| writeln!(out, "there is nothing to add to {}", to.path.display()))?;
        return Ok(CLEAN);
    }
    let prepared = configuration.with(batch, options, to.tests.as_ref())?;
    if to.is_written {
        prepared.write()?;
    }
    to_stdout(|out| prepared.show(out))?;
    let code = prepared.say(to.is_written)?;
    prepared.write_tests()?;
    Ok(code)
}

/// A configuration that jobs may be added to.
pub(super) struct Target<'a> {
    path: &'a Path,
    folder: Folder,
    pub(super) configuration: Configuration,
}

impl<'a> Target<'a> {
    /// Reads it, if it is one that Prometheus takes.
    pub(super) fn read(path: &'a Path, options: &Options) -> Result<Self, Stop> {
        let source = read(path, DEFAULT_MAX_SIZE)?;
        let folder = Folder::of(path, DEFAULT_MAX_SIZE);
        let configuration = Configuration::load(source, &folder, options.target_version);
        refuse_unusable(&configuration)?;
        Ok(Self { path, folder, configuration })
    }

    /// Puts jobs into it, and checks what that gives.
    pub(super) fn with<'p>(
        self,
        batch: Batch,
        options: &Options,
        tests: Option<&'p TestsFile<'p>>,
    ) -> Result<Prepared<'p>, Stop>
    where
        'a: 'p,
    {
        refuse_taken(&batch, &self.configuration)?;
        let source = self.configuration.main.source;
        let text = batch.put_into(&source.text);
        let text = text.map_err(|reason| Stop::Said(format!("{}: {reason}", source.path)))?;
        let before = check_among(source.clone(), options, &self.folder);
        let after = check_among(Source { text, ..source }, options, &self.folder);
        let mut prepared = Prepared { path: self.path, before, after, batch, tests: None };
        refuse_broken(&prepared.found())?;
        prepared.tests = tests.map(|file| prepared.tested(file)).transpose()?;
        Ok(prepared)
    }
}

/// A configuration with new jobs that is not written yet.
pub(super) struct Prepared<'a> {
    path: &'a Path,
    before: FileReport,
    after: FileReport,
    batch: Batch,
    /// Tests that were run, and where they are written to.
    tests: Option<(&'a TestsFile<'a>, String)>,
}

impl<'a> Prepared<'a> {
    fn found(&self) -> Vec<&Finding> {
        new_findings(Some(&self.before), &self.after)
    }

    /// Tests of the jobs, which were run.
    fn tested(&self, file: &'a TestsFile<'a>) -> Result<(&'a TestsFile<'a>, String), Stop> {
        let dumps = file.names_of_dumps(self.batch.dumps.iter().map(String::as_str))?;
        let text = job_tests(&self.batch.made, &file.name_of(self.path)?, &dumps).ok_or_else(|| {
            let has = if self.batch.made.len() == 1 { "the job has" } else { "the jobs have" };
            Stop::Said(match self.batch.dumps.is_empty() {
                true => format!(
                    "there is nothing to test: {has} no relabel steps, and no limits that a dump gave; leave --with-tests away"
                ),
                false => GONE.to_owned(),
            })
        })?;
        file.prove(&text, Some(Planned { path: self.path, text: &self.after.source.text }))?;
        Ok((file, text))
    }

    pub(super) fn show(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write_diff(&self.before, &self.after, out)
    }

    pub(super) fn write(&self) -> Result<(), Stop> {
        let shown = &self.before.source.path;
        let unwritable = |reason| Stop::Said(format!("{shown}: cannot be written: {reason}"));
        write(self.path, &self.before.source, &self.after.source.text).map_err(unwritable)
    }

    /// Says what is to be known of it. Gives the exit code.
    pub(super) fn say(&self, is_written: bool) -> Result<u8, Stop> {
        let code = self.batch.say(&self.found())?;
        if is_written {
            to_stderr(|out| writeln!(out, "{} added to {}", self.batch.names(), self.before.source.path))?;
        }
        Ok(code)
    }

    pub(super) fn write_tests(&self) -> Result<(), Stop> {
        self.tests.as_ref().map_or(Ok(()), |(file, text)| file.write(text))
    }
}

pub(super) fn refuse_unusable(configuration: &Configuration) -> Result<(), Stop> {
    let main = &configuration.main;
    let path = &main.source.path;
    if let Some(kind) = main.kind.other() {
        return Err(Stop::Said(format!("{path} is no Prometheus configuration, but {kind}")));
    }
    if let Some(refusal) = &main.refusal {
        // A list of type errors begins with a heading.
        let refusal = refusal.lines().take(2).map(str::trim).collect::<Vec<_>>().join(" ");
        let words = format!("Prometheus would refuse this file as it is ({refusal})");
        return Err(Stop::Said(format!("{path}: {words}; `scrapelint check` shows where")));
    }
    Ok(())
}

fn refuse_taken(batch: &Batch, configuration: &Configuration) -> Result<(), Stop> {
    for made in &batch.made {
        let name = made.job.name();
        if let Some(place) = taken(name, configuration) {
            return Err(Stop::Said(format!(
                "there is a job `{name}` already, {place}; choose another name with --name"
            )));
        }
    }
    Ok(())
}

/// Where a configuration has a job of this name.
pub(super) fn taken(name: &str, configuration: &Configuration) -> Option<String> {
    let at = configuration.jobs().find(|at| at.job.name() == name)?;
    let line = at.job.job_name.span().map_or(1, |span| at.file.line(span));
    Some(format!("{}:{line}", at.file.source.path))
}
