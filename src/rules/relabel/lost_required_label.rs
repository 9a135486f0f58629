//! Labels without which Prometheus can do nothing: `__address__` and the timing of a target (scrape/target.go,
//! `PopulateLabels`), `__name__` of a sample (scrape/scrape.go).

use crate::config::Action;
use crate::finding::short;
use crate::goregex::Template;
use crate::rules::proof::matches;
use crate::rules::step::{pattern, readable};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let (required, effect): (&[&str], _) = match chain.stage {
        Stage::Target => (
            &["__address__", "__scrape_interval__", "__scrape_timeout__"],
            "Prometheus leaves each target out that lacks it",
        ),
        Stage::Metric => (&["__name__"], "Prometheus refuses the whole scrape: missing metric name"),
        Stage::Write | Stage::Alert | Stage::AlertmanagerTarget => return,
    };
    for (position, at, step, action) in readable(chain.steps) {
        let removes = |label: &str| match action {
            Action::LabelDrop => matches(pattern(step), label) == Some(true),
            Action::LabelKeep => matches(pattern(step), label) == Some(false),
            _ => false,
        };
        let Some(label) = required.iter().find(|label| removes(label)) else { continue };
        let set_again = readable(&chain.steps[position + 1..]).any(|(_, _, later, action)| match action {
            Action::Replace => {
                Template::parse(later.target_label.text()).is_literal().is_none_or(|target| target == *label)
            }
            Action::LabelMap => true,
            _ => later.target_label.text() == *label,
        });
        if set_again {
            continue;
        }
        let (verb, help) = match action {
            Action::LabelKeep => ("does not keep", format!("keep it too: `__.*|{}`", pattern(step))),
            _ => (
                "removes",
                "write a regex that leaves it, such as one that does not begin with `_`".to_owned(),
            ),
        };
        let finding = cx
            .finding(
                step.regex.span().unwrap_or(at.span),
                format!("{} {verb} {}", action.as_str(), short(label)),
            )
            .with_label(format!(
                "{} {} {}",
                short(pattern(step)),
                if action == Action::LabelKeep { "does not match" } else { "matches" },
                short(label)
            ))
            .with_note(effect)
            .with_help(help)
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
