//! `scrapelint check`

mod gather;
mod repair;
mod show;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::gather::gather;
use self::repair::{Repairs, repair};
use self::show::{Channel, show, show_diffs, show_repairs};
use super::output::{Colour, Format, Stop, to_stdout};
use super::{CLEAN, FINDINGS, INCOMPLETE};
use crate::config::Mode;
use crate::finding::{Safety, Severity};
use crate::io::{DEFAULT_MAX_SIZE, find_inputs};
use crate::lint::{Options, Report, Selection};
use crate::rules::Preset;

#[derive(Args)]
pub(super) struct CheckArgs {
    /// Files and folders; `-` for standard input. Without any: each prometheus.yml below the current folder.
    paths: Vec<PathBuf>,
    /// Make the repairs that change nothing but what was meant.
    #[arg(long)]
    fix: bool,
    /// Make all repairs, those too that change what Prometheus does.
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what `--fix` (or `--unsafe-fixes`) would change, and change nothing.
    #[arg(long)]
    diff: bool,
    /// Run these rules or categories alone; what Prometheus itself refuses is always reported.
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    select: Vec<String>,
    /// Leave these rules or categories out.
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    ignore: Vec<String>,
    /// Which rules run unasked.
    #[arg(long, value_enum, default_value_t)]
    preset: PresetArg,
    /// The severity from which findings make the command fail.
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// How to write findings: full, concise or json; `FORMAT:FILE` writes to a file. May be given several times.
    #[arg(long, value_name = "FORMAT[:FILE]")]
    output_format: Vec<Format>,
    /// The configuration is for Prometheus in agent mode.
    #[arg(long)]
    agent: bool,
    /// The name that standard input goes by; files that it names are looked for beside it.
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<PathBuf>,
    /// The largest file that is read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = DEFAULT_MAX_SIZE >> 20)]
    max_file_size: u64,
    /// Leave out the summary and what is said of skipped files.
    #[arg(long, short)]
    quiet: bool,
    /// Count the findings of each rule instead of showing them.
    #[arg(long)]
    statistics: bool,
    /// Whether to use colours.
    #[arg(long, value_enum, default_value_t)]
    color: Colour,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum PresetArg {
    /// Quiet on healthy configurations.
    #[default]
    Recommended,
    /// For those who want more said.
    Strict,
    /// Everything.
    All,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FailOn {
    Error,
    #[default]
    Warning,
    Info,
}

pub(super) fn run(arguments: &CheckArgs) -> Result<u8, Stop> {
    let options = arguments.options()?;
    let (inputs, failures) = find_inputs(&arguments.paths);
    if inputs.is_empty() && failures.is_empty() {
        let words = match &arguments.paths[..] {
            [] => {
                "there is no prometheus.yml below this folder; name a file, a folder, or `-` for standard input"
            }
            _ => "there is no YAML file in what was named",
        };
        return Err(Stop::Said(words.to_owned()));
    }
    let mut gathered = gather(inputs, &options, arguments);
    gathered.failures.extend(failures);
    let Some(allowed) = arguments.allowed() else {
        let incomplete = gathered.has_skipped_a_named_file();
        let report = gathered.into_report();
        show(&report, arguments, Channel::Stdout)?;
        return Ok(arguments.exit_code(&report, incomplete));
    };
    let repairs = repair(&mut gathered, allowed, &options, arguments);
    finish(arguments, repairs, gathered.has_skipped_a_named_file(), gathered.into_report())
}

/// Shows what repairs did, or would do.
fn finish(arguments: &CheckArgs, repairs: Repairs, incomplete: bool, report: Report) -> Result<u8, Stop> {
    if arguments.diff {
        let is_same = repairs.changed.is_empty();
        show_diffs(&repairs, arguments)?;
        let found = if is_same { CLEAN } else { FINDINGS };
        return Ok(if incomplete || !report.is_complete() { INCOMPLETE } else { found });
    }
    if let Some(text) = &repairs.stdin {
        // The repaired text is what is asked for; what is left to say goes beside it.
        to_stdout(|out| out.write_all(text))?;
        show(&report, arguments, Channel::Stderr)?;
        show_repairs(&repairs, arguments, Channel::Stderr)?;
    } else {
        show(&report, arguments, Channel::Stdout)?;
        show_repairs(&repairs, arguments, Channel::Stdout)?;
    }
    Ok(arguments.exit_code(&report, incomplete))
}

impl CheckArgs {
    fn options(&self) -> Result<Options, Stop> {
        let preset = match self.preset {
            PresetArg::Recommended => Preset::Recommended,
            PresetArg::Strict => Preset::Strict,
            PresetArg::All => Preset::All,
        };
        let selection = Selection::new(preset, self.select.clone(), self.ignore.clone());
        let selection = selection.map_err(|unknown| Stop::Said(unknown.to_string()))?;
        Ok(Options { selection, mode: if self.agent { Mode::Agent } else { Mode::Server }, kind: None })
    }

    /// How daring the repairs may be that are to be made or shown, if any are.
    fn allowed(&self) -> Option<Safety> {
        if self.unsafe_fixes { Some(Safety::Unsafe) } else { (self.fix || self.diff).then_some(Safety::Safe) }
    }

    fn exit_code(&self, report: &Report, incomplete: bool) -> u8 {
        let severity = match self.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
        };
        if incomplete || !report.is_complete() {
            INCOMPLETE
        } else if report.fails_at(severity) {
            FINDINGS
        } else {
            CLEAN
        }
    }

    fn max_size(&self) -> u64 {
        self.max_file_size.saturating_mul(1 << 20)
    }
}
