//! One round of repairs: those that go together.

use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};

use super::{Applied, Fixed};
use crate::finding::{Edit, Finding, Fix};
use crate::lint::FileReport;
use crate::source::Source;
use crate::yaml::edit::{apply, are_apart};

/// How often a file is checked in one round at most. Repairs that were not tried by then wait for the next.
const MAX_CHECKS: usize = 100;

/// A repair, and the rule that offers it.
type Repair<'r> = (&'static str, &'r Fix);

/// Makes one round of the repairs that `offered` gives. Gives whether any was made.
pub(super) fn repair_round(
    fixed: &mut Fixed,
    offered: impl Fn(&Finding) -> Option<&Fix>,
    check: &impl Fn(Source) -> FileReport,
) -> bool {
    if fixed.report.source.not_text.is_some() {
        return false;
    }
    let mut round = Round::new(&fixed.report, check);
    round.take(&choose(&fixed.report.findings, offered));
    let Some(after) = round.after else { return false };
    let applied = round.taken.iter().map(|(rule, fix)| Applied { rule, title: fix.title.clone() });
    fixed.applied.extend(applied);
    fixed.report = after;
    true
}

/// The report with one repair made; nothing if Prometheus had more against the file than before.
pub(super) fn repaired(
    before: &FileReport,
    fix: &Fix,
    check: &impl Fn(Source) -> FileReport,
) -> Option<FileReport> {
    let mut round = Round::new(before, check);
    round.take(&[("", fix)]);
    round.after
}

/// The repairs of one round: in the order of the text, none touching a place that another one touches.
fn choose<'r>(findings: &'r [Finding], offered: impl Fn(&'r Finding) -> Option<&'r Fix>) -> Vec<Repair<'r>> {
    let mut offered: Vec<Repair<'_>> =
        findings.iter().filter_map(|finding| Some((finding.rule, offered(finding)?))).collect();
    offered.sort_by(|(_, a), (_, b)| a.edits.cmp(&b.edits));
    let mut last: Option<&Edit> = None;
    offered.retain(|(_, fix)| {
        let free = fix.edits.first().is_some_and(|first| last.is_none_or(|last| are_apart(last, first)));
        if free {
            last = fix.edits.last();
        }
        free
    });
    offered
}

/// What Prometheus has against a file, and how often.
type Refusals = BTreeMap<(&'static str, String), usize>;

/// What it has against a file that it had not against it before.
fn news(before: &FileReport, after: &FileReport) -> Refusals {
    let mut news = Refusals::new();
    for finding in after.refused() {
        *news.entry((finding.rule, finding.message.clone())).or_default() += 1;
    }
    for finding in before.refused() {
        if let Some(count) = news.get_mut(&(finding.rule, finding.message.clone())) {
            *count = count.saturating_sub(1);
        }
    }
    news.retain(|_, count| *count > 0);
    news
}

/// Objections that hide others: with one of them, there may be fewer than before.
const HIDING: [&str; 2] = ["syntax-error", "duplicate-key"];

/// The repairs that were taken so far, and what they come to.
struct Round<'r, C> {
    before: &'r FileReport,
    check: &'r C,
    /// Rules that say what Prometheus objects to.
    refused: HashSet<&'static str>,
    taken: Vec<Repair<'r>>,
    after: Option<FileReport>,
    news: Refusals,
    checks: Cell<usize>,
}

impl<'r, C: Fn(Source) -> FileReport> Round<'r, C> {
    fn new(before: &'r FileReport, check: &'r C) -> Self {
        let refused = before.refused().map(|finding| finding.rule).collect();
        let news = Refusals::new();
        Self { before, check, refused, taken: Vec::new(), after: None, news, checks: Cell::new(0) }
    }

