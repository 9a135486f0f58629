//! `scrapelint check`

mod baseline;
mod dumps;
mod format;
mod gather;
mod ignore;
mod interactive;
mod repair;
mod ruling;
mod show;
mod watch;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::baseline::settle;
pub(super) use self::dumps::{DumpReader, linked};
use self::format::{FormatKind, Formats};
use self::gather::{Gathered, gather};
use self::ignore::ignore;
use self::interactive::{refuse_without_terminal, repair_asking};
use self::repair::{Repairs, repair};
use self::ruling::Rulings;
pub(super) use self::ruling::today;
use self::show::{Channel, show, show_diffs, show_repairs};
use self::watch::watch;
use super::output::{Colour, Format, Stop, to_stdout};
use super::settings::SettingsArgs;
use super::size::MaxFileSize;
use super::{CLEAN, FINDINGS, INCOMPLETE};
use crate::finding::{Safety, Severity};
use crate::rules::Preset;
use crate::settings::TargetVersion;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CheckArgs {
    /// Files and folders; `-` for standard input. Without any: each prometheus.yml below the current folder.
    paths: Vec<PathBuf>,
    /// Take files that are named as if they had been found in a folder: what settings exclude and what is no configuration of
    /// Prometheus is left out, as suits programs that name all files of a change.
    #[arg(long)]
    as_found: bool,
    /// Make the repairs that change nothing but what was meant.
    #[arg(long)]
    fix: bool,
    /// Make all repairs, those too that change what Prometheus does.
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what `--fix` (or `--unsafe-fixes`) would change, and change nothing.
    #[arg(long)]
    diff: bool,
    /// Ask before each repair of `--fix` or `--unsafe-fixes`.
    #[arg(long, conflicts_with_all = ["diff", "add_ignore", "write_baseline", "watch"])]
    interactive: bool,
    /// Write comments that hold back all findings of the files named, as far as comments can, with a reason behind them.
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["fix", "unsafe_fixes"]
    )]
    add_ignore: Option<String>,
    /// Hold back the findings that this file knows; what is not found any more is told.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings of this run to the baseline; entries of files that are not checked stay.
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "add_ignore"])]
    write_baseline: bool,
    /// Run these rules or categories alone; what Prometheus itself refuses is always reported.
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    select: Vec<String>,
    /// Leave these rules or categories out.
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    ignore: Vec<String>,
    /// Which rules run unasked; `recommended` unless settings say otherwise.
    #[arg(long, value_enum)]
    preset: Option<PresetArg>,
    /// The severity from which findings make the command fail; `warning` unless settings say otherwise.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// The version of Prometheus that the configurations are for: 2.30 to 3.14.
    #[arg(long, value_name = "X.Y")]
    target_version: Option<TargetVersion>,
    /// A metrics dump, and the job that it is of, for the rules on evidence; without JOB, that of the only job. May be
    /// given several times.
    #[arg(long, value_name = "[JOB=]FILE")]
    metrics: Vec<String>,
    #[command(flatten)]
    settings: SettingsArgs,
    /// How to write findings: full, concise, json, json-lines, sarif, github, gitlab, junit or checkstyle; `FORMAT:FILE`
    /// writes to a file. May be given several times. In a job on GitHub: github, unless told otherwise.
    #[arg(long, value_name = "FORMAT[:FILE]")]
    output_format: Vec<Format<FormatKind>>,
    /// The configuration is for Prometheus in agent mode.
    #[arg(long)]
    agent: bool,
    /// The name that standard input goes by; files that it names are looked for beside it.
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    #[command(flatten)]
    max_file_size: MaxFileSize,
    /// Leave out the summary and what is said of skipped files.
    #[arg(long, short)]
    quiet: bool,
    /// Check again whenever one of the files changes, until Ctrl-C.
    #[arg(long, conflicts_with_all = ["write_baseline", "add_ignore", "interactive"])]
    watch: bool,
    /// Count the findings of each rule instead of showing them.
    #[arg(long)]
    statistics: bool,
    /// Whether to use colours.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint check
  scrapelint check prometheus.yml conf.d/
  scrapelint check --fix prometheus.yml
  scrapelint check --fix --interactive
  scrapelint check --unsafe-fixes --diff
  scrapelint check --output-format full --output-format sarif:scrapelint.sarif
  scrapelint check --metrics web=web.prom
  scrapelint check --baseline scrapelint-baseline.json --write-baseline
  scrapelint check --watch";

