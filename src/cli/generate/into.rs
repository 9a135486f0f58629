//! Jobs added to a configuration.

use std::path::Path;

use super::batch::{Batch, refuse_broken};
use crate::cli::CLEAN;
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::generate::new_findings;
use crate::io::{DEFAULT_MAX_SIZE, Folder, read, write};
use crate::lint::{Configuration, Options, check_among};
use crate::report::write_diff;
use crate::source::Source;

/// The configuration that jobs are added to.
pub(super) struct Destination<'a> {
    pub(super) path: &'a Path,
    /// Whether it is changed; else only shown what would change.
    pub(super) is_written: bool,
}

/// Adds the jobs that `make` makes, given the configuration, and shows the difference.
pub(super) fn add(
    to: &Destination<'_>,
    options: &Options,
    make: impl FnOnce(&Configuration) -> Result<Batch, Stop>,
) -> Result<u8, Stop> {
    let source = read(to.path, DEFAULT_MAX_SIZE)?;
    let shown = source.path.clone();
    let folder = Folder::of(to.path, DEFAULT_MAX_SIZE);
    let configuration = Configuration::load(source.clone(), &folder, options.target_version);
    refuse_unusable(&configuration)?;
    let batch = make(&configuration)?;
    if batch.made.is_empty() {
        batch.say(&[])?;
        to_stderr(|out| writeln!(out, "there is nothing to add to {shown}"))?;
        return Ok(CLEAN);
    }
    refuse_taken(&batch, &configuration)?;
    let text = batch.put_into(&source.text).map_err(|reason| Stop::Said(format!("{shown}: {reason}")))?;
    let before = check_among(source.clone(), options, &folder);
    let after = check_among(Source { text, ..source.clone() }, options, &folder);
    let found = new_findings(Some(&before), &after);
    refuse_broken(&found)?;
    if to.is_written {
        let unwritable = |reason| Stop::Said(format!("{shown}: cannot be written: {reason}"));
        write(to.path, &source, &after.source.text).map_err(unwritable)?;
    }
    to_stdout(|out| write_diff(&before, &after, out))?;
    let code = batch.say(&found)?;
    if to.is_written {
        to_stderr(|out| writeln!(out, "{} added to {shown}", batch.names()))?;
    }
    Ok(code)
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
