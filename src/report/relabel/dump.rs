//! What relabeling does to all series of a metrics dump.

use std::io;

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use crate::report::Look;
use crate::report::words::{harmless, plural};

/// The way of all series of a metrics dump through the steps of a stage, counted.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct DumpReport {
    /// The dump.
    pub path: String,
    /// What holds the steps: `job "web"`.
    pub owner: String,
    /// `metric` or `write`.
    pub stage: String,
    /// How many series it has.
    pub series: usize,
    /// How many are kept.
    pub kept: usize,
    /// How many of those have other labels behind the steps than before.
    pub changed: usize,
    /// How many are dropped.
    pub dropped: usize,
    /// How many of those kept have the labels of another one: Prometheus keeps one sample of them and loses the rest.
    pub collided: usize,
    /// Two series that come to have the same labels, and these labels.
    pub collision: Option<[String; 3]>,
    /// Why Prometheus would fail the whole scrape, if it would.
    pub scrape_error: Option<String>,
    /// The steps.
    pub steps: Vec<StepCount>,
    /// Lines that are no metrics, and why.
    pub problems: Vec<String>,
    /// The series that were asked for.
    pub listed: Vec<Listed>,
}

/// What a step did, counted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepCount {
    /// Its number, from 1.
    pub number: usize,
    /// The line of the configuration on which it begins.
    pub line: usize,
    /// The step in words.
    pub rule: String,
    /// How many series came to it.
    pub reached: u64,
    /// How many of them it changed.
    pub changed: u64,
    /// How many of them it dropped.
    pub dropped: u64,
    /// How many are lost because it gives them the labels of another one.
    pub lost: u64,
}

/// A series, and what became of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    /// The series before the first step.
    pub series: String,
    /// Its labels behind the last one, if they are others; none if it is dropped.
    pub becomes: Option<String>,
    /// The step that dropped it, from 1.
    pub dropped_by: Option<usize>,
}

/// Problems of a dump that are shown.
const SHOWN_PROBLEMS: usize = 5;

/// Writes what became of the series of a dump.
///
/// # Errors
/// What `out` fails with.
pub fn write_dump(dump: &DumpReport, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let style = |style: Style| if look.colour { style } else { Style::new() };
    let (strong, dim) = (style(Style::new().bold()), style(Style::new().dimmed()));
    let path = harmless(&dump.path);
    let samples = plural(dump.series, "sample");
    writeln!(out, "{}, {} relabeling of {samples} in {strong}{path}{strong:#}\n", dump.owner, dump.stage)?;
    // Columns of numbers, and what is left for the step in words.
    let loses = dump.steps.iter().any(|step| step.lost > 0);
    let width = look.width.saturating_sub(if loses { 52 } else { 42 }).max(20);
    let lost = |text: &str| if loses { format!(" {text:>9}") } else { String::new() };
    writeln!(
        out,
        "{dim}{:>4}  {:width$} {:>6} {:>9} {:>9} {:>9}{}{dim:#}",
        "step",
        "",
        "line",
        "reached",
        "changed",
        "dropped",
        lost("lost")
    )?;
    for step in &dump.steps {
        let StepCount { number, line, rule, reached, changed, dropped, .. } = step;
        let rule = cut(&harmless(rule), width);
        let idle = *changed + *dropped == 0;
        let style = if idle { dim } else { Style::new() };
        let count = |count: &u64| if *count == 0 { "-".to_owned() } else { count.to_string() };
        let (changed, dropped, lost) = (count(changed), count(dropped), lost(&count(&step.lost)));
        writeln!(
            out,
            "{style}{number:>4}  {rule:width$} {line:>6} {reached:>9} {changed:>9} {dropped:>9}{lost}{style:#}"
        )?;
    }
    writeln!(out, "\n  {} kept ({} changed), {} dropped.", dump.kept, dump.changed, dump.dropped)?;
    if let Some([first, second, both]) = &dump.collision {
        writeln!(
            out,
            "  {} would be lost: their labels become those of another one, such as\n    {}\n    {}\n  which both become\n    {}",
            plural(dump.collided, "sample"),
            harmless(first),
            harmless(second),
            harmless(both)
        )?;
    }
    if let Some(error) = &dump.scrape_error {
        writeln!(out, "  Prometheus would fail the whole scrape: {}", harmless(error))?;
    }
    for problem in dump.problems.iter().take(SHOWN_PROBLEMS) {
        writeln!(out, "  {}", harmless(problem))?;
    }
    let more = dump.problems.len().saturating_sub(SHOWN_PROBLEMS);
    if more > 0 {
        writeln!(out, "  and {} that cannot be read", plural(more, "more line"))?;
    }
    for Listed { series, becomes, dropped_by } in &dump.listed {
        let series = harmless(series);
        match (becomes, dropped_by) {
            (_, Some(step)) => writeln!(out, "- {series} {dim}(step {step}){dim:#}")?,
            (Some(becomes), _) => writeln!(out, "~ {series}\n  -> {}", harmless(becomes))?,
            (None, None) => writeln!(out, "  {series}")?,
        }
    }
    writeln!(out)
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let end = text.char_indices().nth(width.saturating_sub(1)).map_or(text.len(), |(end, _)| end);
    format!("{}…", &text[..end])
}
