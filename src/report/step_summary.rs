//! The summary of a job's step, which GitHub shows as Markdown.

use std::io;

use super::model::{JsonFailure, JsonReport};
use super::places::{rule_url, seen_from};
use super::words::summary;
use super::xml::escaped;
use crate::lint::Report;
use crate::rules::find;
use crate::settings::Root;

/// How many findings are listed; GitHub takes no more than 1 MiB.
const LISTED: usize = 200;

/// Writes what was found as a table.
///
/// # Errors
/// What `out` fails with.
pub fn write_step_summary(report: &Report, root: &Root, out: &mut dyn io::Write) -> io::Result<()> {
    let model = JsonReport::from(report);
    writeln!(out, "### scrapelint\n\n{}\n", summary(report))?;
    let findings = || model.files.iter().flat_map(|file| file.findings.iter().map(move |it| (file.path, it)));
    let count = findings().count();
    if count > 0 {
        // Within HTML nothing that a message says is read as Markdown, as long as no line is empty.
        writeln!(out, "<table>")?;
        for (path, finding) in findings().take(LISTED) {
            let path = words(&seen_from(root, path));
            let (line, severity) = (finding.place.start.line, finding.severity);
            let rule = match find(finding.rule) {
                Some(rule) => format!("<a href=\"{}\">{}</a>", rule_url(rule), rule.name),
                None => finding.rule.to_owned(),
            };
            let message = with_code(finding.message);
            writeln!(
                out,
                "<tr><td>{severity}</td><td>{path}:{line}</td><td>{rule}</td><td>{message}</td></tr>"
            )?;
        }
        writeln!(out, "</table>\n")?;
    }
    if count > LISTED {
        writeln!(out, "And {} more.\n", count - LISTED)?;
    }
    for JsonFailure { path, reason } in &model.failures {
        writeln!(out, "<p>{}: {}</p>\n", words(&seen_from(root, path)), words(reason))?;
    }
    Ok(())
}

/// Text on one line.
fn words(text: &str) -> String {
    escaped(text).replace('\n', " ")
}

/// Text on one line, with what stands between backticks as code.
fn with_code(text: &str) -> String {
    let text = words(text);
    let parts: Vec<&str> = text.split('`').collect();
    let is_paired = parts.len() % 2 == 1;
    let code = |(at, part): (usize, &&str)| match at % 2 {
        1 if is_paired => format!("<code>{part}</code>"),
        _ => (*part).to_owned(),
    };
    parts.iter().enumerate().map(code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_no_markup() {
        assert_eq!(with_code("`a<b` is | \n![x](y)"), "<code>a&lt;b</code> is |  ![x](y)");
        assert_eq!(with_code("one ` alone"), "one  alone");
    }
}
