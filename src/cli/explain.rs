//! `scrapelint explain`

use clap::Args;

use super::CLEAN;
use super::output::{Stop, to_stdout};
use crate::lint::UnknownSelector;
use crate::report::rule_page;
use crate::rules::find;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArgs {
    /// The rule's name, as findings show it.
    rule: String,
}

const EXAMPLES: &str = "\
Examples:
  scrapelint explain timeout-exceeds-interval";

pub(super) fn run(arguments: &ExplainArgs) -> Result<u8, Stop> {
    let rule =
        find(&arguments.rule).ok_or_else(|| Stop::Said(UnknownSelector::new(&arguments.rule).to_string()))?;
    to_stdout(|out| write!(out, "{}", rule_page(rule)))?;
    Ok(CLEAN)
}
