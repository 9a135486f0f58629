//! Findings for people: each with the lines it speaks of, drawn by miette.

use std::fmt;
use std::io;

use anstyle::{AnsiColor, Style};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use textwrap::{Options, WordSeparator, WordSplitter};

use super::places::rule_url;
use super::shown::Shown;
use super::words::{harmless, named, plural};
use crate::finding::{Finding, Safety, Severity};
use crate::lint::{FileError, FileReport, Report};
use crate::rules::find;
use crate::source::{LineIndex, Span};

/// How many findings of one rule are drawn for one file; the rest are counted.
const DRAWN_PER_RULE: usize = 5;
/// Lines of Prometheus's own text that are shown: it lists all type errors.
const ERROR_LINES: usize = 20;
/// Lines from which a place is drawn as its first line only.
const TALL_PLACE: usize = 8;

/// What a terminal can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to use colours.
    pub colour: bool,
    /// Whether to draw with characters beyond ASCII.
    pub unicode: bool,
    /// Whether to make names of rules links to their pages.
    pub links: bool,
    /// Columns.
    pub width: usize,
}

impl Default for Look {
    fn default() -> Self {
        Self { colour: false, unicode: true, links: false, width: 100 }
    }
}

/// Writes all findings as drawings.
///
/// # Errors
/// What `out` fails with.
pub fn write_human(report: &Report, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    for file in &report.files {
        write_file(file, look, out)?;
    }
    for FileError { path, reason } in &report.failures {
        writeln!(out, "{}: {}", named(path), harmless(reason))?;
    }
    Ok(())
}

fn write_file(file: &FileReport, look: Look, out: &mut dyn io::Write) -> io::Result<()> {
    let path = named(&file.source.path);
    let (drawn, rest) = choose(&file.findings);
    if !drawn.is_empty() {
        let text = &file.source.text;
        let index = LineIndex::new(text);
        let places: Vec<Span> = drawn.iter().flat_map(|finding| places(finding)).collect();
        let shown = Shown::new(text, &index, &file.secrets, &places);
        let shown_index = LineIndex::new(shown.text());
        let excerpt =
            Excerpt { name: path.to_string(), text, index: &index, shown: &shown, shown_index: &shown_index };
        for finding in drawn {
            write!(out, "{}", Drawing { finding, excerpt: &excerpt, look })?;
        }
    }
    for (rule, count) in rest {
        let findings = plural(count, "more finding");
        writeln!(out, "{path}: {findings} of {rule}; `--output-format concise` lists them all\n")?;
    }
    if let Some(error) = &file.prometheus_error {
        writeln!(out, "{path}: Prometheus would refuse this file, saying:")?;
        for line in error.lines().take(ERROR_LINES) {
            writeln!(out, "  {}", harmless(line))?;
        }
        let rest = error.lines().count().saturating_sub(ERROR_LINES);
        if rest > 0 {
            writeln!(out, "  and so on for {}", plural(rest, "more line"))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The findings to draw, and how many there are of each rule beyond them.
fn choose(findings: &[Finding]) -> (Vec<&Finding>, Vec<(&'static str, usize)>) {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let mut drawn = Vec::new();
    for finding in findings {
        let at = counts.iter().position(|(rule, _)| *rule == finding.rule).unwrap_or_else(|| {
            counts.push((finding.rule, 0));
            counts.len() - 1
        });
        counts[at].1 += 1;
        if counts[at].1 <= DRAWN_PER_RULE {
            drawn.push(finding);
        }
    }
    let rest = counts.into_iter().filter(|(_, count)| *count > DRAWN_PER_RULE);
    (drawn, rest.map(|(rule, count)| (rule, count - DRAWN_PER_RULE)).collect())
}

fn places(finding: &Finding) -> impl Iterator<Item = Span> {
    std::iter::once(finding.primary.span).chain(finding.related.iter().map(|label| label.span))
}

/// A file as miette reads it: lines come from an index, so a finding costs no walk through the file.
struct Excerpt<'a> {
    name: String,
    text: &'a str,
    index: &'a LineIndex,
    shown: &'a Shown<'a>,
    shown_index: &'a LineIndex,
}

impl Excerpt<'_> {
    /// Where a place is shown; a tall one by its first line.
    fn place(&self, span: Span) -> SourceSpan {
        let shown = self.shown.place(span);
        let text = self.shown.text();
        let (first, last) =
            (self.shown_index.line(shown.start as usize), self.shown_index.line(shown.end as usize));
        let end = if last - first < TALL_PLACE {
            shown.end as usize
        } else {
            self.shown_index.line_start(text, first) + self.shown_index.line_text(text, first).len()
        };
        (shown.start as usize, end.saturating_sub(shown.start as usize)).into()
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.shown.text();
        let first = self.shown_index.line(span.offset()).saturating_sub(before);
        let last_byte = span.offset() + span.len().saturating_sub(1);
        let last = self.shown_index.line(last_byte) + after;
        let (start, column) = if before == 0 {
            let place = self.index.position(self.text, self.shown.original(span.offset()));
            (span.offset(), place.column - 1)
        } else {
            (self.shown_index.line_start(text, first), 0)
        };
        let last = last.min(self.shown_index.line_count() - 1);
        let end = self.shown_index.line_start(text, last) + self.shown_index.line_text(text, last).len();
        let data = text.get(start..end.max(start)).ok_or(MietteError::OutOfBounds)?;
        let span = (start, data.len()).into();
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            span,
            first,
            column,
            last + 1 - first,
        );
        Ok(Box::new(contents))
    }
}

/// A finding, to be drawn by formatting it.
struct Drawing<'a> {
    finding: &'a Finding,
    excerpt: &'a Excerpt<'a>,
    look: Look,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let theme = GraphicalTheme {
            characters: if self.look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
            styles: if self.look.colour { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_links(self.look.links)
            .with_link_display_text("")
            .with_width(self.look.width)
            .with_context_lines(1);
        let mut drawing = String::new();
        let Self { finding, excerpt, look: Look { links, .. } } = *self;
        handler.render_report(&mut drawing, &Diagnosed { finding, excerpt, links })?;
        // miette ends lines without text with blanks.
        drawing.lines().try_for_each(|line| writeln!(formatter, "{}", line.trim_end()))?;
        self.remarks(formatter)?;
        writeln!(formatter)
    }
}

impl Drawing<'_> {
    /// What is said below the drawing.
    fn remarks(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fix = self.finding.fixes.first().map(|fix| match fix.safety {
            Safety::Safe => format!("{} (`--fix` does it)", fix.title),
            Safety::Unsafe => format!("{} (`--unsafe-fixes` does it)", fix.title),
            Safety::DisplayOnly => fix.title.clone(),
        });
        let remarks = [
            ("note", self.finding.note.as_deref()),
            ("help", self.finding.help.as_deref()),
            ("fix", fix.as_deref()),
        ];
        let style = if self.look.colour { AnsiColor::Cyan.on_default() } else { Style::new() };
        let indent = "        ";
        for (kind, words) in remarks {
            let Some(words) = words else { continue };
            // Broken at blanks alone: what stands in backticks may hold anything else.
            let options = Options::new(self.look.width)
                .word_separator(WordSeparator::AsciiSpace)
                .word_splitter(WordSplitter::NoHyphenation)
                .initial_indent(indent)
                .subsequent_indent(indent);
            let wrapped = textwrap::fill(&harmless(words), options);
            let lines = wrapped.strip_prefix(indent).unwrap_or(&wrapped);
            writeln!(formatter, "  {style}{:6}{style:#}{lines}", format!("{kind}:"))?;
        }
        Ok(())
    }
}

