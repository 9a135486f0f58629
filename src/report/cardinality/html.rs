//! A page with plots. It holds all that it needs, has no scripts, and asks for nothing from elsewhere.

use std::collections::BTreeSet;
use std::io;

use super::model::{CardinalityReport, DumpCardinality, Relabeling};
use super::plot::{Paint, Part, bar, escaped, strip, treemap};
use super::words::{bytes, grouped, number, percent, quoted, shape, title};
use crate::cardinality::{Cardinality, IdLabel, runtime_of};
use crate::report::words::plural;

const STYLE: &str = include_str!("page.css");
/// Rows of a table, rectangles of the treemap, and lines that could not be read.
const ROWS: usize = 30;
const RECTANGLES: usize = 80;
const PROBLEMS: usize = 10;

/// Writes a page on dumps.
///
/// # Errors
/// What `out` fails with.
pub fn write_cardinality_html(report: &CardinalityReport, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Cardinality</title>\n<style>\n{STYLE}</style>\n</head>\n<body>"
    )?;
    report.dumps.iter().try_for_each(|dump| write_dump(dump, out))?;
    writeln!(out, "<p class=\"soft\">scrapelint {}</p>\n</body>\n</html>", env!("CARGO_PKG_VERSION"))
}

fn write_dump(dump: &DumpCardinality, out: &mut dyn io::Write) -> io::Result<()> {
    let it = &dump.cardinality;
    writeln!(out, "<h1>{}</h1>", escaped(&title(dump)))?;
    let mut facts = vec![("series", grouped(it.series)), ("metric families", grouped(it.families))];
    if let Some(without) = it.without_ids {
        facts.push(("series if IDs had one value", number(without)));
    }
    facts.push(("memory at most", bytes(it.memory.bytes)));
    writeln!(out, "<div class=\"facts\">")?;
    for (what, value) in facts {
        writeln!(out, "<div class=\"fact\"><b>{value}</b>{what}</div>")?;
    }
    writeln!(out, "</div>")?;
    if dump.is_refused {
        writeln!(
            out,
            "<div class=\"warn\">Prometheus would refuse this text; what could be read was counted.</div>"
        )?;
    }
    write_kinds(it, out)?;
    write_ids(it, out)?;
    write_metrics(it, out)?;
    write_labels(it, out)?;
    if let Some(relabeling) = &dump.relabeling {
        write_relabeling(it, relabeling, out)?;
    }
    writeln!(
        out,
        "<p class=\"soft\">Memory is an estimate after <a href=\"{source}\">{source}</a>, of 2019; Prometheus 3 needs less.</p>",
        source = escaped(it.memory.source)
    )?;
    for problem in dump.problems.iter().take(PROBLEMS) {
        writeln!(out, "<p class=\"soft\">{}</p>", escaped(problem))?;
    }
    Ok(())
}

/// A table with these columns; those that begin with `#` are numbers.
fn write_table(
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "<div class=\"scroll\"><table>\n<tr>")?;
    for column in columns {
        match column.strip_prefix('#') {
            Some(name) => write!(out, "<th class=\"n\">{name}</th>")?,
            None => write!(out, "<th>{column}</th>")?,
        }
    }
    writeln!(out, "</tr>")?;
    for row in rows {
        write!(out, "<tr>")?;
        for (column, cell) in columns.iter().zip(row) {
            let class = match *column {
                "" => " class=\"b\"",
                name if name.starts_with('#') => " class=\"n\"",
                _ => "",
            };
            write!(out, "<td{class}>{cell}</td>")?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table></div>")
}

fn more(rows: usize, out: &mut dyn io::Write) -> io::Result<()> {
    match rows.saturating_sub(ROWS) {
        0 => Ok(()),
        more => writeln!(out, "<p class=\"soft\">and {}</p>", plural(more, "more row")),
    }
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text))
}

fn write_kinds(it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
    let runtimes = it.runtimes.iter().map(|runtime| runtime.series).sum::<u64>();
    let known = [
        ("buckets of histograms", it.buckets),
        ("_created", it.created),
        ("runtimes and client libraries", runtimes),
    ];
    let rest = it.series.value.saturating_sub(known.iter().map(|(_, series)| series).sum());
    let parts: Vec<Part> = known
        .into_iter()
        .chain([("all others", rest)])
        .map(|(name, value)| Part { name: name.to_owned(), value, paint: Paint::Plain })
        .collect();
    writeln!(out, "<h2>Series by kind</h2>\n{}<p>", strip(&parts))?;
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.value > 0) {
        let share = percent(part.value, it.series.value);
        writeln!(
            out,
            "<span class=\"key kind{at}\"></span>{} {} ({share})",
            escaped(&part.name),
            number(part.value)
        )?;
    }
    writeln!(out, "</p>")
}

