//! The rules at work on a file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::select::FileSelection;
use crate::finding::{Finding, Severity};
use crate::rules::{Chain, ChainCheck, Cx, Found, Job, JobCheck, RULES, Rule, Run};
use crate::source::Span;

/// Runs the selected rules. Gives what they found, and whether one failed.
///
/// Each job and each chain goes through all rules before the next one: of a large file, one alone fits into the caches.
pub(super) fn run_rules<'c>(
    cx: impl Fn(&'static Rule) -> Cx<'c>,
    selection: &FileSelection<'_>,
) -> (Vec<Found>, bool) {
    let selected = RULES.iter().filter(|rule| selection.may_find(rule));
    let mut runs: Vec<RuleRun<'c>> = selected.map(|rule| RuleRun { cx: cx(rule), failed: false }).collect();
    let mut in_jobs: Vec<(JobCheck, &mut RuleRun<'c>)> = Vec::new();
    let mut in_chains: Vec<(ChainCheck, &mut RuleRun<'c>)> = Vec::new();
    let mut config = None;
    for run in &mut runs {
        config = Some(run.cx.config);
        match run.cx.rule.run {
            Run::Load | Run::Runner => {}
            Run::Document(check) | Run::Config(check) => run.guarded(check),
            Run::Job(check) => in_jobs.push((check, run)),
            Run::Chain(check) => in_chains.push((check, run)),
        }
    }
    for at in config.iter().flat_map(|config| config.scrape_configs.items()) {
        let Some(config) = at.value() else { continue };
        for (check, run) in &mut in_jobs {
            run.guarded(|cx| check(cx, Job { at, config }));
        }
    }
    for chain in config.map_or_else(Vec::new, Chain::all) {
        for (check, run) in &mut in_chains {
            run.guarded(|cx| check(cx, chain));
        }
    }
    let failed = runs.iter().any(|run| run.failed);
    (runs.into_iter().flat_map(RuleRun::found).collect(), failed)
}

/// A rule at work on a file.
struct RuleRun<'c> {
    cx: Cx<'c>,
    failed: bool,
}

impl<'c> RuleRun<'c> {
    /// A rule that panics must not take the findings of the others with it.
    fn guarded(&mut self, check: impl FnOnce(&mut Cx<'c>)) {
        if !self.failed {
            self.failed = catch_unwind(AssertUnwindSafe(|| check(&mut self.cx))).is_err();
        }
    }

    fn found(self) -> Vec<Found> {
        match self.failed {
            false => self.cx.found,
            true => vec![Found { finding: internal_error(self.cx.rule), repairs: Vec::new() }],
        }
    }
}

fn internal_error(rule: &Rule) -> Finding {
    let message = format!("rule `{}` failed on this file", rule.name);
    Finding::new("internal-error", Severity::Error, Span::at(0), message)
        .with_note("this is a bug in scrapelint; all other rules were run")
        .with_help("please report it, with the file if you can share it")
}
