//! Relabeling as text for people.

use std::io;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter};

use super::model::{End, Walk, WalkStep};
use crate::report::Look;
use crate::report::words::{harmless, plural};

/// Values longer than this, in characters, are cut.
const LONG: usize = 160;

/// The styles of the text; none without colour.
struct Styles {
    strong: Style,
    dim: Style,
    added: Style,
    removed: Style,
    good: Style,
    bad: Style,
}

impl Styles {
    fn new(look: Look) -> Self {
        let style = |style: Style| if look.colour { style } else { Style::new() };
        Self {
            strong: style(Style::new().bold()),
            dim: style(Style::new().dimmed()),
            added: style(AnsiColor::Green.on_default()),
            removed: style(AnsiColor::Red.on_default()),
            good: style(AnsiColor::Green.on_default().bold()),
            bad: style(AnsiColor::Red.on_default().bold()),
        }
    }
}

/// Writes the way of one target, series or alert.
///
/// # Errors
/// What `out` fails with.
pub fn write_walk(walk: &Walk, config: &str, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let styles = Styles::new(look);
    let Styles { strong, dim, .. } = &styles;
    let place =
        walk.line.map(|line| format!("  {dim}{}:{line}{dim:#}", harmless(config))).unwrap_or_default();
    let subject = harmless(&walk.subject);
    writeln!(out, "{}, {} relabeling of {strong}{subject}{strong:#}{place}", walk.owner, walk.stage)?;
    let labels = walk.start.iter().filter(|label| !is_quiet(*label));
    let labels = labels.map(|(name, value)| format!("{}={}", harmless(name), quoted(value)));
    let labels = labels.collect::<Vec<_>>().join(" ");
    let indent = Options::new(look.width)
        .initial_indent("  ")
        .subsequent_indent("    ")
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    writeln!(out, "{dim}{}{dim:#}", textwrap::fill(&format!("from {labels}"), indent.clone()))?;
    writeln!(out)?;
    for step in &walk.steps {
        write_step(step, &styles, look, out)?;
    }
    let left = walk.step_count - walk.steps.len();
    if left > 0 {
        writeln!(out, "  {dim}{} not reached{dim:#}", plural(left, "more step"))?;
    }
    if walk.step_count > 0 {
        writeln!(out)?;
    }
    let verdict = match walk.end {
        End::Scraped { .. } | End::Kept { .. } => styles.good,
        End::Dropped { .. } | End::Emptied | End::Refused { .. } => styles.bad,
    };
    let why = textwrap::fill(&harmless(&walk.why), indent);
    let (first, rest) = why.trim_start().split_once([' ', ':']).unwrap_or((&why, ""));
    let separator = why.trim_start()[first.len()..].chars().next().unwrap_or(' ');
    writeln!(out, "  {verdict}{first}{verdict:#}{separator}{rest}\n")
}

/// Whether a label says only that native histograms are not asked for, as nearly all do.
fn is_quiet((name, value): (&str, &str)) -> bool {
    value == "false" && name.starts_with("__") && (name.contains("histograms"))
}

fn write_step(step: &WalkStep, styles: &Styles, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let Styles { dim, added, removed, bad, .. } = styles;
    let number = format!("{:>4}  ", step.number);
    let line = format!("line {}", step.line);
    let rule = harmless(&step.rule);
    let gap = look.width.saturating_sub(number.len() + rule.chars().count() + line.len()).max(2);
    writeln!(out, "{number}{rule}{}{dim}{line}{dim:#}", " ".repeat(gap))?;
    if let Some(saw) = saw(step) {
        writeln!(out, "      {dim}{saw}{dim:#}")?;
    }
    for change in &step.changes {
        let label = harmless(&change.label);
        let (before, after) = (quoted(&change.before), quoted(&change.after));
        match (change.before.is_empty(), change.after.is_empty()) {
            (true, _) => writeln!(out, "      {added}+ {label}={after}{added:#}")?,
            (_, true) => writeln!(out, "      {removed}- {label}={before}{removed:#}")?,
            _ => writeln!(out, "      ~ {label}={removed}{before}{removed:#} -> {added}{after}{added:#}")?,
        }
    }
    if step.dropped {
        writeln!(out, "      {bad}dropped{bad:#}")?;
    }
    Ok(())
}

/// What a step looked at, in one line.
fn saw(step: &WalkStep) -> Option<String> {
    let joined = quoted(step.joined.as_deref().unwrap_or_default());
    let note = step.note.as_ref().map(|note| format!("; {}", harmless(note))).unwrap_or_default();
    // A constant that is set looks at nothing.
    if step.sources.is_empty() && step.action == "replace" {
        return step.note.clone();
    }
    if let Some(matched) = step.matched {
        let verdict = if matched { "matches" } else { "does not match" };
        let groups: Vec<String> = step
            .groups
            .iter()
            .filter(|group| group.number > 0)
            .map(|group| {
                let text = group.text.as_deref().map_or("(no part)".to_owned(), quoted);
                match &group.name {
                    Some(name) => format!("${{{name}}} = {text}"),
                    None => format!("${} = {text}", group.number),
                }
            })
            .collect();
        // The one group around the whole match says nothing new.
        let is_whole = groups.len() == 1 && step.groups[0].text == step.groups[1].text;
        let groups =
            if groups.is_empty() || is_whole { String::new() } else { format!(": {}", groups.join(", ")) };
        return Some(format!("{joined} {verdict}{groups}{note}"));
    }
    if let Some(other) = &step.compared_with {
        let verdict =
            if other.value == step.joined.as_deref().unwrap_or_default() { "equals" } else { "differs from" };
        return Some(format!("{joined} {verdict} {}={}", harmless(&other.label), quoted(&other.value)));
    }
    if step.joined.is_some() {
        return Some(format!("from {joined}"));
    }
    let names: Vec<_> = step.matching_labels.iter().map(|name| harmless(name)).collect();
    Some(match names.len() {
        0 => "no label matches".to_owned(),
        1 => format!("{} matches", names[0]),
        _ => format!("{} match", names.join(", ")),
    })
}

/// A value in quotes, without characters that would do something to a terminal, cut if it is long.
fn quoted(value: &str) -> String {
    let cut = match value.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    };
    crate::yaml::go_quote(&cut)
}
