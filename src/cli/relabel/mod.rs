//! `scrapelint relabel`

pub(super) mod dump;
mod place;
mod walks;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

pub(super) use self::place::Places;
use super::output::{Colour, Stop, look, to_stderr, to_stdout};
use super::size::MaxFileSize;
use super::{CLEAN, FINDINGS};
use crate::exposition::{parse_label_list, parse_series};
use crate::goregex::Wrapper;
use crate::io::{DEFAULT_MAX_SIZE, Folder, read, read_dump, read_stdin};
use crate::lint::Configuration;
use crate::relabel::{Labels, Stage};
use crate::report::{Look, RelabelReport, write_dump, write_walk};
use crate::settings::TargetVersion;

/// Shows step by step what relabeling does to targets, series and alerts.
///
/// Without input: to the targets of each job's `static_configs`.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RelabelArgs {
    /// The configuration; `-` for standard input.
    #[arg(default_value = "prometheus.yml")]
    config: PathBuf,
    /// The job; without it, each job or the one that the series names.
    #[arg(long, value_name = "NAME")]
    job: Option<String>,
    /// Where to relabel: target, metric, write or alert. Without it: metric for series and dumps, else target.
    #[arg(long)]
    stage: Option<Stage>,
    /// In stage write, the remote place alone that has this name, or this number, from 1.
    #[arg(long, value_name = "NAME")]
    remote_write: Option<String>,
    /// Labels of a target as service discovery finds it (`__address__=a:80,env=prod`); in stage alert, of an alert; for
    /// series, the labels that their target gives them, in place of those of the job's first target.
    #[arg(long, value_name = "K=V,…")]
    labels: Option<String>,
    /// A series, as the target exposes it or as Prometheus shows it. May be given several times.
    #[arg(long, value_name = "SERIES")]
    series: Vec<String>,
    /// A file of targets, as file_sd_configs reads it. May be given several times.
    #[arg(long, value_name = "FILE")]
    targets: Vec<PathBuf>,
    /// The text of a scrape: all its series are relabeled and counted. May be given several times.
    #[arg(long, value_name = "FILE")]
    metrics: Vec<PathBuf>,
    /// List the series of a metrics dump that came out so.
    #[arg(long, value_name = "WHICH", requires = "metrics")]
    list: Vec<List>,
    /// Say in one sentence what becomes of a series (or of a static target, by its address) and why.
    #[arg(long, value_name = "SERIES")]
    why: Option<String>,
    /// The version of Prometheus: before 3.0, `.` in a regex does not match a line break.
    #[arg(long, value_name = "X.Y")]
    target_version: Option<TargetVersion>,
    #[command(flatten)]
    max_file_size: MaxFileSize,
    /// How to write it.
    #[arg(long, value_enum, default_value_t)]
    output_format: OutputFormat,
    /// Whether to use colours.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint relabel prometheus.yml --job node
  scrapelint relabel prometheus.yml --job pods --labels '__address__=10.0.0.7:80,__meta_dns_name=x'
  scrapelint relabel prometheus.yml --job web --series 'http_requests_total{path=\"/user/7\"}'
  scrapelint relabel prometheus.yml --job web --metrics dump.prom --list dropped
  scrapelint relabel prometheus.yml --why 'http_requests_total{job=\"web\", path=\"/user/7\"}'";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum List {
    /// Those that are dropped.
    Dropped,
    /// Those that come out with other labels.
    Changed,
    /// Those that come out as they are.
    Unchanged,
    /// All.
    All,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum OutputFormat {
    /// For people.
    #[default]
    Text,
    /// For programs; `scrapelint schema relabel` describes it.
    Json,
}

/// What goes through the steps.
enum Input {
    /// The targets of `static_configs`.
    StaticTargets,
    /// Targets, series or alerts with these labels.
    Labels(Vec<Labels>),
    /// A question about a series or target.
    Why(String),
    /// Metrics dumps alone.
    Dumps,
}

