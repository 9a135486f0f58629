//! Repairs one by one, each only after a yes.

use std::collections::{HashMap, HashSet};

use super::round::{repair_round, repaired};
use super::{Applied, Fixed, MAX_PASSES, recommended};
use crate::finding::{Finding, Fix, Safety};
use crate::lint::FileReport;
use crate::source::Source;

/// A repair that may be made.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'r> {
    /// The file as it is.
    pub before: &'r FileReport,
    /// The file with the repair.
    pub after: &'r FileReport,
    /// What is repaired.
    pub finding: &'r Finding,
    /// The repair.
    pub fix: &'r Fix,
}

/// What is said to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Make it.
    Accept,
    /// Leave it.
    Skip,
    /// Make it, and all further ones of its rule in this file.
    AllOfRule,
    /// Leave it and all further ones.
    Quit,
}

/// A file after its repairs were asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The file with what was accepted.
    pub fixed: Fixed,
    /// Whether no further questions are wanted.
    pub has_quit: bool,
}

/// Makes the repairs of a file that `ask` accepts, in the order of the text, checking it anew after each.
///
/// Repairs that come up because of others are asked for as well. A repair after which Prometheus would have more against the file
/// is not offered.
///
/// # Errors
/// What `ask` fails with: then nothing is to be kept.
///
/// ```
/// use scrapelint::finding::Safety;
/// use scrapelint::fix::{Answer, fix_asking};
/// use scrapelint::lint::{Options, check};
/// use scrapelint::source::Source;
/// let check = |source: Source| check(source, &Options::default());
/// let source = Source::new("prometheus.yml", "global:\n  scrape_interval: 15s\nscrape_configs:\n- job_name: a\n");
/// let asked = fix_asking(check(source), Safety::Safe, check, |_| Ok::<_, ()>(Answer::Accept)).unwrap();
/// assert!(asked.fixed.report.source.text.contains("scrape_timeout: 10s"));
/// ```
pub fn fix_asking<E>(
    report: FileReport,
    allowed: Safety,
    check: impl Fn(Source) -> FileReport,
    mut ask: impl FnMut(&Offer<'_>) -> Result<Answer, E>,
) -> Result<Asked, E> {
    let mut fixed = Fixed { report, applied: Vec::new() };
    let mut said = Said::default();
    while fixed.report.source.not_text.is_none() {
        for _ in 0..MAX_PASSES {
            let of_rules = |finding: &Finding| said.rules.contains(finding.rule);
            if !repair_round(&mut fixed, |it| recommended(it, allowed).filter(|_| of_rules(it)), &check) {
                break;
            }
        }
        match next(&mut fixed, allowed, &mut said, &check, &mut ask)? {
            Next::Again => {}
            Next::Done => return Ok(Asked { fixed, has_quit: false }),
            Next::Quit => return Ok(Asked { fixed, has_quit: true }),
        }
    }
    Ok(Asked { fixed, has_quit: false })
}

/// What was said so far.
#[derive(Default)]
struct Said {
    /// Rules whose repairs are all wanted.
    rules: HashSet<&'static str>,
    /// Repairs that are not wanted, and how many there are that look the same.
    left: HashMap<Look, usize>,
}

/// What a repair is known by when its place has moved: rule, message, and what it replaces by what.
type Look = (&'static str, String, Vec<(String, String)>);

enum Next {
    /// Something was repaired: there may be more.
    Again,
    Done,
    Quit,
}

/// Asks until something is accepted, or nothing is left.
fn next<E>(
    fixed: &mut Fixed,
    allowed: Safety,
    said: &mut Said,
    check: &impl Fn(Source) -> FileReport,
    ask: &mut impl FnMut(&Offer<'_>) -> Result<Answer, E>,
) -> Result<Next, E> {
    let before = &fixed.report;
    let mut offered: Vec<(&Finding, &Fix)> =
        before.findings.iter().filter_map(|it| Some((it, recommended(it, allowed)?))).collect();
    offered.retain(|(finding, _)| !said.rules.contains(finding.rule));
    offered.sort_by(|(_, a), (_, b)| a.edits.cmp(&b.edits));
    let mut left = said.left.clone();
    for (finding, fix) in offered {
        let look = look(before, finding, fix);
        if let Some(count) = left.get_mut(&look).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        let after = repaired(before, fix, check);
        let answer = match &after {
            Some(after) => ask(&Offer { before, after, finding, fix })?,
            None => Answer::Skip,
        };
        match (answer, after) {
            (Answer::Quit, _) => return Ok(Next::Quit),
            (Answer::Skip, _) | (_, None) => *said.left.entry(look).or_default() += 1,
            (Answer::Accept | Answer::AllOfRule, Some(after)) => {
                if answer == Answer::AllOfRule {
                    said.rules.insert(finding.rule);
                }
                fixed.applied.push(Applied { rule: finding.rule, title: fix.title.clone() });
                fixed.report = after;
                return Ok(Next::Again);
            }
        }
    }
    Ok(Next::Done)
}

fn look(report: &FileReport, finding: &Finding, fix: &Fix) -> Look {
    let edits = fix.edits.iter().map(|edit| {
        let old = report.source.text.get(edit.span.range()).unwrap_or_default();
        (old.to_owned(), edit.text.clone())
    });
    (finding.rule, finding.message.clone(), edits.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Options, check};

    /// Jobs with the same mistake.
    const TEXT: &str = "global:\n  scrape_interval: 15s\n  scrape_timeout: 10s\nscrape_configs:\n\
        - job_name: a\n  metrics_path: /metrics?x=1\n  static_configs:\n  - targets: [a:1]\n\
        - job_name: b\n  metrics_path: /metrics?x=1\n  static_configs:\n  - targets: [b:1]\n";

    fn judged(source: Source) -> FileReport {
        check(source, &Options::default())
    }

    /// Answers the offers one after the other, and gives their places and the text.
    fn answered(answers: &[Answer]) -> (usize, Vec<u32>, Asked) {
        let mut places = Vec::new();
        let mut answers = answers.iter();
        let asked = fix_asking(judged(Source::new("p.yml", TEXT)), Safety::Unsafe, judged, |offer| {
            places.push(offer.finding.primary.span.start);
            answers.next().copied().ok_or("one question too many")
        });
        (answers.count(), places, asked.unwrap())
    }

    #[test]
    fn what_is_accepted_is_repaired_and_what_is_left_stays() {
        let offered = judged(Source::new("p.yml", TEXT));
        let count = offered.findings.iter().filter(|it| recommended(it, Safety::Unsafe).is_some()).count();
        assert_eq!(count, 2, "{:?}", offered.findings);
        let (rest, places, first) = answered(&[Answer::Accept, Answer::Skip]);
        assert_eq!((rest, places.len(), first.fixed.applied.len(), first.has_quit), (0, 2, 1, false));
        let (rest, _, last) = answered(&[Answer::Skip, Answer::Accept]);
        assert_eq!((rest, last.fixed.applied.len()), (0, 1));
        assert_ne!(first.fixed.report.source.text, last.fixed.report.source.text);
        let (_, _, none) = answered(&[Answer::Skip, Answer::Skip]);
        assert_eq!(none.fixed.report.source.text, TEXT);
    }

    #[test]
    fn all_of_a_rule_needs_no_more_questions_and_quitting_neither() {
        let (rest, _, all) = answered(&[Answer::AllOfRule]);
        assert_eq!((rest, all.fixed.applied.len(), all.has_quit), (0, 2, false));
        let by_itself = super::super::fix(judged(Source::new("p.yml", TEXT)), Safety::Unsafe, judged);
        assert_eq!(all.fixed.report.source.text, by_itself.report.source.text);
        let (rest, _, quit) = answered(&[Answer::Accept, Answer::Quit]);
        assert_eq!((rest, quit.fixed.applied.len(), quit.has_quit), (0, 1, true));
    }

    #[test]
    fn a_failure_to_ask_ends_it() {
        let asked = fix_asking(judged(Source::new("p.yml", TEXT)), Safety::Unsafe, judged, |_| {
            Err::<Answer, _>("gone")
        });
        assert_eq!(asked.err(), Some("gone"));
    }
}
