//! `scrapelint cardinality`

mod progress;

use std::cell::LazyCell;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use self::progress::progress;
use super::output::{Colour, Stop, look, to_file, to_stdout};
use super::packs::{read_all, read_packs};
use super::relabel::dump::count;
use super::relabel::{Places, configuration, labels, tell_refusals, wrapper};
use super::settings::{SettingsArgs, SettingsFinder};
use super::size::MaxFileSize;
use super::{CLEAN, FINDINGS};
use crate::cardinality::{Knowledge, survey_knowing};
use crate::exposition::Outcome;
use crate::io::read_dump;
use crate::report::{
    Bars, CardinalityReport, DumpCardinality, Relabeling, write_cardinality, write_cardinality_html,
};
use crate::settings::TargetVersion;
use crate::source::LineIndex;

/// Shows what the series of a scrape are made of, and which labels hold IDs.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CardinalityArgs {
    /// Texts of scrapes, plain or compressed with gzip or zstd; `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A configuration: its metric relabeling is run, and the series behind it are counted, too.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The job that the texts are of, where the configuration has several.
    #[arg(long, value_name = "NAME", requires = "config")]
    job: Option<String>,
    /// Labels that the target gives its series, in place of those of the job's first target.
    #[arg(long, value_name = "K=V,…", requires = "config")]
    labels: Option<String>,
    /// The version of Prometheus: before 3.0, `.` in a regex does not match a line break.
    #[arg(long, value_name = "X.Y", requires = "config")]
    target_version: Option<TargetVersion>,
    /// A pack: what is known of labels and metrics by their names. In place of those that scrapelint.yaml names.
    #[arg(long = "pack", value_name = "FILE")]
    packs: Vec<PathBuf>,
    /// How many rows of each table are shown.
    #[arg(long, value_name = "ROWS", default_value_t = 10)]
    top: usize,
    #[command(flatten)]
    max_file_size: MaxFileSize,
    /// How to write it.
    #[arg(long, value_enum, default_value_t)]
    output_format: OutputFormat,
    /// Write a page with plots, too, that needs nothing but itself.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Whether to use colours.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  curl -s http://web-1:8000/metrics | scrapelint cardinality -
  scrapelint cardinality dump.prom.gz --top 30
  scrapelint cardinality dump.prom --config prometheus.yml --job web
  scrapelint cardinality dump.prom --html report.html";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// For people.
    #[default]
    Text,
    /// For programs; `scrapelint schema cardinality` describes it.
    Json,
}

pub(super) fn run(arguments: &CardinalityArgs) -> Result<u8, Stop> {
    let version = arguments.target_version.unwrap_or_default();
    let configuration = arguments.config.as_deref().map(|path| configuration(path, version)).transpose()?;
    let places = configuration.as_ref().map(|configuration| Places {
        configuration,
        wrapper: wrapper(version),
        job: arguments.job.as_deref(),
        remote: None,
    });
    let knowledge = arguments.knowledge()?;
    let dumps = arguments.files.iter().map(|path| arguments.dump(path, places.as_ref(), &knowledge));
    let report = CardinalityReport::new(dumps.collect::<Result<_, _>>()?);
    if let Some(path) = &arguments.html {
        to_file(path, |out| write_cardinality_html(&report, out))?;
    }
    arguments.show(&report)?;
    let refused = configuration.as_ref().map_or(Ok(CLEAN), tell_refusals)?;
    let fails = report.dumps.iter().any(DumpCardinality::fails);
    Ok(refused.max(if fails { FINDINGS } else { CLEAN }))
}

impl CardinalityArgs {
    /// What is known of names, with the packs that arguments name, or else settings.
    fn knowledge(&self) -> Result<Arc<Knowledge>, Stop> {
        let (packs, failures) = if self.packs.is_empty() {
            let mut finder = SettingsFinder::new(&SettingsArgs::default())?;
            let path = self.files.first().filter(|path| path.as_os_str() != "-");
            let in_force = match path {
                Some(path) => finder.of_file(path),
                None => finder.here(),
            };
            read_packs(&*in_force.map_err(Stop::from)?)
        } else {
            read_all(self.packs.iter().map(PathBuf::as_path))
        };
        match failures.into_iter().next() {
            None => Ok(packs.knowledge()),
            Some(failure) => Err(failure.into()),
        }
    }

    fn dump(
        &self,
        path: &Path,
        places: Option<&Places<'_>>,
        knowledge: &Arc<Knowledge>,
    ) -> Result<DumpCardinality, Stop> {
        let source = read_dump(path, self.max_file_size.bytes())?;
        let bar = progress(source.text.len());
        let survey = survey_knowing(&source.text, Arc::clone(knowledge), |read| bar.set_position(read));
        bar.finish_and_clear();
        let lines = LazyCell::new(|| LineIndex::new(&source.text));
        let problems = survey.problems.iter().map(|problem| problem.with_line(&lines));
        let relabeling = match places {
            Some(places) => {
                let (steps, cardinality) =
                    count(places, &source, labels(self.labels.as_deref())?.as_ref(), Arc::clone(knowledge))?;
                Some(Relabeling { steps, cardinality })
            }
            None => None,
        };
        Ok(DumpCardinality {
            path: source.path.clone(),
            problems: problems.collect(),
            is_refused: survey.problems.iter().any(|problem| problem.outcome != Outcome::Surprising),
            cardinality: survey.cardinality,
            relabeling,
        })
    }

    fn show(&self, report: &CardinalityReport) -> Result<(), Stop> {
        let look = look(self.color, &io::stdout());
        let is_drawn = io::stdout().is_terminal() || self.color == Colour::Always;
        let bars = match (is_drawn, look.unicode) {
            (false, _) => Bars::None,
            (true, false) => Bars::Plain,
            (true, true) => Bars::Blocks,
        };
        to_stdout(|out| match self.output_format {
            OutputFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, report)?;
                writeln!(out)
            }
            OutputFormat::Text => {
                report.dumps.iter().try_for_each(|dump| write_cardinality(dump, look, bars, self.top, out))
            }
        })
    }
}
