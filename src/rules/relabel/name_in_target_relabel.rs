//! Targets have no `__name__`: it is a label of samples, which are relabeled by `metric_relabel_configs`
//! (scrape/target.go builds a target's labels; scrape/scrape.go relabels samples).

use crate::config::{Action, RelabelConfig};
use crate::finding::Safety;
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target {
        return;
    }
    // A step may set the label itself, to use it later.
    let sets_it = |text: &str| text == "__name__";
    if chain.steps.iter().filter_map(|step| step.value()).any(|step| sets_it(step.target_label.text())) {
        return;
    }
    for step in chain.steps.iter().filter_map(|step| step.value()) {
        let mut labels = step.source_labels.items().iter();
        let Some(label) = labels.find(|label| label.value().is_some_and(|name| &**name == "__name__")) else {
            continue;
        };
        let only = step.source_labels.items().len() == 1;
        let effect = match step.action() {
            Some(Action::Keep) if only => {
                "no target has a metric name, so this drops every target of the job"
            }
            Some(Action::Drop) if only => "no target has a metric name, so this drops nothing",
            _ => "a target has no metric name, so this reads the empty text",
        };
        let finding = cx
            .finding(label.span, "`__name__` is read in relabel_configs, where there are no metrics yet")
            .with_label("always empty here")
            .with_note(effect)
            .with_help("move this step to `metric_relabel_configs`")
            .with_job(chain.job.map(|job| job.name()));
        cx.report_with(finding, rename_section(cx, chain));
    }
}

/// Makes the steps metric relabeling, where all of them were meant to be and the job has none yet. Unsafe: series that
/// are stored today will be dropped.
fn rename_section(cx: &Cx<'_>, chain: Chain<'_>) -> Option<Repair> {
    let job = chain.job?;
    let steps = &job.relabel_configs;
    let all_meant = chain.steps.iter().all(|step| step.value().is_some_and(reads_names_alone));
    let borrowed = steps.spanned().is_none_or(|steps| steps.borrowed);
    if !all_meant || borrowed || job.metric_relabel_configs.is_present() {
        return None;
    }
    let plan = edit::set_scalar(cx.document, steps.key()?, "metric_relabel_configs")?;
    let title = "make these steps `metric_relabel_configs`".to_owned();
    Some(Repair { title, safety: Safety::Unsafe, plan })
}

fn reads_names_alone(step: &RelabelConfig) -> bool {
    let mut labels = step.source_labels.items().iter().map(|label| label.value().map(|name| &**name));
    labels.len() > 0 && labels.all(|name| name == Some("__name__"))
}
