//! `scrapelint generate job`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ask::ask;
use super::batch::{Batch, refuse_broken};
use super::compose;
use super::into::{Destination, add};
use super::observed::Observed;
use super::options;
use super::tests::TestsFile;
use crate::cli::CLEAN;
use crate::cli::output::{Stop, to_stdout};
use crate::cli::settings::{InForce, SettingsArgs, SettingsFinder};
use crate::cli::size::MaxFileSize;
use crate::config::Duration;
use crate::generate::{JobRequest, make, new_findings, preset, presets};
use crate::lint::{Configuration, FileKind, Options, check};
use crate::settings::TargetVersion;
use crate::source::Source;

#[derive(Args, Default)]
#[command(after_help = EXAMPLES)]
pub(super) struct JobArgs {
    /// What is scraped: the name of a preset.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Write a job for each service of a compose file that serves metrics.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["preset", "name", "target", "scheme", "metrics_path", "exporter", "module", "match"]
    )]
    compose: Option<PathBuf>,
    /// What targets of the job have answered: limits are made of it, and a preset is guessed where none is given. `-` for standard
    /// input.
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "compose")]
    metrics: Vec<PathBuf>,
    /// List the presets.
    #[arg(long, exclusive = true)]
    list: bool,
    /// The job's name; without it, the preset's.
    #[arg(long, value_name = "JOB")]
    name: Option<String>,
    /// A target, HOST[:PORT], or what is to be probed. May be given several times.
    #[arg(long, value_name = "TARGET")]
    target: Vec<String>,
    /// The scheme of the targets.
    #[arg(long, value_enum)]
    scheme: Option<Scheme>,
    /// The path of the metrics, where it is not the usual one.
    #[arg(long, value_name = "PATH")]
    metrics_path: Option<String>,
    /// How often to scrape.
    #[arg(long, value_name = "DURATION", value_parser = Duration::parse)]
    interval: Option<Duration>,
    /// How long a scrape may take.
    #[arg(long, value_name = "DURATION", value_parser = Duration::parse)]
    timeout: Option<Duration>,
    /// A label of all series. May be given several times.
    #[arg(long, value_name = "NAME=VALUE", value_parser = label)]
    labels: Vec<(String, String)>,
    /// The address of the exporter that probes the targets.
    #[arg(long, value_name = "HOST[:PORT]")]
    exporter: Option<String>,
    /// The module with which it probes them.
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
    /// A selector of series to fetch from another Prometheus. May be given several times.
    #[arg(long, value_name = "SELECTOR")]
    r#match: Vec<String>,
    /// Add the job to this configuration instead of printing it.
    #[arg(long, value_name = "FILE")]
    pub(super) into: Option<PathBuf>,
    /// Show what `--into` would change, and change nothing.
    #[arg(long, requires = "into")]
    diff: bool,
    /// With `--into`: write relabel tests of the job into a new file; `scrapelint test` runs them.
    #[arg(long, value_name = "FILE", requires = "into", conflicts_with = "diff")]
    with_tests: Option<PathBuf>,
    #[command(flatten)]
    pub(super) max_file_size: MaxFileSize,
    /// The version of Prometheus that the job is for: 2.30 to 3.14.
    #[arg(long, value_name = "X.Y")]
    target_version: Option<TargetVersion>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint generate job --list
  scrapelint generate job --preset node --target web-1 --target web-2
  scrapelint generate job --preset redis --into prometheus.yml
  scrapelint generate job --compose docker-compose.yml --into prometheus.yml --diff
  curl -s http://web:8000/metrics | scrapelint generate job --metrics - --target web:8000
  scrapelint generate job --preset snmp --into prometheus.yml --with-tests snmp.test.yml";

#[derive(Clone, Copy, ValueEnum)]
enum Scheme {
    Http,
    Https,
}

pub(super) fn label(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a label is NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(super) fn run(arguments: &JobArgs) -> Result<u8, Stop> {
    if arguments.list {
        return list();
    }
    if arguments.preset.is_none() && arguments.compose.is_none() && arguments.metrics.is_empty() {
        return ask(arguments);
    }
    let tests = arguments.tests()?;
    let mut settings = SettingsFinder::new(&arguments.settings)?;
    match &arguments.into {
        Some(path) => {
            let options = arguments.options(&*settings.of_file(path)?)?;
            let destination = Destination { path, is_written: !arguments.diff, tests };
            add(&destination, &options, |configuration| arguments.make(Some(configuration), &options))
        }
        None => {
            let options = arguments.options(&*settings.here()?)?;
            print(&arguments.make(None, &options)?, options)
        }
    }
}

fn list() -> Result<u8, Stop> {
    let width = presets().iter().map(|preset| preset.name.len()).max().unwrap_or(0);
    to_stdout(|out| {
        presets().iter().try_for_each(|preset| writeln!(out, "{:width$}  {}", preset.name, preset.summary))
    })?;
    Ok(CLEAN)
}

/// Prints jobs as a file of their own.
pub(super) fn print(batch: &Batch, options: Options) -> Result<u8, Stop> {
    if batch.made.is_empty() {
        batch.say(&[])?;
        return Err(Stop::Said("there is nothing that is known to serve metrics, so no job".to_owned()));
    }
    let text = batch.put_into("").map_err(Stop::Said)?;
    let options = Options { kind: Some(FileKind::ScrapeConfigFile), ..options };
    let report = check(Source::new("the generated job", text), &options);
    let found = new_findings(None, &report);
    refuse_broken(&found)?;
    to_stdout(|out| out.write_all(report.source.text.as_bytes()))?;
    batch.say(&found)
}

impl JobArgs {
    /// Makes the jobs asked for, to stand alone or in a configuration.
    fn make(&self, configuration: Option<&Configuration>, options: &Options) -> Result<Batch, Stop> {
        let request = self.request(configuration);
        if let Some(path) = &self.compose {
            return compose::jobs(path, &request, configuration);
        }
        let preset = self.preset.as_deref().map(preset).transpose();
        let preset = preset.map_err(|unknown| Stop::Said(unknown.to_string()))?;
        let Some(preset) = preset.filter(|_| self.metrics.is_empty()) else {
            return Observed::read(&self.metrics, self.max_file_size, options)?.job(preset, &request);
        };
        make(preset, &request).map(Batch::from).map_err(Stop::Said)
    }

    pub(super) fn request(&self, configuration: Option<&Configuration>) -> JobRequest {
        let scheme = self.scheme.and_then(|scheme| Some(scheme.to_possible_value()?.get_name().to_owned()));
        let usual_interval = configuration.and_then(|configuration| {
            let global = configuration.global();
            global.scrape_interval.is_given().then(|| global.interval())
        });
        JobRequest {
            name: self.name.clone(),
            targets: self.target.clone(),
            scheme,
            metrics_path: self.metrics_path.clone(),
            interval: self.interval,
            timeout: self.timeout,
            usual_interval,
            labels: self.labels.clone(),
            exporter: self.exporter.clone(),
            module: self.module.clone(),
            matches: self.r#match.clone(),
        }
    }

    /// The file of tests that is to be written.
    pub(super) fn tests(&self) -> Result<Option<TestsFile<'_>>, Stop> {
        self.with_tests.as_deref().map(TestsFile::new).transpose()
    }

    pub(super) fn options(&self, in_force: &InForce) -> Result<Options, Stop> {
        options(in_force, self.target_version)
    }
}
