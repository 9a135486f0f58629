//! `scrapelint generate job`

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::into::{Destination, add};
use crate::cli::output::{Stop, to_stderr, to_stdout};
use crate::cli::settings::{InForce, SettingsArgs, SettingsFinder};
use crate::cli::{CLEAN, FINDINGS};
use crate::config::Duration;
use crate::finding::{Finding, Severity};
use crate::generate::{JobRequest, Made, Preset, insert, make, new_findings, preset, presets};
use crate::lint::{FileKind, Options, Selection, check};
use crate::settings::TargetVersion;
use crate::source::Source;

#[derive(Args)]
pub(super) struct JobArgs {
    /// What is scraped: the name of a preset.
    #[arg(long, value_name = "NAME", required_unless_present = "list")]
    preset: Option<String>,
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
    into: Option<PathBuf>,
    /// Show what `--into` would change, and change nothing.
    #[arg(long, requires = "into")]
    diff: bool,
    /// The version of Prometheus that the job is for: 2.30 to 3.14.
    #[arg(long, value_name = "VERSION")]
    target_version: Option<TargetVersion>,
    #[command(flatten)]
    settings: SettingsArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Scheme {
    Http,
    Https,
}

fn label(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a label is NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(super) fn run(arguments: &JobArgs) -> Result<u8, Stop> {
    let Some(name) = &arguments.preset else { return list() };
    let preset = preset(name).map_err(|unknown| Stop::Said(unknown.to_string()))?;
    let mut settings = SettingsFinder::new(&arguments.settings)?;
    match &arguments.into {
        Some(path) => {
            let options = arguments.options(&*settings.of_file(path)?);
            let destination = Destination { path, is_written: !arguments.diff };
            add(&destination, &options, |usual| arguments.make(preset, usual))
        }
        None => {
            let options = arguments.options(&*settings.here()?);
            print(&arguments.make(preset, None)?, options)
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

/// Prints a job as a file of its own.
fn print(made: &Made, options: Options) -> Result<u8, Stop> {
    let text = insert("", &made.job).map_err(Stop::Said)?;
    let options = Options { kind: Some(FileKind::ScrapeConfigFile), ..options };
    let report = check(Source::new("the generated job", text), &options);
    let found = new_findings(None, &report);
    refuse_broken(&found)?;
    to_stdout(|out| out.write_all(report.source.text.as_bytes()))?;
    say(made, &found)
}

/// Stops where what would be written is broken.
pub(super) fn refuse_broken(found: &[&Finding]) -> Result<(), Stop> {
    match found.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(Stop::Said(format!("such a job would be broken: {}", words(finding)))),
        None => Ok(()),
    }
}

/// Says what is to be done elsewhere, and what is to be thought over. Gives the exit code.
pub(super) fn say(made: &Made, found: &[&Finding]) -> Result<u8, Stop> {
    to_stderr(|out| {
        made.notes.iter().try_for_each(|note| writeln!(out, "note: {note}"))?;
        found.iter().try_for_each(|finding| writeln!(out, "warning: {}", words(finding)))
    })?;
    Ok(if found.is_empty() { CLEAN } else { FINDINGS })
}

fn words(finding: &Finding) -> String {
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}{help} ({})", finding.message, finding.rule)
}

impl JobArgs {
    fn make(&self, preset: &Preset, usual_interval: Option<Duration>) -> Result<Made, Stop> {
        let scheme = self.scheme.and_then(|scheme| Some(scheme.to_possible_value()?.get_name().to_owned()));
        let request = JobRequest {
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
        };
        make(preset, &request).map_err(Stop::Said)
    }

    fn options(&self, in_force: &InForce) -> Options {
        let target_version = self.target_version.or(in_force.settings.target_version.value().copied());
        let selection = Selection::default().behind(Arc::clone(&in_force.settings), in_force.root.clone());
        Options { selection, target_version: target_version.unwrap_or_default(), ..Options::default() }
    }
}
