//! `scrapelint man`

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use super::output::{Stop, to_stdout};
use super::{CLEAN, Cli};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ManArgs {
    /// The command, such as `check` or `config show`; without it, the page of scrapelint itself.
    command: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint man > ~/.local/share/man/man1/scrapelint.1
  scrapelint man check | man -l -";

pub(super) fn run(arguments: &ManArgs) -> Result<u8, Stop> {
    let mut whole = Cli::command();
    // Gives commands below their full names.
    whole.build();
    let mut command: &Command = &whole;
    for name in &arguments.command {
        let unknown = || {
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            match known.is_empty() {
                true => format!("`{command}` has no commands"),
                false => format!("`{command}` has no command `{name}`; there are {}", known.join(", ")),
            }
        };
        command = command.find_subcommand(name).ok_or_else(|| Stop::Said(unknown()))?;
    }
    let page = Man::new(command.clone()).source(concat!("scrapelint ", env!("CARGO_PKG_VERSION")));
    to_stdout(|mut out| page.render(&mut out))?;
    Ok(CLEAN)
}
