//! Proposals for people.

use std::io;

use anstyle::{AnsiColor, Style};

use super::model::DropsReport;
use crate::finding::long;
use crate::generate::{Effect, IdAdvice, Proposal, Proposals, Safety, UsageFound};
use crate::report::Look;
use crate::report::cardinality::{number, percent, quoted};
use crate::report::words::{harmless, listed, plural};

/// Writes what could be left out.
///
/// # Errors
/// What `out` fails with.
pub fn write_drops(report: &DropsReport, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page { look };
    let it = &report.proposals;
    page.write_head(it, out)?;
    if it.proposals.is_empty() {
        writeln!(out, "\nNothing stands out that could be left out.")?;
    }
    it.proposals.iter().try_for_each(|proposal| page.write_proposal(proposal, out))?;
    if let Some(effect) = &it.together {
        let safe = it.proposals.iter().filter(|proposal| proposal.safety == Safety::Safe).count();
        page.write_paragraph(0, &format!("All {safe} that are safe, together: {}.", words(effect)), out)?;
    }
    it.ids.iter().try_for_each(|id| page.write_id(id, it, out))?;
    it.usage.iter().try_for_each(|usage| page.write_usage(usage, out))
}

/// Readers of a metric, and metrics that are kept, which are shown.
const SHOWN_READERS: usize = 3;
const SHOWN_KEPT: usize = 10;

struct Page {
    look: Look,
}

impl Page {
    fn style(&self, style: Style) -> Style {
        if self.look.colour { style } else { Style::new() }
    }

    fn write_head(&self, it: &Proposals, out: &mut dyn io::Write) -> io::Result<()> {
        let strong = self.style(Style::new().bold());
        let dumps = match &it.dumps[..] {
            [one] => one.clone(),
            [first, rest @ ..] => format!("{first} and {}", plural(rest.len(), "more dump")),
            [] => String::new(),
        };
        let (series, metrics) = (number(it.series), plural(it.metrics as usize, "metric"));
        writeln!(out, "{strong}{}{strong:#}: {series} series of {metrics}", harmless(&dumps))?;
        if it.lost > 0 {
            let lost = plural(it.lost as usize, "sample");
            let words = format!(
                "The steps that are there lose {lost}, because series come to have the same labels: `scrapelint relabel \
                 --metrics` shows where."
            );
            self.write_paragraph(0, &words, out)?;
        }
        Ok(())
    }

    /// Text in lines of its own behind an empty one.
    fn write_paragraph(&self, indent: usize, words: &str, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out)?;
        self.write_wrapped(indent, words, out)
    }

    fn write_wrapped(&self, indent: usize, words: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let indent = " ".repeat(indent);
        let options =
            textwrap::Options::new(self.look.width).initial_indent(&indent).subsequent_indent(&indent);
        textwrap::wrap(&harmless(words), options).iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn write_proposal(&self, proposal: &Proposal, out: &mut dyn io::Write) -> io::Result<()> {
        let (words, colour) = match proposal.safety {
            Safety::Safe => ("safe", AnsiColor::Green),
            Safety::YourCall => ("your call", AnsiColor::Yellow),
            Safety::Unsafe => ("unsafe", AnsiColor::Red),
        };
        let strong = self.style(Style::new().bold());
        let colour = self.style(Style::new().fg_color(Some(colour.into())));
        let Proposal { number, title, reason, .. } = proposal;
        writeln!(out, "\n{strong}{number}. {}{strong:#}: {colour}{words}{colour:#}", harmless(title))?;
        self.write_wrapped(3, &format!("{}; {}.", reason, self::words(&proposal.effect)), out)?;
        proposal.lines().iter().try_for_each(|line| writeln!(out, "     {}", harmless(line)))
    }

    fn write_id(&self, id: &IdAdvice, it: &Proposals, out: &mut dyn io::Write) -> io::Result<()> {
        let strong = self.style(Style::new().bold());
        writeln!(
            out,
            "\n{strong}Label `{}` holds {}{strong:#}: {} of them, such as {}",
            harmless(&id.label),
            id.values,
            number(id.distinct),
            quoted(&id.example)
        )?;
        let metrics: Vec<String> = id.metrics.iter().map(|name| format!("`{name}`")).collect();
        let words = format!(
            "It cannot be taken away without loss: {} of {} would become {}, and of samples for one series Prometheus \
             stores the first and leaves out the others, here {}. What helps:",
            plural(id.series as usize, "series"),
            listed(&metrics),
            number(id.without),
            number(id.lost)
        );
        self.write_wrapped(3, &words, out)?;
        ways(id, it).iter().try_for_each(|way| self.write_item(way, out))?;
        for fix in &id.fixes {
            writeln!(out, "     {}: {}", fix.with, fix.words)?;
            fix.snippet.lines().try_for_each(|line| writeln!(out, "       {}", harmless(line)))?;
        }
        Ok(())
    }

    fn write_item(&self, words: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let options =
            textwrap::Options::new(self.look.width).initial_indent("   - ").subsequent_indent("     ");
        textwrap::wrap(&harmless(words), options).iter().try_for_each(|line| writeln!(out, "{line}"))
    }

    fn write_usage(&self, usage: &UsageFound, out: &mut dyn io::Write) -> io::Result<()> {
        let strong = self.style(Style::new().bold());
        writeln!(
            out,
            "\n{strong}Kept{strong:#}: what {} of {} read",
            plural(usage.readers as usize, "reader"),
            harmless(&listed(&usage.files))
        )?;
        if usage.kept.is_empty() {
            self.write_wrapped(
                3,
                "None of them reads a metric of this dump: are they about another job?",
                out,
            )?;
        }
        for kept in usage.kept.iter().take(SHOWN_KEPT) {
            let readers = shown(&kept.readers);
            let series = plural(kept.series as usize, "series");
            self.write_item(&format!("`{}` ({series}): {readers}", kept.metric), out)?;
        }
        if usage.kept.len() > SHOWN_KEPT {
            let more = plural(usage.kept.len() - SHOWN_KEPT, "more metric");
            self.write_item(&format!("{more}, which `--output-format json` lists"), out)?;
        }
        if !usage.unreadable.is_empty() {
            writeln!(out, "\n{strong}Not read as PromQL{strong:#}: whatever these could name is kept")?;
        }
        for query in &usage.unreadable {
            let keeps = plural(query.keeps as usize, "metric");
            self.write_item(&format!("{} (keeps {keeps}): {}", query.place, long(&query.query)), out)?;
        }
        writeln!(out, "\n{strong}Not seen{strong:#}: who else may read what is left out")?;
        usage.unseen.iter().try_for_each(|unseen| self.write_item(unseen, out))
    }
}

