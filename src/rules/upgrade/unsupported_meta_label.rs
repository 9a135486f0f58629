//! Labels that discovery sets since a later version than the target; the changelog of Prometheus names those of 3.11.

use crate::config::Version;
use crate::finding::{Safety, short};
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit::set_scalar;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// A label, the version that brought it, and its name before that, if it had one.
struct Newer {
    label: &'static str,
    since: Version,
    former: Option<&'static str>,
}

const fn newer(label: &'static str, former: Option<&'static str>) -> Newer {
    Newer { label, since: Version::new(3, 11), former }
}

const NEWER: [Newer; 5] = [
    newer("__meta_hetzner_hcloud_location", Some("__meta_hetzner_hcloud_datacenter_location")),
    newer(
        "__meta_hetzner_hcloud_location_network_zone",
        Some("__meta_hetzner_hcloud_datacenter_location_network_zone"),
    ),
    newer("__meta_kubernetes_pod_cronjob_name", None),
    newer("__meta_kubernetes_pod_deployment_name", None),
    newer("__meta_kubernetes_pod_job_name", None),
];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target || NEWER.iter().all(|newer| !cx.target_version.is_before(newer.since)) {
        return;
    }
    let target = cx.target_version;
    for (_, _, step, _) in readable(chain.steps) {
        for label in step.source_labels.items() {
            let name = label.value().map_or("", |name| name);
            let found = NEWER.iter().find(|newer| newer.label == name && target.is_before(newer.since));
            let Some(Newer { since, former, .. }) = found else { continue };
            let finding = cx
                .finding(label.span, format!("Prometheus {target} does not set {}", short(name)))
                .with_label(format!("always empty before {since}"))
                .with_note("a step that reads it does the same for every target")
                .with_help(match former {
                    Some(former) => format!("write `{former}`, its name before {since}"),
                    None => format!("do without it, or run Prometheus {since} or newer"),
                })
                .with_job(chain.job.map(|job| job.name()));
            let repair = former.and_then(|former| {
                let plan = set_scalar(cx.document, label.node, former).filter(|_| !label.borrowed)?;
                Some(Repair { title: format!("write `{former}`"), safety: Safety::Safe, plan })
            });
            cx.report_with(finding, repair);
        }
    }
}
