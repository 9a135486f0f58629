//! Kubernetes discovery finds a target for each port of each container (discovery/kubernetes/pod.go). If their address is
//! rewritten to one port, they are the same target unless a label tells them apart.

use crate::config::{Action, RelabelConfig};
use crate::finding::short;
use crate::goregex::Template;
use crate::rules::step::{are_readable, readable, replacement, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Labels that differ between the ports of a pod.
const OF_PORTS: [&str; 7] = [
    "__meta_kubernetes_endpoint_port_name",
    "__meta_kubernetes_endpointslice_port_name",
    "__meta_kubernetes_pod_container_id",
    "__meta_kubernetes_pod_container_image",
    "__meta_kubernetes_pod_container_name",
    "__meta_kubernetes_pod_container_port_name",
    "__meta_kubernetes_pod_container_port_number",
];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(job) = chain.job.filter(|_| chain.stage == Stage::Target && are_readable(chain.steps)) else {
        return;
    };
    let rewriting =
        readable(chain.steps).find(|(_, _, step, action)| takes_port_of_annotation(step, *action));
    let Some((_, at, rewriting, _)) = rewriting else { return };
    // Whoever chooses among ports knows of them.
    let chooses = |step: &RelabelConfig, action| {
        let labels = sources(step);
        let reads = labels.iter().any(|label| OF_PORTS.contains(label) || *label == "__address__");
        let compares = OF_PORTS.contains(&step.target_label.text());
        match action {
            Action::Keep | Action::Drop => reads,
            Action::KeepEqual | Action::DropEqual => reads || compares,
            _ => false,
        }
    };
    if readable(chain.steps).any(|(_, _, step, action)| chooses(step, action)) {
        return;
    }
    let told_apart = readable(chain.steps).find_map(|(_, _, step, action)| {
        let label = sources(step).into_iter().find(|label| OF_PORTS.contains(label))?;
        let varies = Template::parse(replacement(step)).is_literal().is_none();
        let is_public = !step.target_label.text().starts_with("__");
        let span = step.target_label.span()?;
        (action == Action::Replace && varies && is_public).then_some((span, step.target_label.text(), label))
    });
    let Some((span, target, label)) = told_apart else { return };
    let place = rewriting.target_label.span().unwrap_or(at.span);
    let finding = cx
        .finding(span, "a pod with several ports is scraped several times at the same address")
        .with_label(format!("{} differs between the ports of a pod", short(target)))
        .with_related(place, "all ports of a pod get the one of its annotation")
        .with_note(format!(
            "each port of each container is a target of its own; `{label}` keeps them apart, and all series are there as many times"
        ))
        .with_help("keep the port that is meant: `action: keepequal`, `source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port]`, `target_label: __meta_kubernetes_pod_container_port_number`")
        .with_job(Some(job.name()));
    cx.report(finding);
}

/// Whether a step puts the port of an annotation into the address.
fn takes_port_of_annotation(step: &RelabelConfig, action: Action) -> bool {
    let labels = sources(step);
    let is_port =
        |label: &&str| label.starts_with("__meta_kubernetes_pod_annotation_") && label.ends_with("port");
    action == Action::Replace && step.target_label.text() == "__address__" && labels.iter().any(is_port)
}
