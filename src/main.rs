//! The `scrapelint` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    scrapelint::cli::run(std::env::args_os())
}
