//! `scrapelint completions`

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::output::{Stop, to_stdout};
use super::{CLEAN, Cli};

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint completions bash > ~/.local/share/bash-completion/completions/scrapelint
  scrapelint completions zsh > ~/.zfunc/_scrapelint
  scrapelint completions fish > ~/.config/fish/completions/scrapelint.fish";

pub(super) fn run(arguments: &CompletionsArgs) -> Result<u8, Stop> {
    // It would panic on a pipe that is closed.
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
    to_stdout(|out| out.write_all(&script))?;
    Ok(CLEAN)
}
