//! `scrapelint schema`

use clap::{Args, ValueEnum};

use super::CLEAN;
use super::output::{Stop, to_stdout};
use crate::config::SchemaOf;
use crate::{cardinality, generate, lint, reltest, report, settings};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct SchemaArgs {
    /// What to describe.
    #[arg(value_enum)]
    name: SchemaName,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint schema prometheus > prometheus.schema.json";

#[derive(Clone, Copy, ValueEnum)]
enum SchemaName {
    /// prometheus.yml
    Prometheus,
    /// A file that `scrape_config_files` names.
    ScrapeConfigFile,
    /// A file of targets, as `file_sd_configs` reads them.
    FileSd,
    /// scrapelint.yaml
    Settings,
    /// A baseline, as `check --baseline` reads it.
    Baseline,
    /// A file of relabel tests, as `scrapelint test` runs them.
    RelabelTest,
    /// A preset of `generate job`.
    JobPreset,
    /// What `check --output-format json` writes.
    Report,
    /// A line of what `check --output-format json-lines` writes.
    ReportLine,
    /// What `relabel --output-format json` writes.
    Relabel,
    /// What `cardinality --output-format json` writes.
    Cardinality,
    /// What `generate drop-rules --output-format json` writes.
    DropRules,
    /// What is known of frameworks, as in rules/packs/frameworks.yaml.
    Frameworks,
    /// What is known of labels and metrics by their names, as in rules/packs.
    Pack,
}

pub(super) fn run(arguments: &SchemaArgs) -> Result<u8, Stop> {
    let schema = match arguments.name {
        SchemaName::Prometheus => SchemaOf::Prometheus.schema(),
        SchemaName::ScrapeConfigFile => SchemaOf::ScrapeConfigFile.schema(),
        SchemaName::FileSd => SchemaOf::FileSd.schema(),
        SchemaName::Settings => settings::json_schema(),
        SchemaName::Baseline => lint::baseline_schema(),
        SchemaName::RelabelTest => reltest::json_schema(),
        SchemaName::JobPreset => generate::job_preset_schema(),
        SchemaName::Report => report::json_schema(),
        SchemaName::ReportLine => report::json_line_schema(),
        SchemaName::Relabel => report::relabel_schema(),
        SchemaName::Cardinality => report::cardinality_schema(),
        SchemaName::DropRules => report::drops_schema(),
        SchemaName::Frameworks => generate::frameworks_schema(),
        SchemaName::Pack => cardinality::pack_schema(),
    };
    to_stdout(|out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        writeln!(out)
    })?;
    Ok(CLEAN)
}
