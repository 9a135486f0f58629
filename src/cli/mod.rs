//! The command line: arguments, and one file per subcommand.

mod cardinality;
mod check;
mod completions;
mod config;
mod explain;
mod generate;
mod man;
mod output;
mod packs;
mod relabel;
mod rules;
mod schema;
mod server;
mod settings;
mod size;
mod test;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

use crate::finding::nearest;

/// Nothing at or above the severity that fails a run.
const CLEAN: u8 = 0;
/// Findings.
const FINDINGS: u8 = 1;
/// The tool could not do all of its work.
const INCOMPLETE: u8 = 2;

/// Lint, fix, test, explain and generate Prometheus scrape and relabel configuration.
#[derive(Parser)]
#[command(name = "scrapelint", version, max_term_width = 100, propagate_version = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint check
  scrapelint relabel prometheus.yml --job node
  scrapelint generate job --preset redis --into prometheus.yml

`scrapelint COMMAND --help` shows more of each.";

#[derive(Subcommand)]
enum Command {
    /// Check configurations: what Prometheus would refuse, and what it would take but you would not want.
    Check(Box<check::CheckArgs>),
    /// Show the page of a rule.
    Explain(explain::ExplainArgs),
    /// List the rules.
    Rules(rules::RulesArgs),
    /// Show step by step what relabeling does to targets, series and alerts.
    Relabel(Box<relabel::RelabelArgs>),
    /// Look at configurations as Prometheus will use them.
    Config(config::ConfigArgs),
    /// Show what the series of a scrape are made of, and which labels hold IDs.
    Cardinality(cardinality::CardinalityArgs),
    /// Run tests of relabel rules.
    Test(test::TestArgs),
    /// Write configuration for you.
    Generate(generate::GenerateArgs),
    /// Speak to an editor: findings while you type, repairs, completion.
    Server(server::ServerArgs),
    /// Print a JSON Schema.
    Schema(schema::SchemaArgs),
    /// Print a script that completes arguments in a shell.
    Completions(completions::CompletionsArgs),
    /// Print a man page.
    Man(man::ManArgs),
}

/// Runs the command line with these arguments, the program's name first.
///
/// Gives 0 if all is well, 1 if there are findings that count, 2 if the tool could not do all of its work.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(mut error) => {
            suggest_flag(&mut error, &arguments);
            // Help and the version are asked for, everything else is a mistake. A closed pipe is no reason to complain.
            _ = error.print();
            tip(&error);
            return ExitCode::from(if error.use_stderr() { INCOMPLETE } else { CLEAN });
        }
    };
    let outcome = match cli.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Relabel(arguments) => relabel::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Cardinality(arguments) => cardinality::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Server(arguments) => server::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    };
    ExitCode::from(outcome.unwrap_or_else(|stop| stop.report()))
}

/// Adds the flag that was likely meant where clap knows none: it takes two letters in the wrong order for two other letters.
fn suggest_flag(error: &mut clap::Error, arguments: &[OsString]) {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg) else { return };
    if error.kind() != ErrorKind::UnknownArgument || error.get(ContextKind::SuggestedArg).is_some() {
        return;
    }
    let root = Cli::command();
    let mut command = &root;
    for word in arguments.iter().skip(1) {
        command = command.find_subcommand(word).unwrap_or(command);
    }
    let flags: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
    let near = nearest(word.trim_start_matches('-'), &flags).map(|flag| format!("--{flag}"));
    if let Some(flag) = near {
        error.remove(ContextKind::Suggested);
        error.insert(ContextKind::SuggestedArg, ContextValue::String(flag));
    }
}

/// Says what was likely meant where a file stands in the place of a command.
fn tip(error: &clap::Error) {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return };
    if error.kind() == ErrorKind::InvalidSubcommand && Path::new(word).exists() {
        _ = writeln!(io::stderr(), "\n  tip: `scrapelint check {word}` checks it");
    }
}
