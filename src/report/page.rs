//! The page of a rule, for reading.

use crate::rules::Rule;

/// The page, with its front matter as a line of words and without the marks of its tests.
pub fn rule_page(rule: &Rule) -> String {
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
