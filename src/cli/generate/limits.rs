//! `scrapelint generate limits`

use std::path::Path;

use clap::Args;

use super::batch::refuse_broken;
use super::ground::{Ground, GroundArgs};
use super::tests::{GONE, Planned, TestsFile};
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::cli::{CLEAN, FINDINGS};
use crate::finding::listed;
use crate::generate::{Limit, Trial, limit_tests, limits};
use crate::lint::FileReport;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct LimitsArgs {
    #[command(flatten)]
    ground: GroundArgs,
    /// How many times as much as in the dumps there is room for.
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = headroom)]
    headroom: f64,
}

const EXAMPLES: &str = "\
Examples:
  curl -s http://web-1:8000/metrics | scrapelint generate limits --metrics -
  scrapelint generate limits --metrics web-1.prom web-2.prom --into prometheus.yml --job web";

fn headroom(text: &str) -> Result<f64, String> {
    let factor: f64 = text.parse().map_err(|_| "it is no number".to_owned())?;
    // A limit without any room fails with the next label value; one of a thousand times as much limits nothing.
    if (1.1..=1000.0).contains(&factor) {
        Ok(factor)
    } else {
        Err("it has to be from 1.1 to 1000".to_owned())
    }
}

pub(super) fn run(arguments: &LimitsArgs) -> Result<u8, Stop> {
    let tests = arguments.ground.tests()?;
    if tests.is_some() && arguments.ground.destination().is_none() {
        let words = "limits are tested in a configuration; name that with --into to have tests written";
        return Err(Stop::Said(words.to_owned()));
    }
    let ground = arguments.ground.read()?;
    let trial = ground.trial()?;
    let limits = limits(&trial.extent, arguments.headroom);
    let (text, there) =
        trial.with_limits(&limits).map_err(|reason| Stop::Said(format!("{}: {reason}", trial.path())))?;
    let after = trial.checked(text);
    refuse_broken(&trial.new_findings(&after))?;
    match arguments.ground.destination() {
        Some(path) if there.len() == limits.len() => {
            Err(Stop::Said(format!("{}: the job has all of these limits already", path.display())))?;
        }
        Some(path) => {
            let tests = tests.map(|file| tested(file, path, &trial, &after)).transpose()?;
            arguments.add(path, &trial, &after, &there)?;
            if let Some((tests, text)) = tests {
                tests.write(&text)?;
            }
        }
        None => print(&limits, &ground, arguments.headroom)?,
    }
    Ok(if ground.is_whole { CLEAN } else { FINDINGS })
}

/// Tests that the dumps are within the limits, which were run.
fn tested<'a>(
    file: TestsFile<'a>,
    path: &Path,
    trial: &Trial<'_>,
    after: &FileReport,
) -> Result<(TestsFile<'a>, String), Stop> {
    let dumps = file.names_of_dumps(trial.dumps())?;
    if dumps.is_empty() {
        return Err(Stop::Said(GONE.to_owned()));
    }
    let text = limit_tests(trial.job(), &file.name_of(path)?, &dumps);
    file.prove(&text, Some(Planned { path, text: &after.source.text }))?;
    Ok((file, text))
}

impl LimitsArgs {
    fn add(&self, path: &Path, trial: &Trial<'_>, after: &FileReport, there: &[&str]) -> Result<(), Stop> {
        let is_written = self.ground.put(path, trial, after)?;
        to_stderr(|out| {
            if !there.is_empty() {
                let keys: Vec<String> = there.iter().map(|key| format!("`{key}`")).collect();
                let stay = if keys.len() == 1 { "stays as it is" } else { "stay as they are" };
                writeln!(out, "note: {} of the job {stay}", listed(&keys))?;
            }
            if is_written {
                writeln!(out, "limits were added to job `{}` of {}", trial.job(), trial.path())?;
            }
            Ok(())
        })
    }
}

/// Prints limits as keys of a job.
fn print(limits: &[Limit], ground: &Ground, headroom: f64) -> Result<(), Stop> {
    let lines: Vec<String> = limits.iter().map(Limit::line).collect();
    let width = lines.iter().map(String::len).max().unwrap_or(0);
    let dumps: Vec<&str> = ground.dumps.iter().map(|dump| &*dump.path).collect();
    to_stdout(|out| {
        writeln!(out, "# keys of a scrape job: room for {headroom} times what is in {}", listed(&dumps))?;
        for (line, limit) in lines.iter().zip(limits) {
            writeln!(out, "{line:width$}  # {}", limit.reason)?;
        }
        Ok(())
    })
}
