//! Tables for people.

use std::io;

use anstyle::{AnsiColor, Style};

use super::model::{DumpCardinality, Relabeling};
use super::words::{bytes, grouped, number, percent, quoted, shape, shortened, title};
use crate::cardinality::{Cardinality, Confidence, IdLabel};
use crate::report::Look;
use crate::report::words::{harmless, listed, plural};

/// How the length of numbers is drawn beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bars {
    /// Not at all, in a pipe.
    None,
    /// With `#`.
    Plain,
    /// With blocks.
    Blocks,
}

/// How a table is written.
#[derive(Clone, Copy)]
struct Page {
    look: Look,
    bars: Bars,
    /// Rows of a table.
    top: usize,
}

/// Columns that a bar takes.
const BAR: usize = 16;
/// Problems of a dump that are shown.
const SHOWN_PROBLEMS: usize = 5;

/// Writes what a dump is made of; of each table, the first rows.
///
/// # Errors
/// What `out` fails with.
pub fn write_cardinality(
    dump: &DumpCardinality,
    look: Look,
    bars: Bars,
    top: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let page = Page { look, bars, top };
    let Cardinality { series, families, samples, .. } = &dump.cardinality;
    let strong = page.style(Style::new().bold());
    let of = if families.value == 1 { "metric family" } else { "metric families" };
    let path = title(dump);
    write!(out, "{strong}{path}{strong:#}: {} series of {} {of}", grouped(*series), grouped(*families))?;
    let repeated = samples.saturating_sub(series.value);
    if repeated > 0 && series.is_exact() {
        write!(out, "; {} of series that came before", plural(repeated as usize, "sample"))?;
    }
    writeln!(out, "\n")?;
    page.write_parts(&dump.cardinality, out)?;
    page.write_ids(&dump.cardinality, out)?;
    page.write_metrics(&dump.cardinality, out)?;
    page.write_labels(&dump.cardinality, out)?;
    page.write_memory(&dump.cardinality, out)?;
    if let Some(relabeling) = &dump.relabeling {
        page.write_relabeling(&dump.cardinality, relabeling, out)?;
    }
    for problem in dump.problems.iter().take(SHOWN_PROBLEMS) {
        writeln!(out, "{}", harmless(problem))?;
    }
    let more = dump.problems.len().saturating_sub(SHOWN_PROBLEMS);
    if more > 0 {
        writeln!(out, "and {}", plural(more, "more problem"))?;
    }
    if dump.is_refused {
        writeln!(out, "Prometheus would refuse this text; what could be read was counted.")?;
    }
    Ok(())
}

impl Page {
    fn style(self, style: Style) -> Style {
        if self.look.colour { style } else { Style::new() }
    }

    fn dim(self) -> Style {
        self.style(Style::new().dimmed())
    }

    fn heading(self, words: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let strong = self.style(Style::new().bold());
        writeln!(out, "{strong}{words}{strong:#}")
    }

    /// A bar with a blank before it, or nothing.
    fn bar(self, value: u64, most: u64) -> String {
        let eighths = (value as f64 / most.max(1) as f64 * (BAR * 8) as f64).round() as usize;
        let eighths = eighths.clamp(usize::from(value > 0), BAR * 8);
        match self.bars {
            Bars::None => String::new(),
            Bars::Plain => format!(" {:BAR$}", "#".repeat(eighths.div_ceil(8))),
            Bars::Blocks => {
                const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
                format!(" {:BAR$}", "█".repeat(eighths / 8) + PARTS[eighths % 8])
            }
        }
    }

    fn write_parts(self, it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
        let mut parts =
            vec![("buckets of histograms".to_owned(), it.buckets), ("_created".to_owned(), it.created)];
        parts.extend(it.runtimes.iter().map(|runtime| (format!("about {}", runtime.of), runtime.series)));
        parts.retain(|(_, series)| *series > 0);
        if parts.is_empty() {
            return Ok(());
        }
        self.heading("Series by kind", out)?;
        for (what, series) in &parts {
            let percent = percent(*series, it.series.value);
            let bar = self.bar(*series, it.series.value);
            writeln!(out, "  {what:28} {:>10} {percent:>5}{}", number(*series), bar.trim_end())?;
        }
        writeln!(out)
    }

    fn write_ids(self, it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
        let (riding, found): (Vec<&IdLabel>, Vec<&IdLabel>) =
            it.id_labels.iter().partition(|id| id.rides_along);
        if found.is_empty() {
            writeln!(out, "No label holds IDs, as far as the values tell.\n")?;
        } else {
            self.heading("Labels that hold IDs", out)?;
        }
        let mark = self.style(AnsiColor::Yellow.on_default().bold());
        for id in found {
            let sure = if id.confidence == Confidence::High { "" } else { ", maybe" };
            writeln!(
                out,
                "  {mark}{}{mark:#}  {} values, {} % {}{sure}, such as {}",
                harmless(&id.label),
                grouped(id.distinct),
                id.percent,
                id.class.plural(),
                quoted(&id.example)
            )?;
            let metrics =
                self.cut(&id.metrics.iter().map(|it| harmless(it).into_owned()).collect::<Vec<_>>());
            writeln!(out, "      in {} series of {metrics}", number(id.series))?;
            // Where another label says the same, taking one away changes little.
            if id.without.value < id.series / 2 {
                writeln!(out, "      without it: {} series", grouped(id.without))?;
            }
        }
        if let Some(without) = it.without_ids {
            let factor = it.series.value as f64 / without.max(1) as f64;
            let times = if factor >= 1.1 { format!(", {factor:.1} times fewer") } else { String::new() };
            writeln!(out, "  With one value each there would be {} series{times}.\n", number(without))?;
        }
        for id in riding {
            let dim = self.dim();
            writeln!(
                out,
                "  {dim}{}: {} values, {}; they come with those of {} and make no more series.{dim:#}",
                harmless(&id.label),
                grouped(id.distinct),
                id.class.plural(),
                harmless(id.rides_along_with.as_deref().unwrap_or("other labels"))
            )?;
        }
        if it.id_labels.iter().any(|id| id.rides_along) { writeln!(out) } else { Ok(()) }
    }

