//! Samples of several targets that nothing tells apart any more.

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::goregex::Template;
use crate::rules::identity::{are_discovered_alike, are_static_alike, tells_apart};
use crate::rules::proof::{matches, matches_everything};
use crate::rules::step::{are_readable, pattern, readable, replacement, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(job) = chain.job.filter(|_| chain.stage == Stage::Metric && are_readable(chain.steps)) else {
        return;
    };
    for (position, at, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span().or(step.replacement.span()).or(Some(at.span)) else { continue };
        let copied =
            || readable(&chain.steps[..position]).any(|(_, _, step, _)| sources(step).contains(&"instance"));
        if !loses_instance(step, action) || copied() {
            continue;
        }
        let target_steps = job.relabel_configs.items();
        let is_discovered = are_discovered_alike(Chain::of_targets(job));
        let are_static =
            job.discoveries().provided().is_some_and(|all| all.is_empty()) && are_static_alike(job);
        let other_labels = !are_readable(target_steps)
            || job
                .relabel_configs
                .values()
                .any(|step| tells_apart(step) && step.target_label.text() != "instance");
        if other_labels || !(is_discovered || are_static) {
            continue;
        }
        let label = match action {
            Action::LabelDrop => format!("{} matches `instance`", short(pattern(step))),
            Action::LabelKeep => format!("{} does not match `instance`", short(pattern(step))),
            _ => "for every target".to_owned(),
        };
        let finding = cx
            .finding(span, "samples of all targets of this job end up in the same series")
            .with_label(label)
            .with_note("`instance` is all that tells the targets of this job apart; without it their samples overwrite or exclude each other")
            .with_help("keep `instance`; to sum over targets, write a recording rule: `sum without (instance) (…)`")
            .with_job(Some(job.name()));
        cx.report(finding);
    }
}

/// Whether all samples have the same `instance` behind a step, or none.
fn loses_instance(step: &RelabelConfig, action: Action) -> bool {
    let matches = |label| matches(pattern(step), label);
    match action {
        Action::LabelDrop => matches("instance") == Some(true) && matches("__name__") == Some(false),
        Action::LabelKeep => matches("instance") == Some(false) && matches("__name__") == Some(true),
        Action::Replace => {
            step.target_label.text() == "instance"
                && Template::parse(replacement(step)).is_literal().is_some()
                && matches_everything(pattern(step))
        }
        _ => false,
    }
}
