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

use clap::{Args, Subcommand};

use super::output::Stop;

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
