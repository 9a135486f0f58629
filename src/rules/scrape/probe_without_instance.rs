//! Without a step that sets it, `instance` becomes `__address__` (scrape/target.go, `PopulateLabels`): in jobs that probe,
//! the exporter.

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::goregex::Template;
use crate::rules::effect::{Effect, effect};
use crate::rules::flow::Flow;
use crate::rules::proof::matches_everything;
use crate::rules::step::{pattern, replacement};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit::{self, Tree};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(job) = chain.job.filter(|_| chain.stage == Stage::Target) else { return };
    let steps = || chain.steps.iter().filter_map(|step| step.value());
    let Some(exporter) = steps().rfind(|step| step.target_label.text() == "__address__") else { return };
    let Some(address) = constant(exporter) else { return };
    let sets_target = steps().any(|step| step.target_label.text() == "__param_target");
    if !sets_target || steps().any(tells_apart) || !several_alike(chain) {
        return;
    }
    let Some(span) = exporter.target_label.span() else { return };
    let finding = cx
        .finding(span, "all that this job probes is stored under one `instance`")
        .with_label(format!("`instance` becomes {}, the exporter", short(address)))
        .with_note("the targets have the same labels, so their samples end up in the same series, in turns")
        .with_help("add a step: `source_labels: [__param_target]`, `target_label: instance`")
        .with_job(Some(job.name()));
    let repair = set_instance(cx, chain);
    cx.report_with(finding, repair);
}

/// What a step makes of every address.
fn constant(step: &RelabelConfig) -> Option<&str> {
    let text = replacement(step);
    let is_constant = Template::parse(text).is_literal().is_some_and(|text| !text.is_empty());
    let replaces = step.action() == Some(Action::Replace) && matches_everything(pattern(step));
    (is_constant && replaces).then_some(text)
}

/// Whether a step may give a label that stays a value that differs between targets.
fn tells_apart(step: &RelabelConfig) -> bool {
    let target = step.target_label.text();
    match step.action() {
        Some(Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual) => false,
        Some(Action::LabelDrop | Action::LabelKeep) => false,
        Some(Action::LabelMap) => !replacement(step).starts_with("__"),
        Some(Action::Replace) => {
            let is_constant = Template::parse(replacement(step)).is_literal().is_some();
            !target.starts_with("__") && (!is_constant || effect(step, "instance") == Effect::MaySet)
        }
        _ => !target.starts_with("__"),
    }
}

/// Whether there are targets with the same labels: two in one group, or any number in Kubernetes.
fn several_alike(chain: Chain<'_>) -> bool {
    let Some(flow) = Flow::of(chain) else { return false };
    if !flow.providers.is_empty() {
        return flow.providers.iter().all(|provider| provider.key == "kubernetes_sd_configs");
    }
    let mut groups = chain.job.into_iter().flat_map(|job| job.static_configs.values());
    groups.any(|group| {
        let labels = group.labels.value();
        let has_instance = labels.is_some_and(|labels| labels.get("instance").is_some());
        group.targets.items().len() > 1 && !has_instance
    })
}

/// Unsafe: series get other labels than they are stored with today.
fn set_instance(cx: &Cx<'_>, chain: Chain<'_>) -> Option<Repair> {
    let step = Tree::Map(vec![
        ("source_labels".to_owned(), Tree::List(vec!["__param_target".into()])),
        ("target_label".to_owned(), "instance".into()),
    ]);
    let plan = edit::append_item(cx.document, chain.list?, &step)?;
    let title = "set `instance` to what is probed".to_owned();
    Some(Repair { title, safety: Safety::Unsafe, plan })
}
