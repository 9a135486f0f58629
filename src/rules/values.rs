//! Which values a label of targets can have at each step: some texts, or a regular language.

use crate::config::{Action, RelabelConfig};
use crate::rules::effect::{Effect, effect};
use crate::rules::flow::Flow;
use crate::rules::is_placeholder;
use crate::rules::proof::{matches_everything, quoted};
use crate::rules::step::{pattern, replacement};

/// More values than this are not told one by one.
const MOST: usize = 64;

/// The values that a label may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Values {
    /// These.
    OneOf(Vec<String>),
    /// All of one form.
    Like(&'static Form),
}

/// A form that values have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// What matches them all.
    pub(super) pattern: &'static str,
    /// One of them.
    pub(super) example: &'static str,
    /// What they are, for a sentence.
    pub(super) words: &'static str,
}

impl Values {
    /// A pattern that matches them all.
    pub(super) fn pattern(&self) -> String {
        match self {
            Self::OneOf(values) => values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join("|"),
            Self::Like(form) => form.pattern.to_owned(),
        }
    }

    /// Some of them, or all if they can be told.
    pub(super) fn examples(&self) -> Vec<&str> {
        match self {
            Self::OneOf(values) => values.iter().map(String::as_str).collect(),
            Self::Like(form) => vec![form.example],
        }
    }
}

const NUMBER: Form = Form { pattern: "[0-9]*", example: "1", words: "a number" };
const LOWER_CASE: Form = Form { pattern: "[^A-Z]*", example: "a", words: "in lower case" };
const UPPER_CASE: Form = Form { pattern: "[^a-z]*", example: "A", words: "in upper case" };
/// Consul's tags stand between separators (discovery/consul/consul.go, `watch`).
const TAGS: Form =
    Form { pattern: ",.*,", example: ",a,", words: "tags, with a comma before and behind each" };
/// As Docker's API gives them.
const DOCKER_NAME: Form = Form { pattern: "/.*", example: "/a", words: "a name behind a `/`" };
/// What Kubernetes takes (apimachinery/pkg/util/validation); the empty text where there is none.
const NAME: Form =
    Form { pattern: "[-a-z0-9.]*", example: "a", words: "a name of `a-z`, `0-9`, `-` and `.`" };
const LABEL_VALUE: Form =
    Form { pattern: "[-A-Za-z0-9_.]*", example: "a", words: "of letters, digits, `-`, `_` and `.`" };

/// Labels of discovery whose values have a form; a `*` at the end stands for any rest of the name.
const FORMS: [(&str, &Form); 16] = [
    ("__meta_consul_tags", &TAGS),
    ("__meta_docker_container_name", &DOCKER_NAME),
    ("__meta_kubernetes_endpoints_label_*", &LABEL_VALUE),
    ("__meta_kubernetes_endpoints_name", &NAME),
    ("__meta_kubernetes_endpointslice_label_*", &LABEL_VALUE),
    ("__meta_kubernetes_ingress_label_*", &LABEL_VALUE),
    ("__meta_kubernetes_namespace", &NAME),
    ("__meta_kubernetes_node_label_*", &LABEL_VALUE),
    ("__meta_kubernetes_node_name", &NAME),
    ("__meta_kubernetes_pod_container_name", &NAME),
    ("__meta_kubernetes_pod_container_port_number", &NUMBER),
    ("__meta_kubernetes_pod_label_*", &LABEL_VALUE),
    ("__meta_kubernetes_pod_name", &NAME),
    ("__meta_kubernetes_service_label_*", &LABEL_VALUE),
    ("__meta_kubernetes_service_name", &NAME),
    ("__meta_kubernetes_service_port_number", &NUMBER),
];

/// Labels of discovery with few values, which Kubernetes or Go (`strconv.FormatBool`) writes; the empty one where there
/// is no such object.
const CHOICES: [(&str, &[&str]); 5] = [
    ("__meta_kubernetes_endpoint_ready", &["true", "false", ""]),
    ("__meta_kubernetes_pod_container_init", &["true", "false", ""]),
    ("__meta_kubernetes_pod_phase", &["Pending", "Running", "Succeeded", "Failed", "Unknown", ""]),
    ("__meta_kubernetes_pod_ready", &["true", "false", "unknown", ""]),
    ("__meta_kubernetes_service_type", &["ClusterIP", "NodePort", "LoadBalancer", "ExternalName", ""]),
];

/// The values of a label of discovery.
fn of_discovery(label: &str) -> Option<Values> {
    let fits = |known: &str| match known.strip_suffix('*') {
        Some(start) => label.starts_with(start),
        None => known == label,
    };
    if let Some((_, form)) = FORMS.iter().find(|(known, _)| fits(known)) {
        return Some(Values::Like(form));
    }
    if let Some((_, values)) = CHOICES.iter().find(|(known, _)| *known == label) {
        return Some(one_of(values));
    }
    let is_presence = label.starts_with("__meta_kubernetes_") && label.contains("present_");
    is_presence.then(|| one_of(&["true", ""]))
}

fn one_of(values: &[&str]) -> Values {
    Values::OneOf(values.iter().map(|value| (*value).to_owned()).collect())
}

impl Flow<'_> {
    /// The values that a label may have before the step at this position; nothing if that is not known.
    pub(super) fn values(&self, label: &str, before: usize) -> Option<Values> {
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
    fn first_values(&self, label: &str) -> Option<Values> {
        if label.starts_with("__meta_") {
            let is_given = self.given_labels().any(|given| given == label);
            let is_other = is_given || label == "__meta_consul_tags" && !self.joins_tags_with_commas();
            return of_discovery(label).filter(|_| !is_other);
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

    fn static_values(&self, label: &str) -> Option<Values> {
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
            values.push(if given.is_empty() { self.default(label)? } else { given });
        }
        values.sort_unstable();
        values.dedup();
        let is_known =
            !values.is_empty() && values.len() <= MOST && !values.iter().any(|value| is_filled_in(value));
        is_known.then(|| one_of(&values))
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
fn set_by(step: &RelabelConfig, label: &str) -> Option<Values> {
    let is_one = step.target_label.text() == label;
    match step.action()? {
        Action::Replace if is_one && matches_everything(pattern(step)) => {
            let value = replacement(step);
            (!value.contains('$') && !is_filled_in(value)).then(|| one_of(&[value]))
        }
        Action::HashMod if is_one => Some(Values::Like(&NUMBER)),
        Action::Lowercase if is_one => Some(Values::Like(&LOWER_CASE)),
        Action::Uppercase if is_one => Some(Values::Like(&UPPER_CASE)),
        _ => None,
    }
}
