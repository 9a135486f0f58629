//! `scrapelint config`

mod settings;

use std::path::PathBuf;

use self::settings::{ShowArgs, init, show};
use clap::{Args, Subcommand, ValueEnum};

use super::output::{Stop, to_stderr, to_stdout};
use super::{CLEAN, FINDINGS};
use crate::config::{Mode, Redaction, effective_config, load};
use crate::io::{DEFAULT_MAX_SIZE, read, read_stdin};
use crate::yaml::parse;

#[derive(Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Write a commented scrapelint.yaml into this folder.
    #[command(after_help = "Examples:\n  scrapelint config init")]
    Init,
    /// Show the settings of scrapelint that are in force, and where they come from.
    Show(ShowArgs),
    /// Show what Prometheus will use, defaults and inherited values filled in, with the origin of each value.
    Effective(EffectiveArgs),
}

#[derive(Args)]
#[command(after_help = EXAMPLES)]
struct EffectiveArgs {
    /// The configuration; `-` for standard input.
    #[arg(default_value = "prometheus.yml")]
    path: PathBuf,
    /// How to write it: YAML with comments, or a JSON list of values.
    #[arg(long, value_enum, default_value_t)]
    output_format: EffectiveFormat,
    /// The configuration is for Prometheus in agent mode.
    #[arg(long)]
    agent: bool,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint config effective
  scrapelint config effective prometheus.yml --output-format json";

#[derive(Clone, Copy, Default, ValueEnum)]
enum EffectiveFormat {
    /// YAML that Prometheus would read, but for secrets; comments tell where values come from.
    #[default]
    Yaml,
    /// A list of values, each with its path and origin.
    Json,
}

pub(super) fn run(arguments: &ConfigArgs) -> Result<u8, Stop> {
    match &arguments.command {
        ConfigCommand::Init => init(),
        ConfigCommand::Show(arguments) => show(arguments),
        ConfigCommand::Effective(arguments) => effective(arguments),
    }
}

fn effective(arguments: &EffectiveArgs) -> Result<u8, Stop> {
    let source = if arguments.path.as_os_str() == "-" {
        read_stdin("-", DEFAULT_MAX_SIZE)
    } else {
        read(&arguments.path, DEFAULT_MAX_SIZE)
    };
    let source = source.map_err(|failure| Stop::Said(format!("{}: {}", failure.path, failure.reason)))?;
    let (document, error) = parse(&source.text);
    if error.is_some() || source.not_text.is_some() {
        let words = "is no YAML that Prometheus reads; `scrapelint check` tells where";
        return Err(Stop::Said(format!("{}: {words}", source.path)));
    }
    let loaded = load(&document, if arguments.agent { Mode::Agent } else { Mode::Server });
    let effective = effective_config(&document, &loaded, Redaction::Redacted);
    to_stdout(|out| match arguments.output_format {
        EffectiveFormat::Yaml => out.write_all(effective.to_yaml().as_bytes()),
        EffectiveFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &effective.values())?;
            writeln!(out)
        }
    })?;
    if loaded.is_ok() {
        return Ok(CLEAN);
    }
    to_stderr(|out| {
        let words = "Prometheus would refuse this file; what it could use of it is shown. `scrapelint check` tells why";
        writeln!(out, "{}: {words}", source.path)
    })?;
    Ok(FINDINGS)
}