struct Diagnosed<'a> {
    finding: &'a Finding,
    excerpt: &'a Excerpt<'a>,
    /// Whether its rule's name is a link.
    links: bool,
}

impl fmt::Debug for Diagnosed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(formatter)
    }
}

impl fmt::Display for Diagnosed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&harmless(&self.finding.message))
    }
}

impl std::error::Error for Diagnosed<'_> {}

impl Diagnostic for Diagnosed<'_> {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(format!("{}[{}]", self.finding.severity.as_str(), self.finding.rule)))
    }

    fn url(&self) -> Option<Box<dyn fmt::Display + '_>> {
        let rule = find(self.finding.rule).filter(|_| self.links)?;
        Some(Box::new(rule_url(rule)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = |text: &str| (!text.is_empty()).then(|| harmless(text).into_owned());
        let primary = &self.finding.primary;
        let primary =
            LabeledSpan::new_primary_with_span(text(&primary.text), self.excerpt.place(primary.span));
        let related = self.finding.related.iter();
        let related = related
            .map(move |label| LabeledSpan::new_with_span(text(&label.text), self.excerpt.place(label.span)));
        Some(Box::new(std::iter::once(primary).chain(related)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Options, check};
    use crate::source::Source;

    #[test]
    fn names_of_rules_are_links_where_they_can_be() {
        let drawn = |links| {
            let report = check(Source::new("prometheus.yml", "scrape_confgs: []\n"), &Options::default());
            let report = Report { files: vec![report], ..Report::default() };
            let mut out = Vec::new();
            write_human(&report, Look { links, ..Look::default() }, &mut out).expect("written");
            String::from_utf8(out).expect("UTF-8")
        };
        assert!(drawn(false).starts_with("error[unknown-key]\n"), "{}", drawn(false));
        let url = rule_url(find("unknown-key").expect("the rule"));
        let link = format!("\u{1b}]8;;{url}\u{1b}\\error[unknown-key]");
        assert!(drawn(true).starts_with(&link), "{:?}", drawn(true));
    }
}
