//! What tells the targets of a job apart, and with them their series.

use super::flow::Flow;
use super::proof::matches_everything;
use super::rule::Chain;
use super::step::{pattern, replacement};
use crate::config::{Action, RelabelConfig, ScrapeConfig};
use crate::goregex::Template;

/// Whether a step of target relabeling may give a public label that differs between targets.
pub(super) fn tells_apart(step: &RelabelConfig) -> bool {
    let target = step.target_label.text();
    match step.action() {
        Some(Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual) => false,
        Some(Action::LabelDrop | Action::LabelKeep) => false,
        Some(Action::LabelMap) => !replacement(step).starts_with("__"),
        // One value for some targets only tells these from the others.
        Some(Action::Replace) => {
            let is_constant = Template::parse(replacement(step)).is_literal().is_some();
            !target.starts_with("__") && (!is_constant || !matches_everything(pattern(step)))
        }
        Some(Action::HashMod | Action::Lowercase | Action::Uppercase) => !target.starts_with("__"),
        None => true,
    }
}

/// Whether targets are found of which discovery itself gives no label but the address that is on samples.
pub(super) fn are_discovered_alike(chain: Chain<'_>) -> bool {
    let Some(flow) = Flow::of(chain) else { return false };
    !flow.providers.is_empty()
        && flow.providers.iter().all(|provider| provider.key == "kubernetes_sd_configs")
}

/// Whether a group of static targets has several, so that they have the same labels but for the address.
pub(super) fn are_static_alike(job: &ScrapeConfig) -> bool {
    job.static_configs.values().any(|group| group.targets.items().len() > 1)
}

/// Whether a label is the same on all samples of a target: static targets have it, or a step of target relabeling sets it.
pub(super) fn is_of_target(job: &ScrapeConfig, label: &str) -> bool {
    let mut groups = job.static_configs.values().filter_map(|group| group.labels.value());
    let mut steps = job.relabel_configs.values();
    matches!(label, "job" | "instance")
        || groups.any(|labels| labels.get(label).is_some())
        || steps.any(|step| step.target_label.text() == label)
}