fn write_ids(it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<h2>Labels that hold IDs</h2>")?;
    if it.id_labels.is_empty() {
        return writeln!(out, "<p>None, as far as the values tell.</p>");
    }
    let note = |id: &IdLabel| match &id.rides_along_with {
        Some(other) => format!("comes with {} and makes no more series", code(other)),
        None if id.rides_along => "comes with other labels and makes no more series".to_owned(),
        None => format!("{} % {}", id.percent, id.class.plural()),
    };
    let most = it.id_labels.iter().map(|id| id.distinct.value).max().unwrap_or_default();
    let rows = it.id_labels.iter().map(|id| {
        vec![
            code(&id.label),
            grouped(id.distinct),
            bar(id.distinct.value, most, Paint::Id),
            note(id),
            code(&quoted(&id.example)),
            number(id.series),
            number(id.metrics.len() as u64),
        ]
    });
    write_table(&["label", "#values", "", "", "such as", "#series", "#metrics"], rows, out)?;
    if let Some(without) = it.without_ids {
        let all = number(it.series.value);
        writeln!(
            out,
            "<p>With one value for each of these labels, {all} series would be {}.</p>",
            number(without)
        )?;
    }
    Ok(())
}

fn write_metrics(it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
    let of_ids: BTreeSet<&str> = it
        .id_labels
        .iter()
        .filter(|id| !id.rides_along)
        .flat_map(|id| id.metrics.iter().map(|metric| &**metric))
        .collect();
    let paint = |metric: &str| match metric {
        metric if of_ids.contains(metric) => Paint::Id,
        metric if runtime_of(metric).is_some() => Paint::Runtime,
        _ => Paint::Plain,
    };
    let mut parts: Vec<Part> = it
        .metrics
        .iter()
        .take(RECTANGLES)
        .map(|metric| Part {
            name: metric.metric.clone(),
            value: metric.series,
            paint: paint(&metric.metric),
        })
        .collect();
    let others: u64 = it.metrics.iter().skip(RECTANGLES).map(|metric| metric.series).sum();
    if others > 0 {
        let name = plural(it.metrics.len() - RECTANGLES, "other metric");
        parts.push(Part { name, value: others, paint: Paint::Plain });
        parts.sort_by_key(|part| std::cmp::Reverse(part.value));
    }
    writeln!(out, "<h2>Series by metric</h2>\n{}", treemap(&parts))?;
    writeln!(
        out,
        "<p class=\"soft\"><span class=\"key id\"></span>with a label that holds IDs<span class=\"key runtime\"></span>of a runtime<span class=\"key plain\"></span>all others</p>"
    )?;
    let most = it.metrics.first().map_or(0, |metric| metric.series);
    let rows = it.metrics.iter().take(ROWS).map(|metric| {
        vec![
            code(&metric.metric),
            number(metric.series),
            percent(metric.series, it.series.value),
            bar(metric.series, most, paint(&metric.metric)),
            escaped(&shape(metric)),
        ]
    });
    write_table(&["metric", "#series", "#share", "", "values of its labels"], rows, out)?;
    more(it.metrics.len(), out)
}

fn write_labels(it: &Cardinality, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<h2>Values by label</h2>")?;
    let most = it.labels.first().map_or(0, |label| label.distinct.value);
    let is_id = |name: &str| it.id_labels.iter().any(|id| id.label == name && !id.rides_along);
    let rows = it.labels.iter().take(ROWS).map(|label| {
        let examples: Vec<String> = label.examples.iter().map(|value| code(&quoted(value))).collect();
        vec![
            code(&label.label),
            grouped(label.distinct),
            bar(label.distinct.value, most, if is_id(&label.label) { Paint::Id } else { Paint::Plain }),
            number(label.series),
            number(label.metrics),
            examples.join(", "),
        ]
    });
    write_table(&["label", "#values", "", "#series", "#metrics", "such as"], rows, out)?;
    more(it.labels.len(), out)
}

fn write_relabeling(before: &Cardinality, it: &Relabeling, out: &mut dyn io::Write) -> io::Result<()> {
    let (steps, after) = (&it.steps, &it.cardinality);
    writeln!(out, "<h2>Behind the metric relabeling of {}</h2>", escaped(&steps.owner))?;
    let most = before.series.value.max(after.series.value);
    let rows = [("before", before), ("after", after)].into_iter().map(|(what, it)| {
        let length = bar(it.series.value, most, Paint::Plain);
        vec![what.to_owned(), grouped(it.series), length, bytes(it.memory.bytes)]
    });
    write_table(&["", "#series", "", "#memory at most"], rows, out)?;
    writeln!(out, "<p>{} kept, {} dropped.</p>", plural(steps.kept, "sample"), number(steps.dropped as u64))?;
    match &steps.collision {
        Some([first, second, both]) => writeln!(
            out,
            "<div class=\"warn\">{} would be lost: their labels become those of another one, such as<br>{}<br>{}<br>which both become<br>{}</div>",
            plural(steps.collided, "sample"),
            code(first),
            code(second),
            code(both)
        )?,
        None => writeln!(out, "<p>None of these series come to have the same labels.</p>")?,
    }
    match &steps.scrape_error {
        Some(error) => writeln!(
            out,
            "<div class=\"warn\">Prometheus would fail the whole scrape: {}</div>",
            escaped(error)
        ),
        None => Ok(()),
    }
}