    fn write_metrics(self, it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
        let most = it.metrics.first().map_or(0, |metric| metric.series);
        let width = it.metrics.iter().take(self.top).map(|metric| metric.metric.chars().count()).max();
        let width = width.unwrap_or(0).clamp(8, 48);
        self.heading("Metrics with the most series", out)?;
        for metric in it.metrics.iter().take(self.top) {
            let bar = self.bar(metric.series, most);
            let name = shortened(&metric.metric, width);
            let shape = shape(metric);
            let line = format!(
                "  {name:width$} {:>10} {:>5}{bar}  {shape}",
                number(metric.series),
                percent(metric.series, it.series.value)
            );
            writeln!(out, "{}", line.trim_end())?;
        }
        self.more(it.metrics.len(), out)
    }

    fn write_labels(self, it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
        if it.labels.is_empty() {
            return Ok(());
        }
        let most = it.labels.first().map_or(0, |label| label.distinct.value);
        let width = it.labels.iter().take(self.top).map(|label| label.label.chars().count()).max();
        let width = width.unwrap_or(0).clamp(8, 32);
        self.heading("Labels with the most values", out)?;
        for label in it.labels.iter().take(self.top) {
            let bar = self.bar(label.distinct.value, most);
            let examples: Vec<String> = label.examples.iter().map(|it| quoted(it)).collect();
            let dots = if label.distinct.value > examples.len() as u64 { ", …" } else { "" };
            writeln!(
                out,
                "  {:width$} {:>10}{bar}  {}{dots}",
                shortened(&label.label, width),
                grouped(label.distinct),
                examples.join(", ")
            )?;
        }
        self.more(it.labels.len(), out)
    }

    fn write_memory(self, it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
        let dim = self.dim();
        writeln!(out, "Memory of Prometheus for these series, at most: about {}", bytes(it.memory.bytes))?;
        writeln!(out, "  {dim}after {}, of 2019; Prometheus 3 needs less{dim:#}\n", it.memory.source)?;
        if it.unexamined > 0 {
            writeln!(
                out,
                "{} more were not looked at: there are too many metrics.\n",
                plural(it.unexamined as usize, "sample")
            )?;
        }
        Ok(())
    }

    fn write_relabeling(
        self,
        before: &Cardinality,
        it: &Relabeling,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let steps = &it.steps;
        self.heading(&format!("Behind the metric relabeling of {}", harmless(&steps.owner)), out)?;
        let row = |what: &str, before: String, after: String| format!("  {what:28} {before:>14} {after:>14}");
        writeln!(out, "{}", row("", "before".to_owned(), "after".to_owned()))?;
        let after = &it.cardinality;
        writeln!(out, "{}", row("series", grouped(before.series), grouped(after.series)))?;
        writeln!(out, "{}", row("samples", number(before.samples), number(steps.kept as u64)))?;
        writeln!(out, "{}", row("memory", bytes(before.memory.bytes), bytes(after.memory.bytes)))?;
        for id in before.id_labels.iter().filter(|id| !id.rides_along).take(self.top) {
            let values = |of: &Cardinality| {
                let found = of.labels.iter().find(|label| label.label == id.label);
                found.map_or_else(|| "-".to_owned(), |label| grouped(label.distinct))
            };
            let what = shortened(&format!("values of {}", id.label), 28);
            writeln!(out, "{}", row(&what, values(before), values(after)))?;
        }
        if let Some([first, second, both]) = &steps.collision {
            writeln!(
                out,
                "\n  {} would be lost: their labels become those of another one, such as\n    {}\n    {}\n  which both become\n    {}",
                plural(steps.collided, "sample"),
                harmless(first),
                harmless(second),
                harmless(both)
            )?;
        } else {
            writeln!(out, "\n  None of these series come to have the same labels.")?;
        }
        if let Some(error) = &steps.scrape_error {
            writeln!(out, "  Prometheus would fail the whole scrape: {}", harmless(error))?;
        }
        writeln!(out)
    }

    fn more(self, rows: usize, out: &mut dyn io::Write) -> io::Result<()> {
        let dim = self.dim();
        match rows.saturating_sub(self.top) {
            0 => writeln!(out),
            more => writeln!(out, "  {dim}and {}; --top shows them{dim:#}\n", plural(more, "more row")),
        }
    }

    /// Some of the words.
    fn cut(self, words: &[String]) -> String {
        const SHOWN: usize = 3;
        if words.len() <= SHOWN + 1 {
            return listed(words);
        }
        format!("{} and {} more metrics", words[..SHOWN].join(", "), number((words.len() - SHOWN) as u64))
    }
}
