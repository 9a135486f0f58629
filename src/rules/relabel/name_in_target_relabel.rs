//! Targets have no `__name__`: it is a label of samples, which are relabeled by `metric_relabel_configs`
//! (scrape/target.go builds a target's labels; scrape/scrape.go relabels samples).

use crate::config::Action;
use crate::rules::{Chain, Cx, Run, Stage};

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
            Some(Action::Keep) if only => "no target has a metric name, so this drops every target of the job",
            Some(Action::Drop) if only => "no target has a metric name, so this drops nothing",
            _ => "a target has no metric name, so this reads the empty text",
        };
        let finding = cx
            .finding(label.span, "`__name__` is read in relabel_configs, where there are no metrics yet")
            .with_label("always empty here")
            .with_note(effect)
            .with_help("move this step to `metric_relabel_configs`")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
