//! Relabeling adds nothing up: series that become the same are one, and of their samples one is stored (tsdb/head_append.go
//! takes the first for a time and leaves out the others).

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::goregex::Template;
use crate::rules::identity::is_of_target;
use crate::rules::merging::{Merged, merged};
use crate::rules::step::{pattern, readable, replacement, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Labels that targets usually have, so that all samples of one have the same value.
const OF_TARGETS: [&str; 9] =
    ["cluster", "datacenter", "dc", "env", "environment", "region", "team", "tier", "zone"];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(job) = chain.job.filter(|_| chain.stage == Stage::Metric) else { return };
    for (position, at, step, action) in readable(chain.steps) {
        let label = step.target_label.text();
        if action != Action::Replace
            || sources(step) != [label]
            || OF_TARGETS.contains(&label)
            // For another tool, which puts a single dollar sign there.
            || replacement(step).contains("$$")
            || is_of_target(job, label)
            || readable(&chain.steps[..position]).any(|(_, _, earlier, _)| keeps_copy(earlier, label))
        {
            continue;
        }
        // What dumps show is an error, and told by another rule.
        if cx.evidence.of(job).is_some_and(|evidence| evidence.loses_at(position)) {
            continue;
        }
        let Some(pair) = merged(pattern(step), replacement(step), ".+").filter(is_loss) else { continue };
        let finding = cx
            .finding(
                step.replacement.span().or(step.regex.span()).unwrap_or(at.span),
                format!("series that differ in {} alone become one", short(label)),
            )
            .with_label(format!("{} and {} both become {}", short(&pair.one), short(&pair.other), short(&pair.result)))
            .with_note("nothing is added up: of samples for the same series and time one is stored, the others are lost without a word")
            .with_help("change the label where the metric is made, or sum it in a recording rule; to do without it, drop the metric")
            .with_job(Some(job.name()));
        cx.report(finding);
    }
}

/// Whether a step has copied the label's value to another one, which still tells the series apart.
fn keeps_copy(earlier: &RelabelConfig, label: &str) -> bool {
    let varies = Template::parse(replacement(earlier)).is_literal().is_none();
    sources(earlier).contains(&label) && varies && earlier.target_label.text() != label
}

/// Whether values are lost that surely differ: the same host is seldom there with two ports.
fn is_loss(pair: &Merged) -> bool {
    let host = |text: &str| match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host.to_owned(),
        _ => text.to_owned(),
    };
    // What removes the label is no rewriting.
    !pair.result.is_empty() && host(&pair.one) != host(&pair.other)
}