pub(super) fn run(arguments: &RelabelArgs) -> Result<u8, Stop> {
    let look = look(arguments.color, &io::stdout());
    let target_version = arguments.target_version.unwrap_or_default();
    let configuration = configuration(&arguments.config, target_version)?;
    let places = Places {
        configuration: &configuration,
        wrapper: wrapper(target_version),
        job: arguments.job.as_deref(),
        remote: arguments.remote_write.as_deref(),
    };
    let mut report = RelabelReport::new(configuration.main.source.path.clone());
    let stage = arguments.stage()?;
    match arguments.input(stage)? {
        Input::StaticTargets => report.walks = walks::of_static_targets(&places)?,
        Input::Labels(inputs) => {
            report.walks = walks::of(&places, stage, &inputs, arguments.target()?.as_ref())?
        }
        Input::Why(question) => {
            report.walks =
                walks::of_question(&places, arguments.stage, &question, arguments.target()?.as_ref())?;
        }
        Input::Dumps => {}
    }
    for path in &arguments.metrics {
        let source = read_dump(path, arguments.max_file_size.bytes())?;
        let target = arguments.target()?;
        report.dumps.extend(dump::run(&places, stage, &source, &arguments.list, target.as_ref())?);
    }
    arguments.show(&report, look)?;
    let fails = report.dumps.iter().any(|dump| dump.scrape_error.is_some());
    Ok(tell_refusals(&configuration)?.max(if fails { FINDINGS } else { CLEAN }))
}

impl RelabelArgs {
    fn stage(&self) -> Result<Stage, Stop> {
        let has_series = !self.series.is_empty() || !self.metrics.is_empty();
        match self.stage {
            None if has_series => Ok(Stage::Metric),
            None => Ok(Stage::Target),
            Some(stage @ (Stage::Target | Stage::Alert)) if has_series => {
                Err(Stop::Said(format!("stage {stage} has no series; give its labels with --labels")))
            }
            Some(stage) if stage != Stage::Target && !self.targets.is_empty() => {
                Err(Stop::Said(format!("stage {stage} has no targets; they are relabeled in stage target")))
            }
            Some(stage) => Ok(stage),
        }
    }

    fn input(&self, stage: Stage) -> Result<Input, Stop> {
        if let Some(question) = &self.why {
            if !self.series.is_empty() || !self.targets.is_empty() || !self.metrics.is_empty() {
                return Err(Stop::Said(
                    "--why is a question of its own: leave the other inputs out".to_owned(),
                ));
            }
            return Ok(Input::Why(question.clone()));
        }
        let mut inputs: Vec<Labels> =
            self.series.iter().map(|text| series(text)).collect::<Result<_, _>>()?;
        if matches!(stage, Stage::Target | Stage::Alert) {
            inputs.extend(self.target()?);
        }
        for path in &self.targets {
            inputs.extend(walks::targets_in(path)?);
        }
        Ok(match stage {
            _ if !inputs.is_empty() => Input::Labels(inputs),
            _ if !self.metrics.is_empty() => Input::Dumps,
            Stage::Target if self.targets.is_empty() => Input::StaticTargets,
            Stage::Target => Input::Labels(inputs),
            Stage::Metric | Stage::Write => {
                let words = "needs series: give some with --series, or a metrics dump with --metrics";
                return Err(Stop::Said(format!("stage {stage} {words}")));
            }
            Stage::Alert => {
                return Err(Stop::Said("stage alert needs the labels of an alert: --labels".to_owned()));
            }
        })
    }

    /// What `--labels` says.
    fn target(&self) -> Result<Option<Labels>, Stop> {
        labels(self.labels.as_deref())
    }

    fn show(&self, report: &RelabelReport, look: Look) -> Result<(), Stop> {
        to_stdout(|out| match self.output_format {
            OutputFormat::Json => {
                serde_json::to_writer_pretty(&mut *out, report)?;
                writeln!(out)
            }
            OutputFormat::Text if self.why.is_some() => {
                report.walks.iter().try_for_each(|walk| writeln!(out, "{}: {}", walk.owner, walk.why))
            }
            OutputFormat::Text => {
                report.walks.iter().try_for_each(|walk| write_walk(walk, &report.config, look, out))?;
                report.dumps.iter().try_for_each(|dump| write_dump(dump, look, out))
            }
        })
    }
}

