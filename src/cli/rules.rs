//! `scrapelint rules`

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::CLEAN;
use super::output::{Stop, to_stdout};
use crate::rules::{RULES, Rule};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RulesArgs {
    /// How to list them.
    #[arg(long, value_enum, default_value_t)]
    output_format: ListFormat,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint rules
  scrapelint rules --output-format json";

#[derive(Clone, Copy, Default, ValueEnum)]
enum ListFormat {
    /// One line each.
    #[default]
    Text,
    /// A Markdown table.
    Markdown,
    /// A JSON array.
    Json,
}

/// A rule in the JSON list.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    category: &'static str,
    summary: &'static str,
    severity: &'static str,
    confidence: &'static str,
    preset: &'static str,
    fix: &'static str,
    since: &'static str,
}

pub(super) fn run(arguments: &RulesArgs) -> Result<u8, Stop> {
    to_stdout(|out| match arguments.output_format {
        ListFormat::Text => {
            let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
            RULES.iter().try_for_each(|rule| {
                let Rule { name, category, summary, .. } = rule;
                writeln!(out, "{name:width$}  {category:11} {:8} {summary}", rule.severity.as_str())
            })
        }
        ListFormat::Markdown => {
            writeln!(out, "| rule | category | severity | preset | fix | what |\n|---|---|---|---|---|---|")?;
            RULES.iter().try_for_each(|rule| {
                let (severity, preset, fix) =
                    (rule.severity.as_str(), rule.preset.as_str(), rule.fix.as_str());
                let summary = rule.summary.replace('|', "\\|");
                writeln!(
                    out,
                    "| {} | {} | {severity} | {preset} | {fix} | {summary} |",
                    rule.name, rule.category
                )
            })
        }
        ListFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &RULES.iter().map(listed).collect::<Vec<_>>())?;
            writeln!(out)
        }
    })?;
    Ok(CLEAN)
}

fn listed(rule: &Rule) -> Listed {
    Listed {
        name: rule.name,
        category: rule.category,
        summary: rule.summary,
        severity: rule.severity.as_str(),
        confidence: rule.confidence.as_str(),
        preset: rule.preset.as_str(),
        fix: rule.fix.as_str(),
        since: rule.since,
    }
}
