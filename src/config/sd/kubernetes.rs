//! `kubernetes_sd_configs` (discovery/kubernetes).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, Provider, choice, conflict, label_selector, missing, selector};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::value::role_type;
use crate::config::{Refusals, Text, Url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Objects of a Kubernetes cluster.
    #[schemars(extend("required" = ["role"]))]
    pub struct KubernetesSdConfig {
        /// The API server's URL; the one of the cluster Prometheus runs in without it.
        pub api_server: Field<Url>,
        /// Metadata of other objects to attach.
        #[schemars(extend("x-since" = "2.35"))]
        pub attach_metadata: Field<AttachMetadata>,
        /// A kubeconfig file.
        #[schemars(extend("x-since" = "2.28"))]
        pub kubeconfig_file: Field<Text>,
        /// The namespaces to list; all without it.
        pub namespaces: Field<Namespaces>,
        /// What is listed.
        pub role: Field<KubernetesRole>,
        /// Selectors by label and field.
        #[schemars(extend("x-since" = "2.17"))]
        pub selectors: Field<Vec<Spanned<KubernetesSelector>>>,
    }
}

/// Metadata of other objects to attach.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AttachMetadata {
    /// Whether labels of the CronJob are attached.
    #[schemars(extend("x-since" = "3.11"))]
    pub cronjob: Field<bool>,
    /// Whether labels of the Deployment are attached.
    #[schemars(extend("x-since" = "3.11"))]
    pub deployment: Field<bool>,
    /// Whether labels of the Job are attached.
    #[schemars(extend("x-since" = "3.11"))]
    pub job: Field<bool>,
    /// The namespace.
    #[schemars(extend("x-since" = "3.6"))]
    pub namespace: Field<bool>,
    /// Whether labels of the node are attached.
    #[schemars(extend("x-since" = "2.35"))]
    pub node: Field<bool>,
}

/// The namespaces to list.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Namespaces {
    /// The names to look up.
    pub names: Field<Vec<Spanned<Text>>>,
    /// Whether only Prometheus's own namespace is listed.
    #[schemars(extend("x-since" = "2.33"))]
    pub own_namespace: Field<bool>,
}

/// A selector for one kind of object.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct KubernetesSelector {
    /// A selector of fields.
    #[schemars(extend("x-since" = "2.17"))]
    pub field: Field<Text>,
    /// A selector of labels.
    #[schemars(extend("x-since" = "2.17"))]
    pub label: Field<Text>,
    /// What is listed.
    #[schemars(extend("x-since" = "2.17"))]
    pub role: Field<KubernetesRole>,
}

go_type! {
    KubernetesSdConfig: "kubernetes.plain", list "[]*kubernetes.SDConfig";
    AttachMetadata: "kubernetes.AttachMetadataConfig";
    Namespaces: "kubernetes.plain";
    KubernetesSelector: "kubernetes.SelectorConfig", list "[]kubernetes.SelectorConfig";
}

role_type! {
    /// Which kind of object is listed.
    KubernetesRole ["node", "pod", "service", "endpoints", "endpointslice", "ingress"] "unknown Kubernetes SD role {}"
}

/// Kinds of object that selectors may name beside a role.
fn selectable(role: &str) -> &'static [&'static str] {
    match role {
        "pod" => &["pod", "node"],
        "service" => &["service"],
        "endpoints" => &["pod", "service", "endpoints"],
        "endpointslice" => &["pod", "service", "endpointslice"],
        "node" => &["node"],
        "ingress" => &["ingress"],
        _ => &[],
    }
}

impl Discovery for KubernetesSdConfig {
    fn role(&self) -> &str {
        self.role.text()
    }

    /// Targets have the labels of the objects behind them, too (discovery/kubernetes).
    fn provided(&self, key: &str) -> Option<Vec<&'static Provider>> {
        let attached = self.attach_metadata.value();
        let attaches = |switch: fn(&AttachMetadata) -> &Field<bool>| {
            attached.and_then(|attached| switch(attached).value()).is_some_and(|attaches| *attaches)
        };
        let behind: &[&str] = match self.role.text() {
            "endpoints" | "endpointslice" => &["service", "pod"],
            _ => &[],
        };
        let node = attaches(|attached| &attached.node).then_some("node");
        let namespace = attaches(|attached| &attached.namespace).then_some("namespace");
        let all = [self.role.text()].into_iter().chain(behind.iter().copied()).chain(node).chain(namespace);
        all.map(|role| Provider::of(key, role)).collect()
    }

    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        let text = "role missing (one of: pod, service, endpoints, endpointslice, node, ingress)";
        missing(at, &self.role, text, refusals);
        check_http(at, &self.http(), refusals);
        let api_server = self.api_server.is_given();
        let kubeconfig = !self.kubeconfig_file.is_blank();
        if kubeconfig && api_server {
            let text = "cannot use 'kubeconfig_file' and 'api_server' simultaneously";
            conflict(at, self.kubeconfig_file.span(), text, refusals);
        }
        let custom_http = !self.http().is_default();
        if kubeconfig && custom_http {
            let text = "cannot use a custom HTTP client configuration together with 'kubeconfig_file'";
            conflict(at, self.kubeconfig_file.span(), text, refusals);
        }
        if !api_server && custom_http {
            let text =
                "to use custom HTTP client configuration please provide the 'api_server' URL explicitly";
            refusals.say(at, "missing-key", None, text);
        }
        let own_namespace = self.namespaces.value().map(|namespaces| &namespaces.own_namespace);
        if let Some(own) = own_namespace.filter(|own| own.or(false)) {
            if api_server {
                let text = "cannot use 'api_server' and 'namespaces.own_namespace' simultaneously";
                conflict(at, own.span(), text, refusals);
            }
            if kubeconfig {
                let text = "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously";
                conflict(at, own.span(), text, refusals);
            }
        }
        self.check_selectors(at, refusals);
    }
}

impl KubernetesSdConfig {
    fn check_selectors(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        let role = self.role.text();
        let allowed = selectable(role);
        let mut seen = Vec::new();
        for selector in self.selectors.values() {
            let of = selector.role.text();
            if seen.contains(&of) {
                conflict(at, selector.role.span(), &format!("duplicated selector role: {of}"), refusals);
            }
            seen.push(of);
            if !role.is_empty() && !allowed.contains(&of) {
                let text = format!("{role} role supports only {} selectors", allowed.join(", "));
                choice(at, &selector.role, text, refusals);
            }
            let problems = [
                (&selector.field, selector::check_fields(selector.field.text())),
                (&selector.label, label_selector::check_labels(selector.label.text())),
            ];
            for (field, problem) in problems {
                if let Err(text) = problem {
                    refusals.say(at, "invalid-value", field.span(), text);
                }
            }
        }
    }
}