#[derive(Clone, Copy, ValueEnum)]
enum PresetArg {
    /// Quiet on healthy configurations.
    Recommended,
    /// For those who want more said.
    Strict,
    /// Everything.
    All,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
}

impl From<PresetArg> for Preset {
    fn from(preset: PresetArg) -> Self {
        match preset {
            PresetArg::Recommended => Self::Recommended,
            PresetArg::Strict => Self::Strict,
            PresetArg::All => Self::All,
        }
    }
}

impl From<FailOn> for Severity {
    fn from(severity: FailOn) -> Self {
        match severity {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Info => Self::Info,
        }
    }
}

pub(super) fn run(arguments: &CheckArgs) -> Result<u8, Stop> {
    if arguments.watch { watch(arguments) } else { check(arguments, &mut Vec::new()) }
}

/// Checks once. Which files the outcome rests on is told even where there is none.
fn check(arguments: &CheckArgs, rests_on: &mut Vec<PathBuf>) -> Result<u8, Stop> {
    let formats = Formats::new(arguments)?;
    if arguments.interactive {
        refuse_without_terminal(arguments)?;
    }
    let mut rulings = Rulings::new(arguments)?;
    let (inputs, failures) = rulings.inputs()?;
    if inputs.is_empty() && failures.is_empty() {
        let words = match &arguments.paths[..] {
            [] => {
                "there is no prometheus.yml below this folder; name a file, a folder, or `-` for standard input"
            }
            _ => "there is no YAML file in what was named",
        };
        return Err(Stop::Said(words.to_owned()));
    }
    let mut gathered = gather(inputs, &mut rulings, arguments);
    gathered.failures.extend(failures);
    gathered.failures.extend(rulings.dumps.take_failures());
    rests_on.extend(gathered.paths().chain(rulings.paths()));
    if let Some(reason) = &arguments.add_ignore {
        let repairs = ignore(&mut gathered, reason, arguments)?;
        settle(&mut gathered, &rulings, arguments)?;
        return finish(arguments, &formats, repairs, gathered);
    }
    let Some(allowed) = arguments.allowed() else {
        settle(&mut gathered, &rulings, arguments)?;
        let outcome = gathered.outcome();
        show(&gathered.into_report(), arguments, &formats, Channel::Stdout)?;
        return Ok(outcome);
    };
    let repairs = match arguments.interactive {
        true => repair_asking(&mut gathered, allowed, arguments)?,
        false => repair(&mut gathered, allowed, arguments),
    };
    settle(&mut gathered, &rulings, arguments)?;
    finish(arguments, &formats, repairs, gathered)
}

/// Shows what repairs did, or would do.
fn finish(
    arguments: &CheckArgs,
    formats: &Formats,
    repairs: Repairs,
    gathered: Gathered,
) -> Result<u8, Stop> {
    let outcome = gathered.outcome();
    let report = gathered.into_report();
    if arguments.diff {
        let is_same = repairs.changed.is_empty();
        show_diffs(&repairs, arguments)?;
        show(&report, arguments, formats, Channel::Nowhere)?;
        let found = if is_same { CLEAN } else { FINDINGS };
        return Ok(if outcome == INCOMPLETE { INCOMPLETE } else { found });
    }
    if let Some(text) = &repairs.stdin {
        // The repaired text is what is asked for; what is left to say goes beside it.
        to_stdout(|out| out.write_all(text))?;
        show(&report, arguments, formats, Channel::Stderr)?;
        show_repairs(&repairs, arguments, formats, Channel::Stderr)?;
    } else {
        show(&report, arguments, formats, Channel::Stdout)?;
        show_repairs(&repairs, arguments, formats, Channel::Stdout)?;
    }
    Ok(outcome)
}

impl CheckArgs {
    /// How daring the repairs may be that are to be made or shown, if any are.
    fn allowed(&self) -> Option<Safety> {
        if self.unsafe_fixes {
            Some(Safety::Unsafe)
        } else {
            (self.fix || self.diff || self.interactive).then_some(Safety::Safe)
        }
    }

    fn max_size(&self) -> u64 {
        self.max_file_size.bytes()
    }
}
