//! `hashmod` gives numbers from 0 to `modulus` - 1 (model/relabel/relabel.go).

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::rules::group::variable;
use crate::rules::proof::matches;
use crate::rules::step::{may_change, nth, pattern, readable, sources};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// With more shards than this, not every number is tried.
const MOST: u64 = 1024;

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let mut hashed: Option<(usize, &RelabelConfig, u64)> = None;
    for (position, at, step, action) in readable(chain.steps) {
        if action == Action::HashMod {
            let modulus = step.modulus.value().map_or(0, |modulus| modulus.0);
            hashed = (1..=MOST).contains(&modulus).then_some((position, step, modulus));
            continue;
        }
        let Some((setter, hash, modulus)) = hashed else { continue };
        let label = hash.target_label.text();
        if !matches!(action, Action::Keep | Action::Drop) {
            hashed = hashed.filter(|_| !may_change(step, action, label));
            continue;
        }
        let regex = pattern(step);
        let is_placeholder = || variable(regex).is_some() || regex.contains("$(");
        if sources(step) != [label] || is_placeholder() {
            continue;
        }
        if (0..modulus).any(|shard| matches(regex, &shard.to_string()) != Some(false)) {
            continue;
        }
        let (what, becomes) = match action {
            Action::Keep => ("keeps", "everything is dropped here"),
            _ => ("drops", "nothing is dropped here"),
        };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("this {what} a shard that {} never gives", nth(setter)),
            )
            .with_label(format!("matches none of 0 to {}", modulus - 1))
            .with_related(
                hash.modulus.span().unwrap_or(chain.steps[setter].span),
                format!("{} gets 0 to {}", short(label), modulus - 1),
            )
            .with_note(becomes)
            .with_help("shards count from 0: the last is `modulus` - 1")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