fn shown(readers: &[String]) -> String {
    match readers.len().checked_sub(SHOWN_READERS) {
        None | Some(0) => listed(readers),
        Some(more) => format!("{} and {more} more", readers[..SHOWN_READERS].join(", ")),
    }
}

/// The honest ways out for a label of IDs.
fn ways(id: &IdAdvice, it: &Proposals) -> Vec<String> {
    let mut ways = Vec::new();
    let numbers: Vec<String> = id.proposals.iter().map(usize::to_string).collect();
    match (&numbers[..], &id.readers[..]) {
        ([], []) => {}
        ([], readers) => {
            ways.push(format!("dropping it is none of the ways while these read it: {}", shown(readers)));
        }
        (numbers, readers) => {
            let proposals = match numbers {
                [number] => format!("proposal {number} does"),
                _ => format!("proposals {} do", listed(numbers)),
            };
            let others = match readers {
                [] => String::new(),
                some => format!("; what is left has readers: {}", shown(some)),
            };
            ways.push(format!("drop what nobody needs, as {proposals}{others}"));
        }
    }
    let metric = if id.metrics.len() == 1 { "the metric is" } else { "the metrics are" };
    if id.fixes.is_empty() {
        ways.push(format!(
            "leave `{}` out where {metric} made; logs and traces are the place for it",
            id.label
        ));
    }
    ways.push(format!(
        "sum over it before it is stored, `sum without ({})`: in an agent or collector that aggregates, or in a Prometheus \
         of its own with short retention whose recording rules are federated; a recording rule beside the series saves none",
        id.label
    ));
    ways.push(format!(
        "limit the damage: with `sample_limit` a scrape fails before memory does (`scrapelint generate limits --metrics {}`)",
        it.dumps.join(" ")
    ));
    if !id.fixes.is_empty() {
        ways.push(format!("write the route instead of the path where {metric} made, which cures it:"));
    }
    ways
}

/// What steps do, in words.
fn words(effect: &Effect) -> String {
    let Effect { series_before, series_after, samples_before, samples_after, collisions: _ } = *effect;
    if series_before == series_after {
        return format!("{} stay, and none become the same", plural(series_after as usize, "series"));
    }
    let saved = percent(series_before - series_after, series_before);
    let samples = if (series_before, series_after) == (samples_before, samples_after) {
        String::new()
    } else {
        format!(", and {} samples {}", number(samples_before), number(samples_after))
    };
    format!(
        "{} series become {}{samples}, {saved} fewer, and none become the same",
        number(series_before),
        number(series_after)
    )
}