/// Reads a configuration whose steps are to be run.
pub(super) fn configuration(path: &Path, target: TargetVersion) -> Result<Configuration, Stop> {
    let is_stdin = path.as_os_str() == "-";
    let source = if is_stdin { read_stdin("-", DEFAULT_MAX_SIZE) } else { read(path, DEFAULT_MAX_SIZE) };
    let source = source.map_err(|failure| Stop::Said(format!("{}: {}", failure.path, failure.reason)))?;
    let folder = if is_stdin { PathBuf::from("stdin") } else { path.to_path_buf() };
    let configuration = Configuration::load(source, &Folder::of(&folder, DEFAULT_MAX_SIZE), target);
    let path = &configuration.main.source.path;
    if let Some(kind) = configuration.main.kind.other() {
        return Err(Stop::Said(format!("{path} is no Prometheus configuration, but {kind}")));
    }
    if let Some(file) = configuration.files().find(|file| !file.is_yaml) {
        let refusal = file.refusal.as_deref().unwrap_or_default().lines().next().unwrap_or_default();
        let path = &file.source.path;
        let words = "`scrapelint check` shows where it breaks off";
        return Err(Stop::Said(format!("{path}: Prometheus would refuse this file ({refusal}); {words}")));
    }
    if let Some(failure) = configuration.failures.first() {
        return Err(Stop::Said(format!("{}: {}", failure.path, failure.reason)));
    }
    Ok(configuration)
}

/// Says which files of a configuration Prometheus would refuse, and gives the exit code for that.
pub(super) fn tell_refusals(configuration: &Configuration) -> Result<u8, Stop> {
    let refusals = configuration.files().filter_map(|file| Some((&file.source.path, file.refusal.as_ref()?)));
    let mut code = CLEAN;
    for (path, refusal) in refusals {
        let refusal = refusal.lines().next().unwrap_or_default();
        to_stderr(|out| {
            writeln!(
                out,
                "{path}: Prometheus would refuse this file ({refusal}); `scrapelint check` tells more"
            )
        })?;
        code = FINDINGS;
    }
    Ok(code)
}

/// How a version wraps regexes.
pub(super) fn wrapper(target: TargetVersion) -> Wrapper {
    Wrapper::of_major(target.major())
}

/// Labels as they are typed.
pub(super) fn labels(text: Option<&str>) -> Result<Option<Labels>, Stop> {
    let Some(text) = text else { return Ok(None) };
    let labels = parse_label_list(text).map_err(|problem| malformed("--labels", text, &problem))?;
    Ok(Some(labels))
}

/// A series given on the command line.
fn series(text: &str) -> Result<Labels, Stop> {
    parse_series(text).map_err(|problem| malformed("series", text, &problem))
}

/// A series, or labels in braces without the name of a metric, as targets and alerts have them.
fn series_or_labels(text: &str) -> Result<Labels, Stop> {
    let inside = text.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match (parse_series(text), inside) {
        (Ok(labels), _) => Ok(labels),
        (Err(problem), Some(inside)) => {
            parse_label_list(inside).map_err(|_| malformed("series", text, &problem))
        }
        (Err(problem), None) => Err(malformed("series", text, &problem)),
    }
}

/// What is wrong with something given on the command line, and where.
fn malformed(what: &str, text: &str, problem: &crate::exposition::Problem) -> Stop {
    let start = problem.span.start as usize;
    let column = text.get(..start).map_or(start, |before| before.chars().count());
    let marks = text.get(problem.span.range()).map_or(1, |part| part.chars().count().max(1));
    let line = text.lines().next().unwrap_or_default();
    Stop::Said(format!(
        "{what}: {}\n  {line}\n  {}{}",
        problem.message,
        " ".repeat(column),
        "^".repeat(marks.min(line.chars().count().max(1)))
    ))
}
