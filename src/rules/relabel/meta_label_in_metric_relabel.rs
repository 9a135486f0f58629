//! Labels of discovery end with target relabeling: `__meta_*` are deleted, the other `__*` stay on the target alone
//! (scrape/target.go, `PopulateLabels`; scrape/scrape.go attaches only public labels to samples).

use crate::finding::short;
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Labels that a target has and its samples have not.
const TARGET_LABELS: [&str; 5] =
    ["__address__", "__scheme__", "__metrics_path__", "__scrape_interval__", "__scrape_timeout__"];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let key = match chain.stage {
        Stage::Metric => "metric_relabel_configs",
        Stage::Write => "write_relabel_configs",
        Stage::Target | Stage::Alert | Stage::AlertmanagerTarget => return,
    };
    for (at, step) in chain.steps.iter().enumerate() {
        let Some(step) = step.value() else { continue };
        for label in step.source_labels.items() {
            let Some(name) = label.value() else { continue };
            let is_targets = name.starts_with("__meta_")
                || name.starts_with("__param_")
                || TARGET_LABELS.contains(&&**name);
            // An earlier step may have made one by that name.
            let made = chain.steps[..at]
                .iter()
                .filter_map(|step| step.value())
                .any(|earlier| earlier.target_label.text() == &**name);
            if !is_targets || made {
                continue;
            }
            let finding = cx
                .finding(label.span, format!("{} is gone in {key}", short(name)))
                .with_label("always empty here")
                .with_note("labels of discovery exist during relabel_configs only; samples carry the target's public labels")
                .with_help("copy it to a label of its own in `relabel_configs`, and read that one here")
                .with_job(chain.job.map(|job| job.name()));
            cx.report(finding);
        }
    }
}
