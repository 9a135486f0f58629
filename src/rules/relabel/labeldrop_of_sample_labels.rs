//! A `labeldrop` of labels that tell series of a target apart.

use crate::config::Action;
use crate::finding::short;
use crate::rules::alternatives::alternatives;
use crate::rules::identity::is_of_target;
use crate::rules::proof::matches;
use crate::rules::step::{ast, pattern, readable};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(job) = chain.job.filter(|_| chain.stage == Stage::Metric) else { return };
    for (position, at, step, action) in readable(chain.steps) {
        if action != Action::LabelDrop {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        let made = |label: &str| {
            let mut earlier = readable(&chain.steps[..position]);
            earlier.any(|(_, _, earlier, _)| earlier.target_label.text() == label)
        };
        let is_made = |label: &str| label.starts_with("__") || is_of_target(job, label) || made(label);
        // These have rules of their own.
        let has_rule = ["le", "quantile", "instance", "__name__"]
            .iter()
            .any(|label| matches(pattern(step), label) != Some(false));
        let names = alternatives(&ast);
        let Some(first) = names.iter().find(|name| !name.is_text || !is_made(&name.head)) else { continue };
        if has_rule {
            continue;
        }
        let shown = if first.is_text { &*first.head } else { pattern(step) };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("series that differ in {} alone become one", short(shown)),
            )
            .with_label("removed from all samples of the job")
            .with_note("`labeldrop` adds nothing up: of samples for the same series and time one is stored, the others are lost without a word")
            .with_help("see that no two series of a target differ in these labels alone: `scrapelint relabel` shows it with a scrape at hand")
            .with_job(Some(job.name()));
        cx.report(finding);
    }
}
