//! Meta labels that are set under another name too, the one that will stay (discovery/hetzner/hcloud.go since 3.11).

use crate::config::Version;
use crate::finding::Safety;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit::set_scalar;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

const RENAMED_IN: Version = Version::new(3, 11);

/// The old name and the new one.
const RENAMED: [(&str, &str); 2] = [
    ("__meta_hetzner_hcloud_datacenter_location", "__meta_hetzner_hcloud_location"),
    ("__meta_hetzner_hcloud_datacenter_location_network_zone", "__meta_hetzner_hcloud_location_network_zone"),
];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target || cx.target_version.is_before(RENAMED_IN) {
        return;
    }
    for (_, _, step, _) in readable(chain.steps) {
        for label in step.source_labels.items() {
            let name = label.value().map_or("", |name| name);
            let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == name) else { continue };
            let finding = cx
                .finding(label.span, "Hetzner discovery keeps this label for old configurations only")
                .with_label(format!("the same as `{new}`"))
                .with_note(
                    "it has the value of the new label since Prometheus 3.11, and may go in a later version",
                )
                .with_help(format!("write `{new}`"))
                .with_job(chain.job.map(|job| job.name()));
            let plan = set_scalar(cx.document, label.node, new).filter(|_| !label.borrowed);
            let repair =
                plan.map(|plan| Repair { title: format!("write `{new}`"), safety: Safety::Safe, plan });
            cx.report_with(finding, repair);
        }
    }
}
