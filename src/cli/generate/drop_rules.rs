//! `scrapelint generate drop-rules`

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::ground::GroundArgs;
use super::tests::{Planned, TestsFile};
use crate::cli::output::{Colour, Stop, look, to_stderr, to_stdout};
use crate::cli::{CLEAN, FINDINGS};
use crate::finding::{listed, plural};
use crate::generate::{NewStep, Proposal, Proposals, Safety, Subject, Trial, propose, step_tests, together};
use crate::io::{DEFAULT_MAX_SIZE, read};
use crate::report::{DropsReport, write_drops};
use crate::usage::Usage;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DropRulesArgs {
    #[command(flatten)]
    ground: GroundArgs,
    /// What reads the metrics: files of Prometheus rules, Grafana dashboards in JSON. What they read is kept.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    used_by: Vec<PathBuf>,
    /// Which proposals are added by their numbers; without it, all that are safe.
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', requires = "into")]
    only: Vec<usize>,
    /// How to write it.
    #[arg(long, value_enum, default_value_t)]
    output_format: OutputFormat,
    /// Whether to use colours.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  curl -s http://web-1:8000/metrics | scrapelint generate drop-rules --metrics -
  scrapelint generate drop-rules --metrics dump.prom --used-by rules/*.yml dashboards/*.json
  scrapelint generate drop-rules --metrics dump.prom --into prometheus.yml --job web --diff
  scrapelint generate drop-rules --metrics dump.prom --into prometheus.yml --job web --only 1,3";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// For people.
    #[default]
    Text,
    /// For programs; `scrapelint schema drop-rules` describes it.
    Json,
}

pub(super) fn run(arguments: &DropRulesArgs) -> Result<u8, Stop> {
    let tests = arguments.ground.tests()?;
    let usage = arguments.usage()?;
    let ground = arguments.ground.read()?;
    let trial = ground.trial()?;
    let proposals = propose(&trial, usage.as_ref());
    match arguments.ground.destination() {
        Some(path) => arguments.add(path, &trial, &proposals, tests.as_ref())?,
        None => arguments.show(&trial, proposals, tests.as_ref())?,
    }
    Ok(if ground.is_whole { CLEAN } else { FINDINGS })
}

impl DropRulesArgs {
    /// What the files read that are named; nothing if none is.
    fn usage(&self) -> Result<Option<Usage>, Stop> {
        if self.used_by.is_empty() {
            return Ok(None);
        }
        let mut usage = Usage::default();
        for path in &self.used_by {
            let source = read(path, DEFAULT_MAX_SIZE)?;
            usage.add(&source).map_err(|reason| Stop::Said(format!("{}: {reason}", source.path)))?;
        }
        match usage.is_empty() {
            true => Err(Stop::Said(format!("there is no query in {}", listed(usage.files())))),
            false => Ok(Some(usage)),
        }
    }

    fn show(
        &self,
        trial: &Trial<'_>,
        proposals: Proposals,
        tests: Option<&TestsFile<'_>>,
    ) -> Result<(), Stop> {
        let all: Vec<&Proposal> = proposals.proposals.iter().collect();
        if let (Some(tests), false) = (tests, all.is_empty()) {
            let text = step_tests(trial, &all, &Subject::Steps);
            tests.prove(&text, None)?;
            tests.write(&text)?;
        }
        let report = DropsReport::new(proposals);
        let look = look(self.color, &io::stdout());
        to_stdout(|out| match self.output_format {
            OutputFormat::Text => write_drops(&report, look, out),
            OutputFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, &report)?;
                writeln!(out)
            }
        })
    }

    /// Adds the proposals that are asked for to the job.
    fn add(
        &self,
        path: &Path,
        trial: &Trial<'_>,
        all: &Proposals,
        tests: Option<&TestsFile<'_>>,
    ) -> Result<(), Stop> {
        let chosen = self.chosen(all)?;
        let effect = together(trial, &chosen).ok_or_else(|| {
            Stop::Said("these proposals do not go together; choose some of them with --only".to_owned())
        })?;
        let steps: Vec<NewStep> = chosen.iter().map(|proposal| proposal.step.clone()).collect();
        let after =
            trial.checked_with(&steps).map_err(|reason| Stop::Said(format!("{}: {reason}", trial.path())))?;
        let text = match tests {
            Some(tests) => {
                let config = tests.name_of(path)?;
                let text = step_tests(trial, &chosen, &Subject::Job { config: &config });
                tests.prove(&text, Some(Planned { path, text: &after.source.text }))?;
                Some((tests, text))
            }
            None => None,
        };
        let is_written = self.ground.put(path, trial, &after)?;
        let (added, job) = (plural(steps.len() as u64, "step"), trial.job());
        let what = if is_written { "added to" } else { "to be added to" };
        to_stderr(|out| {
            writeln!(
                out,
                "{added} {what} job `{job}` of {}: {} of its series become {}, and none become the same",
                trial.path(),
                effect.series_before,
                effect.series_after
            )
        })?;
        text.map_or(Ok(()), |(tests, text)| tests.write(&text))
    }

    fn chosen<'p>(&self, all: &'p Proposals) -> Result<Vec<&'p Proposal>, Stop> {
        let proposals = &all.proposals;
        let unknown = self.only.iter().find(|&&number| number == 0 || number > proposals.len());
        if let Some(number) = unknown {
            return Err(Stop::Said(match proposals.len() {
                0 => format!("there is no proposal {number}: nothing stands out that could be left out"),
                count => format!("there is no proposal {number}; they are numbered from 1 to {count}"),
            }));
        }
        let chosen: Vec<&Proposal> = proposals
            .iter()
            .filter(|proposal| match &self.only[..] {
                [] => proposal.safety == Safety::Safe,
                only => only.contains(&proposal.number),
            })
            .collect();
        match (&chosen[..], &proposals[..]) {
            ([], []) => Err(Stop::Said("nothing stands out that could be left out".to_owned())),
            ([], _) => Err(Stop::Said(
                "none of the proposals is safe on its own; look at them without --into, and choose with --only"
                    .to_owned(),
            )),
            _ => Ok(chosen),
        }
    }
}
