//! A job added to a configuration.

use std::path::Path;

use super::job::{refuse_broken, say};
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::config::Duration;
use crate::generate::{Made, insert, new_findings};
use crate::io::{DEFAULT_MAX_SIZE, Folder, read, write};
use crate::lint::{Configuration, Options, check_among};
use crate::report::write_diff;
use crate::source::Source;

/// The configuration that a job is added to.
pub(super) struct Destination<'a> {
    pub(super) path: &'a Path,
    /// Whether it is changed; else only shown what would change.
    pub(super) is_written: bool,
}

/// Adds the job that `make` makes, given the interval of the configuration, and shows the difference.
pub(super) fn add(
    to: &Destination<'_>,
    options: &Options,
    make: impl FnOnce(Option<Duration>) -> Result<Made, Stop>,
) -> Result<u8, Stop> {
    let source = read(to.path, DEFAULT_MAX_SIZE)?;
    let shown = source.path.clone();
    let folder = Folder::of(to.path, DEFAULT_MAX_SIZE);
    let configuration = Configuration::load(source.clone(), &folder, options.target_version);
    refuse_unusable(&configuration)?;
    let global = configuration.global();
    let made = make(global.scrape_interval.is_given().then(|| global.interval()))?;
    refuse_taken(made.job.name(), &configuration)?;
    let text = insert(&source.text, &made.job).map_err(|reason| Stop::Said(format!("{shown}: {reason}")))?;
    let before = check_among(source.clone(), options, &folder);
    let after = check_among(Source { text, ..source.clone() }, options, &folder);
    let found = new_findings(Some(&before), &after);
    refuse_broken(&found)?;
    if to.is_written {
        let unwritable = |reason| Stop::Said(format!("{shown}: cannot be written: {reason}"));
        write(to.path, &source, &after.source.text).map_err(unwritable)?;
    }
    to_stdout(|out| write_diff(&before, &after, out))?;
    let code = say(&made, &found)?;
    if to.is_written {
        to_stderr(|out| writeln!(out, "job `{}` was added to {shown}", made.job.name()))?;
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

fn refuse_taken(name: &str, configuration: &Configuration) -> Result<(), Stop> {
    match configuration.jobs().find(|at| at.job.name() == name) {
        Some(at) => {
            let line = at.job.job_name.span().map_or(1, |span| at.file.line(span));
            let path = &at.file.source.path;
            Err(Stop::Said(format!(
                "there is a job `{name}` already, {path}:{line}; choose another name with --name"
            )))
        }
        None => Ok(()),
    }
}
