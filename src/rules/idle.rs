//! Steps of metric relabeling whose regexes match nothing in the dumps of a job, and what they match a part of.

use std::collections::HashSet;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use super::evidence::JobEvidence;
use super::proof::takes_any_text;
use super::step::{ast, pattern, readable, sources};
use crate::config::{Action, RelabelConfig, ScrapeConfig};
use crate::evidence::sample_labels;
use crate::exposition::{Entry, Exposition};
use crate::goregex::{Captures, Matcher, parse_shared};
use crate::relabel::{Passage, Relabeled, StepTally};

/// Different values of a step that are looked at.
const MOST_VALUES: usize = 100_000;

const HASH: FixedState = FixedState::with_seed(0);

/// A `keep`, `drop` or `replace` to which samples came, and whose regex matched the joined value of none of them.
pub(super) struct IdleStep {
    /// The step, from 0.
    pub(super) step: usize,
    pub(super) action: Action,
    /// How many different values came to it.
    pub(super) values: u64,
    /// A value that the regex matches a part of.
    pub(super) part: Option<Part>,
}

/// A value, and the part of it that a regex matches.
pub(super) struct Part {
    pub(super) value: String,
    pub(super) part: String,
}

/// A step that may be idle, while the dumps are read.
struct Candidate<'c> {
    step: usize,
    action: Action,
    config: &'c RelabelConfig,
    sources: Vec<&'c str>,
    whole: Matcher,
    within: Option<Matcher>,
    /// Which of the source labels some sample had.
    seen: Vec<bool>,
    /// Hashes of the values.
    values: HashSet<u64, FixedState>,
    matches: bool,
    part: Option<Part>,
}

/// The idle steps of a job. Steps that read labels of the target are left out: other targets may have other ones.
pub(super) fn idle_steps(job: &ScrapeConfig, evidence: &JobEvidence) -> Vec<IdleStep> {
    let mut candidates = candidates(job, evidence);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut joined = String::new();
    for dump in &evidence.dumps {
        let mut runner = evidence.passage.runner();
        let mut exposition = Exposition::new(&dump.source.text);
        while let Some(entry) = exposition.next_entry() {
            let Entry::Sample(sample) = entry else { continue };
            runner.relabel_watched(sample_labels(&sample), |step, labels| {
                if let Ok(at) = candidates.binary_search_by_key(&step, |candidate| candidate.step) {
                    candidates[at].look_at(&labels, &mut joined);
                }
            });
        }
    }
    candidates.retain(|candidate| !candidate.matches && candidate.seen.iter().all(|seen| *seen));
    let idle = |candidate: Candidate<'_>| IdleStep {
        step: candidate.step,
        action: candidate.action,
        values: candidate.values.len() as u64,
        part: candidate.part,
    };
    candidates.into_iter().map(idle).collect()
}

fn candidates<'c>(job: &'c ScrapeConfig, evidence: &JobEvidence) -> Vec<Candidate<'c>> {
    let Passage::Metric(_, target) = &evidence.passage else { return Vec::new() };
    let is_idle = |step: usize, action: Action| {
        let StepTally { reached, changed, dropped } = evidence.tally(step);
        reached > 0
            && match action {
                Action::Drop => dropped == 0,
                Action::Keep => dropped == reached,
                Action::Replace => changed == 0,
                _ => false,
            }
    };
    let steps = readable(job.metric_relabel_configs.items());
    let steps = steps.filter(|&(step, _, _, action)| is_idle(step, action));
    let candidates = steps.filter_map(|(step, _, config, action)| {
        let sources = sources(config);
        if sources.is_empty() || sources.iter().any(|label| target.contains(label)) {
            return None;
        }
        Some(Candidate {
            step,
            action,
            config,
            whole: Matcher::new(ast(config)?).ok()?,
            within: within(config),
            seen: vec![false; sources.len()],
            sources,
            values: HashSet::default(),
            matches: false,
            part: None,
        })
    });
    candidates.collect()
}

/// What finds the regex of a step within a value, as its first group.
fn within(step: &RelabelConfig) -> Option<Matcher> {
    // Unanchored as it is; or its author knows how to take in other text.
    if ast(step)?.escapes_anchors_at().is_some() || takes_any_text(pattern(step)) {
        return None;
    }
    let ast = parse_shared(&format!("(?s:.*?)({})(?s:.*)", pattern(step))).ok()?;
    Matcher::new(ast).ok()
}

impl Candidate<'_> {
    fn look_at(&mut self, labels: &Relabeled<'_>, joined: &mut String) {
        if self.matches {
            return;
        }
        joined.clear();
        for (at, source) in self.sources.iter().enumerate() {
            if at > 0 {
                joined.push_str(super::step::separator(self.config));
            }
            let value = labels.get(source);
            self.seen[at] |= !value.is_empty();
            joined.push_str(value);
        }
        if !self.values.insert(HASH.hash_one(joined.as_str())) {
            return;
        }
        // What drops and keeps is known by what became of the samples.
        if self.action == Action::Replace && self.whole.is_match(joined) {
            self.matches = true;
        } else if self.values.len() > MOST_VALUES {
            // Whether one of those to come matches is not known then.
            self.matches |= self.action == Action::Replace;
            self.values.remove(&HASH.hash_one(joined.as_str()));
        } else if self.part.is_none()
            && let Some(within) = &self.within
        {
            self.part = part(within, joined);
        }
    }
}

/// The part of a value that a regex matches, if it begins and ends where a word does.
fn part(within: &Matcher, value: &str) -> Option<Part> {
    let mut captures = Captures::new();
    if !within.captures(value, &mut captures) {
        return None;
    }
    let range = captures.get(1).filter(|range| !range.is_empty())?;
    let is_apart = |before: Option<char>, behind: Option<char>| match (before, behind) {
        (Some(before), Some(behind)) => !before.is_alphanumeric() || !behind.is_alphanumeric(),
        _ => true,
    };
    let edge = |at: usize| is_apart(value[..at].chars().next_back(), value[at..].chars().next());
    let is_word = edge(range.start) && edge(range.end);
    is_word.then(|| Part { value: value.to_owned(), part: value[range].to_owned() })
}
