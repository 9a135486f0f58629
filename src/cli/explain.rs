//! `scrapelint explain`

use clap::Args;

use super::CLEAN;
use super::output::{Stop, to_stdout};
use crate::lint::UnknownSelector;
use crate::rules::{Rule, find};

#[derive(Args)]
pub(super) struct ExplainArgs {
    /// The rule's name, as findings show it.
    rule: String,
}

pub(super) fn run(arguments: &ExplainArgs) -> Result<u8, Stop> {
    let rule =
        find(&arguments.rule).ok_or_else(|| Stop::Said(UnknownSelector::new(&arguments.rule).to_string()))?;
    to_stdout(|out| write!(out, "{}", page(rule)))?;
    Ok(CLEAN)
}

/// The page, with its front matter as a line of words and without the marks of its tests.
fn page(rule: &Rule) -> String {
    let body = rule.page.splitn(3, "---\n").nth(2).unwrap_or(rule.page).trim_start();
    let (title, rest) = body.split_once('\n').unwrap_or((body, ""));
    let fix = match rule.fix.as_str() {
        "none" => String::new(),
        kind => format!(", {kind} fix"),
    };
    let mut text = format!(
        "{title}\n\n{}.\n\nCategory {}, severity {}, preset {}{fix}, since {}.\n",
        rule.summary,
        rule.category,
        rule.severity.as_str(),
        rule.preset.as_str(),
        rule.since,
    );
    for line in rest.lines() {
        let line = match line.strip_prefix("```") {
            Some("") => "```",
            Some(words) => &format!("```{}", words.split(' ').next().unwrap_or_default()),
            None => line.split("#~").next().unwrap_or_default().trim_end(),
        };
        text.push_str(line);
        text.push('\n');
    }
    text
}
