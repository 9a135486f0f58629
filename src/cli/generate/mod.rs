//! `scrapelint generate`

mod ask;
mod batch;
mod compose;
mod drop_rules;
mod ground;
mod into;
mod job;
mod limits;
mod observed;
mod tests;

use std::sync::Arc;

use clap::{Args, Subcommand};

use super::output::Stop;
use super::packs::packs;
use super::settings::InForce;
use crate::lint::{Options, Selection};
use crate::settings::TargetVersion;

#[derive(Args)]
#[command(after_help = "Without a command, on a terminal: asks for a job, question by question.")]
pub(super) struct GenerateArgs {
    #[command(subcommand)]
    command: Option<GenerateCommand>,
}

#[derive(Subcommand)]
enum GenerateCommand {
    /// Write scrape jobs, from a preset, a metrics dump or a compose file, checked before they are shown.
    Job(Box<job::JobArgs>),
    /// Say which series of a job could be left out, with steps that were tried out on metrics dumps.
    DropRules(Box<drop_rules::DropRulesArgs>),
    /// Write limits of a scrape with room above what metrics dumps have.
    Limits(Box<limits::LimitsArgs>),
}

pub(super) fn run(arguments: &GenerateArgs) -> Result<u8, Stop> {
    match &arguments.command {
        None => job::run(&job::JobArgs::default()),
        Some(GenerateCommand::Job(arguments)) => job::run(arguments),
        Some(GenerateCommand::DropRules(arguments)) => drop_rules::run(arguments),
        Some(GenerateCommand::Limits(arguments)) => limits::run(arguments),
    }
}

/// What is generated is checked with what settings say, for the version that is asked for, or else that of the settings.
fn options(in_force: &InForce, asked: Option<TargetVersion>) -> Result<Options, Stop> {
    let target_version = asked.or(in_force.settings.target_version.value().copied());
    let selection = Selection::default().behind(Arc::clone(&in_force.settings), in_force.root.clone());
    Ok(Options {
        selection,
        target_version: target_version.unwrap_or_default(),
        packs: packs(in_force)?,
        ..Options::default()
    })
}
