//! `scrapelint generate`

mod into;
mod job;

use clap::{Args, Subcommand};

use super::output::Stop;

#[derive(Args)]
pub(super) struct GenerateArgs {
    #[command(subcommand)]
    command: GenerateCommand,
}

#[derive(Subcommand)]
enum GenerateCommand {
    /// Write a scrape job from a preset, checked before it is shown.
    Job(Box<job::JobArgs>),
}

pub(super) fn run(arguments: &GenerateArgs) -> Result<u8, Stop> {
    match &arguments.command {
        GenerateCommand::Job(arguments) => job::run(arguments),
    }
}