    /// Takes of these repairs those that go with those before them and with each other.
    fn take(&mut self, repairs: &[Repair<'r>]) {
        if repairs.is_empty() || self.checks.get() >= MAX_CHECKS {
            return;
        }
        let after = self.with(&self.taken, repairs);
        let news = news(self.before, &after);
        let [one] = repairs else {
            if self.holds(&after, &news, &Refusals::new()) {
                return self.keep(repairs, after, news);
            }
            let (first, second) = self.parted(repairs);
            self.take(&first);
            return self.take(&second);
        };
        // A key that is spelled right may have a value that Prometheus refuses, whatever else is repaired.
        let own = match self.taken.is_empty() || news.is_empty() {
            true => news.clone(),
            false => self.news_of(*one),
        };
        let hides = own.keys().any(|(rule, _)| HIDING.contains(rule));
        if !hides && self.holds(&after, &news, &own) {
            self.keep(repairs, after, news);
        }
    }

    /// What Prometheus objects to comes first, as another repair may set the key that is only misspelled; else halves.
    fn parted(&self, repairs: &[Repair<'r>]) -> (Vec<Repair<'r>>, Vec<Repair<'r>>) {
        let (refused, others): (Vec<Repair<'r>>, Vec<Repair<'r>>) =
            repairs.iter().partition(|(rule, _)| self.refused.contains(rule));
        if refused.is_empty() || others.is_empty() {
            let (first, second) = repairs.split_at(repairs.len() / 2);
            return (first.to_vec(), second.to_vec());
        }
        (refused, others)
    }

    /// What a repair brings up by itself.
    fn news_of(&self, repair: Repair<'r>) -> Refusals {
        news(self.before, &self.with(&[], &[repair]))
    }

    /// Whether nothing new is against a file but what is known, and what is expected.
    fn holds(&self, after: &FileReport, news: &Refusals, expected: &Refusals) -> bool {
        let known = |what| [&self.news, expected].iter().filter_map(|of| of.get(what)).sum::<usize>();
        after.refusals() <= self.before.refusals() && news.iter().all(|(what, &times)| times <= known(what))
    }

    fn keep(&mut self, repairs: &[Repair<'r>], after: FileReport, news: Refusals) {
        self.taken.extend(repairs);
        self.after = Some(after);
        self.news = news;
    }

    /// The file with repairs made, checked.
    fn with(&self, taken: &[Repair<'r>], more: &[Repair<'r>]) -> FileReport {
        self.checks.set(self.checks.get() + 1);
        let mut edits: Vec<&Edit> = taken.iter().chain(more).flat_map(|(_, fix)| &fix.edits).collect();
        edits.sort();
        let source = &self.before.source;
        (self.check)(Source { text: apply(&source.text, edits), ..source.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Safety, Severity};
    use crate::fix::fix;
    use crate::lint::{Options, check};
    use crate::source::Span;

    /// A configuration without a mistake but those that a test makes.
    const TEXT: &str =
        "global:\n  scrape_interval: 15s\n  scrape_timout: 5s\nscrape_configs:\n- job_name: a\n";

    /// Repairs of rules that know nothing of each other, each offered as long as what it replaces is there.
    fn judge(repairs: &[(&'static str, &str, &str)]) -> impl Fn(Source) -> FileReport {
        let repairs: Vec<(&'static str, String, String)> =
            repairs.iter().map(|&(rule, old, new)| (rule, old.to_owned(), new.to_owned())).collect();
        move |source| {
            let mut report = check(source, &Options::default());
            report.findings.iter_mut().for_each(|finding| finding.fixes.clear());
            for (rule, old, new) in &repairs {
                let Some(at) = report.source.text.find(old.as_str()) else { continue };
                let span = Span::new(at, at + old.len());
                let edits = vec![Edit { span, text: new.clone() }];
                let fix = Fix { title: new.clone(), safety: Safety::Safe, edits };
                let found = Finding::new(rule, Severity::Warning, span, *rule).with_fix(Some(fix));
                report.findings.push(found);
            }
            report
        }
    }

    fn fixed(repairs: &[(&'static str, &str, &str)]) -> (String, Vec<&'static str>) {
        let judge = judge(repairs);
        let fixed = fix(judge(Source::new("prometheus.yml", TEXT)), Safety::Safe, judge);
        (fixed.report.source.text, fixed.applied.iter().map(|it| it.rule).collect())
    }

    #[test]
    fn a_key_is_not_set_by_two_repairs() {
        let spell = ("unknown-key", "scrape_timout", "scrape_timeout");
        let add =
            ("missing-scrape-timeout", "15s\n  scrape_timout", "15s\n  scrape_timeout: 9s\n  scrape_timout");
        let other = ("duplicate-target", "job_name: a", "job_name: b");
        let expected = TEXT.replace("timout", "timeout").replace(": a", ": b");
        // They touch the same place, and wait for each other; these do not:
        let before = (
            "missing-scrape-timeout",
            "  scrape_interval: 15s",
            "  scrape_timeout: 9s\n  scrape_interval: 15s",
        );
        for repairs in [[spell, add, other], [spell, before, other]] {
            let (text, applied) = fixed(&repairs);
            assert!(applied.contains(&"duplicate-target"), "{applied:?}\n{text}");
            assert_eq!(text.matches("scrape_timeout").count(), 1, "{text}");
        }
        assert_eq!(fixed(&[spell, before, other]), (expected, vec!["unknown-key", "duplicate-target"]));
    }

    #[test]
    fn a_repair_that_breaks_a_file_is_left_out_alone() {
        let breaks = ("path-with-query", "job_name: a", "job_name: a\n  job_name: b");
        let holds = ("unknown-key", "scrape_timout", "scrape_timeout");
        let (text, applied) = fixed(&[breaks, holds]);
        assert_eq!((text, applied), (TEXT.replace("timout", "timeout"), vec!["unknown-key"]));
    }

    #[test]
    fn a_repair_may_bring_up_the_next_mistake() {
        let spell = ("unknown-key", "scrape_timout: 5s", "scrape_timeout: often");
        let other = ("duplicate-target", "job_name: a", "job_name: b");
        let (text, applied) = fixed(&[other, spell]);
        assert_eq!(text, TEXT.replace("scrape_timout: 5s", "scrape_timeout: often").replace(": a", ": b"));
        assert_eq!(applied.len(), 2);
    }
}
