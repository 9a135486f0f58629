//! Prometheus 3.14 sets `__meta_hetzner_datacenter` for the role `robot` alone (discovery/hetzner/hcloud.go).

use crate::config::Version;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

const REMOVED_IN: Version = Version::new(3, 14);
const LABEL: &str = "__meta_hetzner_datacenter";

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target || cx.target_version.is_before(REMOVED_IN) {
        return;
    }
    let Some(job) = chain.job else { return };
    let mut roles = job.hetzner_sd_configs.values().map(|hetzner| hetzner.role.text()).peekable();
    if roles.peek().is_none() || !roles.all(|role| role == "hcloud") {
        return;
    }
    for (_, _, step, _) in readable(chain.steps) {
        let labels = step.source_labels.items();
        for label in labels.iter().filter(|label| label.value().is_some_and(|name| &**name == LABEL)) {
            let finding = cx
                .finding(label.span, format!("`{LABEL}` is no longer set for role `hcloud`"))
                .with_label("always empty since Prometheus 3.14")
                .with_note("Hetzner's API for cloud servers names no datacenter any more")
                .with_help(
                    "use `__meta_hetzner_hcloud_location`, the place that the datacenter is in: `fsn1` for `fsn1-dc14`",
                )
                .with_job(Some(job.name()));
            cx.report(finding);
        }
    }
}
