//! Writes comments that hold the findings of a file back.

use std::collections::{BTreeMap, BTreeSet};

use super::{Date, ignore_in_line, is_suppressible};
use crate::finding::{Edit, Finding};
use crate::lint::FileReport;
use crate::lint::way::{Step, way};
use crate::rules::find;
use crate::source::{LineIndex, Source};
use crate::yaml::edit::{Plan, add_comment, add_comment_above, apply, set_comment, verified};
use crate::yaml::{Document, parse};

/// Rounds at most: a comment above a section may have to follow one that could not be put into a line.
const MAX_ROUNDS: usize = 10;

/// A file with comments for its findings.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// What is left, over the text with the comments.
    pub report: FileReport,
    /// How many findings are held back by the new comments.
    pub count: usize,
}

/// Writes comments that hold back all findings of a file that can be, with a reason, and checks it anew. Each comment is
/// proved to change nothing but comments.
///
/// ```
/// use scrapelint::lint::{Options, add_ignores, check};
/// use scrapelint::source::Source;
/// let check = |source: Source| check(source, &Options::default());
/// let text = "global: {scrape_timeout: 10s}\nscrape_configs:\n- job_name: a\n  metrics_path: /a?b=c\n";
/// let written = add_ignores(check(Source::new("prometheus.yml", text)), "as it was", None, check);
/// assert!(written.report.source.text.ends_with("/a?b=c  # scrapelint: ignore[path-with-query] as it was\n"));
/// assert!(written.report.findings.is_empty());
/// ```
pub fn add_ignores(
    report: FileReport,
    reason: &str,
    today: Option<Date>,
    check: impl Fn(Source) -> FileReport,
) -> Ignored {
    let before = suppressible(&report.findings).count();
    let mut report = report;
    let refusals = |report: &FileReport| report.findings.len() - suppressible(&report.findings).count();
    for _ in 0..MAX_ROUNDS {
        let text = with_comments(&report, reason, today);
        let Some(text) = text.filter(|_| report.source.not_text.is_none()) else { break };
        let next = check(Source { text, ..report.source.clone() });
        let is_better = suppressible(&next.findings).count() < suppressible(&report.findings).count();
        if !is_better || refusals(&next) > refusals(&report) {
            break;
        }
        report = next;
    }
    let left = suppressible(&report.findings).count();
    Ignored { report, count: before.saturating_sub(left) }
}

fn suppressible(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| find(finding.rule).is_some_and(is_suppressible))
}

/// The edits that put a comment for one finding into a text; none if no comment can stand there.
pub(crate) fn ignore_edits(text: &str, finding: &Finding) -> Vec<Edit> {
    comments(text, suppressible(std::slice::from_ref(finding)), "", None)
}

/// The text with comments, as far as they prove to be comments; nothing if none does.
fn with_comments(report: &FileReport, reason: &str, today: Option<Date>) -> Option<String> {
    let text = &report.source.text;
    let edits = comments(text, suppressible(&report.findings), reason, today);
    (!edits.is_empty()).then(|| apply(text, &edits))
}

/// Edits that put comments for findings into a text.
fn comments<'f>(
    text: &str,
    findings: impl Iterator<Item = &'f Finding>,
    reason: &str,
    today: Option<Date>,
) -> Vec<Edit> {
    let (document, error) = parse(text);
    let lines = LineIndex::new(text);
    let mut by_line: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        by_line.entry(lines.line(finding.primary.span.start as usize)).or_default().insert(finding.rule);
    }
    if by_line.is_empty() || error.is_some() {
        return Vec::new();
    }
    let writer = Writer { document: &document, lines: &lines, reason, today };
    let in_lines = writer.proved(by_line.iter().map(|(&line, rules)| writer.in_line(line, rules)).collect());
    if !in_lines.is_empty() {
        return in_lines;
    }
    writer.proved(by_line.iter().map(|(&line, rules)| writer.above(line, rules)).collect())
}

struct Writer<'d> {
    document: &'d Document<'d>,
    lines: &'d LineIndex,
    reason: &'d str,
    today: Option<Date>,
}

impl Writer<'_> {
    /// The edits of those of some plans that prove right.
    fn proved(&self, plans: Vec<Plan>) -> Vec<Edit> {
        let plans: Vec<&Plan> = plans.iter().collect();
        let verdicts = verified(self.document, &plans);
        let right = plans.into_iter().zip(verdicts).filter(|(_, is_right)| *is_right);
        let mut edits: Vec<Edit> = right.flat_map(|(plan, _)| plan.edits()).cloned().collect();
        edits.sort();
        edits.dedup();
        edits
    }

    fn words(&self, rules: &BTreeSet<&str>) -> String {
        let names = rules.iter().copied().collect::<Vec<_>>().join(", ");
        format!("# scrapelint: ignore[{names}] {}", self.reason).trim_end().to_owned()
    }

    /// A comment at the end of a line, or in the one that is there.
    fn in_line(&self, line: usize, rules: &BTreeSet<&str>) -> Plan {
        let text = self.document.text();
        let (start, end) = (self.lines.line_start(text, line), self.lines.line_start(text, line + 1));
        let comments = self.document.comments();
        let at = comments.partition_point(|comment| (comment.start as usize) < start);
        let Some(&comment) = comments.get(at).filter(|comment| (comment.start as usize) < end) else {
            return add_comment(self.document, start, &self.words(rules));
        };
        let written = &text[comment.range()];
        match ignore_in_line(text, comment, self.today) {
            Some(directive) => {
                let more = rules.iter().map(|rule| format!(", {rule}")).collect::<String>();
                let list_end = directive.list.end as usize - comment.start as usize;
                set_comment(comment, &format!("{}{more}{}", &written[..list_end], &written[list_end..]))
            }
            None => set_comment(comment, &format!("{} {}", written.trim_end(), self.words(rules))),
        }
    }

    /// A comment above the entry or item around a line that cannot have one.
    fn above(&self, line: usize, rules: &BTreeSet<&str>) -> Plan {
        let text = self.document.text();
        let line_start = self.lines.line_start(text, line);
        let around = way(self.document, line_start + indentation(&text[line_start..]));
        let start = around.last().map_or(line_start, |step| match *step {
            Step::Entry(key, _) => self.document.outer_span(key).start as usize,
            Step::Item(item) => self.document.outer_span(item).start as usize,
        });
        add_comment_above(self.document, start, &self.words(rules))
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
