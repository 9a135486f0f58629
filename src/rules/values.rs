//! Which values a label of targets can have at each step, as a regular language written as a pattern.

use crate::config::{Action, RelabelConfig};
use crate::rules::effect::{Effect, effect};
use crate::rules::flow::Flow;
use crate::rules::is_placeholder;
use crate::rules::proof::{matches_everything, quoted};
use crate::rules::step::{pattern, replacement};

/// More values than this are not told one by one.
const MOST: usize = 64;

/// Labels of discovery with few values, or values of one form; a `*` at the end stands for any rest of the name.
///
/// Kubernetes writes phases, and limits names and values of labels (apimachinery/pkg/util/validation); Go writes truth
/// values (`strconv.FormatBool`); Consul's tags stand between separators (discovery/consul/consul.go, `watch`); Docker's
/// names begin with a slash.
const OF_DISCOVERY: [(&str, &str); 22] = [
    ("__meta_consul_tags", ",.*,"),
    ("__meta_docker_container_name", "/.*"),
    ("__meta_kubernetes_endpoint_ready", "true|false"),
    ("__meta_kubernetes_endpoints_label_*", LABEL_VALUE),
    ("__meta_kubernetes_endpoints_name", NAME),
    ("__meta_kubernetes_endpointslice_label_*", LABEL_VALUE),
    ("__meta_kubernetes_ingress_label_*", LABEL_VALUE),
    ("__meta_kubernetes_namespace", NAME),
    ("__meta_kubernetes_node_label_*", LABEL_VALUE),
    ("__meta_kubernetes_node_name", NAME),
    ("__meta_kubernetes_pod_container_init", "true|false|"),
    ("__meta_kubernetes_pod_container_name", NAME),
    ("__meta_kubernetes_pod_container_port_number", "[0-9]*"),
    ("__meta_kubernetes_pod_label_*", LABEL_VALUE),
    ("__meta_kubernetes_pod_name", NAME),
    ("__meta_kubernetes_pod_node_name", NAME),
    ("__meta_kubernetes_pod_phase", "Pending|Running|Succeeded|Failed|Unknown|"),
    ("__meta_kubernetes_pod_ready", "true|false|unknown|"),
    ("__meta_kubernetes_service_label_*", LABEL_VALUE),
    ("__meta_kubernetes_service_name", NAME),
    ("__meta_kubernetes_service_port_number", "[0-9]*"),
    ("__meta_kubernetes_service_type", "ClusterIP|NodePort|LoadBalancer|ExternalName|"),
];

/// What Kubernetes names things; the empty text where there is none.
const NAME: &str = "[-a-z0-9.]*";
const LABEL_VALUE: &str = "[-A-Za-z0-9_.]*";

impl Flow<'_> {
    /// A pattern that matches each value that a label may have before the step at this position; nothing if that is not
    /// known.
    pub(super) fn values(&self, label: &str, before: usize) -> Option<String> {
        let acting = self.acting(label, before)?;
        let mut setters = acting.into_iter().rev().filter(|&position| {
            let step = self.steps[position].value();
            step.is_none_or(|step| step.target_label.text() == label || effect(step, label) != Effect::None)
        });
        match setters.next() {
            Some(setter) => set_by(self.steps[setter].value()?, label),
            None => self.first_values(label),
        }
    }

    /// The values before the first step.
    fn first_values(&self, label: &str) -> Option<String> {
        let is_given = || self.given_labels().any(|given| given == label);
        let fits = |known: &str| match known.strip_suffix('*') {
            Some(start) => label.starts_with(start),
            None => known == label,
        };
        if let Some((known, values)) = OF_DISCOVERY.iter().find(|(known, _)| fits(known)) {
            let is_other = is_given() || *known == "__meta_consul_tags" && !self.joins_tags_with_commas();
            return (!is_other).then(|| (*values).to_owned());
        }
        if label.starts_with("__meta_kubernetes_") && (label.contains("present_")) {
            return Some("true|".to_owned());
        }
        // What discoveries set beside their own labels is not listed.
        if !self.providers.is_empty() {
            return None;
        }
        self.static_values(label)
    }

    fn joins_tags_with_commas(&self) -> bool {
        self.discoveries.consul_sd_configs.values().all(|consul| !consul.tag_separator.is_present())
    }

    fn static_values(&self, label: &str) -> Option<String> {
        let mut values: Vec<&str> = Vec::new();
        for group in
            self.discoveries.static_configs.values().filter(|group| !group.targets.items().is_empty())
        {
            let targets = group.targets.items().iter();
            if label == "__address__" {
                values.extend(targets.map(|target| target.value().map_or("", |address| &**address)));
                continue;
            }
            let given = group.labels.value().and_then(|labels| labels.get(label));
            let given = given.map_or("", |value| value.value().map_or("", |value| &**value));
            let is_default = given.is_empty();
            values.push(if is_default { self.default(label)? } else { given });
        }
        values.sort_unstable();
        values.dedup();
        let is_known =
            !values.is_empty() && values.len() <= MOST && !values.iter().any(|value| is_filled_in(value));
        is_known.then(|| values.into_iter().map(quoted).collect::<Vec<_>>().join("|"))
    }

    /// What Prometheus sets where nothing else does.
    fn default(&self, label: &str) -> Option<&str> {
        let job = self.job?;
        match label {
            "job" => Some(job.name()),
            "__scheme__" => Some(job.scheme.text_or("http")),
            "__metrics_path__" => Some(job.metrics_path.text_or("/metrics")),
            label if label.starts_with("__") => None,
            _ => Some(""),
        }
    }
}

/// Whether a value is one that something else fills in.
fn is_filled_in(value: &str) -> bool {
    is_placeholder(value) || value.contains(['$', '<', '{', '%'])
}

/// The values behind a step that sets a label.
fn set_by(step: &RelabelConfig, label: &str) -> Option<String> {
    let is_one = step.target_label.text() == label;
    match step.action()? {
        Action::Replace if is_one && matches_everything(pattern(step)) => {
            let value = replacement(step);
            (!value.contains('$') && !is_filled_in(value)).then(|| quoted(value))
        }
        Action::HashMod if is_one => Some("[0-9]+".to_owned()),
        Action::Lowercase if is_one => Some("[^A-Z]*".to_owned()),
        Action::Uppercase if is_one => Some("[^a-z]*".to_owned()),
        _ => None,
    }
}
