//! `alerting` (config/config.go).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::auth::SigV4;
use super::http::go_type;
use super::http_check::check_http;
use super::relabel::{NameScheme, RelabelConfig, check_relabel};
use super::sd::{check_discoveries, check_static_targets, with_service_discovery};
use super::value::Text;
use super::{Duration, Refusal, Refusals};
use crate::yaml::{Field, GoType, Spanned};

/// Where alerts are sent.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct AlertingConfig {
    /// Steps that choose alerts and set their labels before they are sent.
    pub alert_relabel_configs: Field<Vec<Spanned<RelabelConfig>>>,
    /// The Alertmanagers.
    pub alertmanagers: Field<Vec<Spanned<AlertmanagerConfig>>>,
}

with_service_discovery! {
    /// A set of Alertmanagers.
    pub struct AlertmanagerConfig {
        /// AWS Signature Version 4.
        #[schemars(extend("x-since" = "2.48"))]
        pub sigv4: Field<SigV4>,
        /// `http` or `https`.
        #[schemars(extend("default" = "http", "examples" = ["http", "https"]))]
        pub scheme: Field<Text>,
        /// A prefix of the API's paths.
        pub path_prefix: Field<Text>,
        /// How long sending may take.
        #[schemars(extend("default" = "10s"))]
        pub timeout: Field<Duration>,
        /// The version of the API.
        #[schemars(extend("x-since" = "2.11", "default" = "v2"))]
        pub api_version: Field<ApiVersion>,
        /// Steps that choose Alertmanagers and set their labels.
        pub relabel_configs: Field<Vec<Spanned<RelabelConfig>>>,
        /// Steps that choose the alerts sent to this set and set their labels.
        #[schemars(extend("x-since" = "2.51"))]
        pub alert_relabel_configs: Field<Vec<Spanned<RelabelConfig>>>,
    }
}

go_type! {
    AlertingConfig: "config.plain";
    AlertmanagerConfig: "config.AlertmanagerConfig", list "config.AlertmanagerConfigs";
}

/// The version of Alertmanager's API: v1 went with Prometheus 3.0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiVersion(pub String);

impl GoType for ApiVersion {
    const NAME: &'static str = "config.AlertmanagerAPIVersion";
}

impl<'de> Deserialize<'de> for ApiVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::own_text(deserializer, "string")?;
        if text == "v2" {
            return Ok(Self(text));
        }
        let message = format!("expected Alertmanager api version to be one of [v2] but got {text}");
        Err(de::Error::custom(message))
    }
}

impl JsonSchema for ApiVersion {
    fn schema_name() -> Cow<'static, str> {
        "ApiVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": ["v2"] })
    }
}

/// `UnmarshalYAML` of `AlertingConfig` and `AlertmanagerConfig`
pub(super) fn check_decoded(at: &Spanned<AlertingConfig>, refusals: &mut Refusals) {
    let Some(alerting) = at.value() else { return };
    for manager in alerting.alertmanagers.items() {
        check_alertmanager(manager, refusals);
    }
    for rule in alerting.alert_relabel_configs.items().iter().filter(|rule| rule.is_null()) {
        refusals.say(at, "empty-section", Some(rule.span), "empty or null alert relabeling rule");
    }
}

fn check_alertmanager(at: &Spanned<AlertmanagerConfig>, refusals: &mut Refusals) {
    if at.is_null() {
        // Measured on 3.14: a nil pointer in Load, and the process is gone.
        let text = "panic: runtime error: invalid memory address or nil pointer dereference";
        let refusal = Refusal::new("empty-section", at.span, text)
            .headline("an empty item in `alertmanagers` makes Prometheus crash")
            .help("remove the empty `-`");
        refusals.add(at, refusal);
    }
    let Some(manager) = at.value() else { return };
    check_discoveries(at, manager.discoveries(), refusals);
    check_http(at, &manager.http(), refusals);
    let http = manager.http();
    let has_auth = http.basic_auth.is_given() || http.authorization.is_given() || http.oauth2.is_given();
    let has_token = !http.bearer_token.is_blank() || !http.bearer_token_file.is_blank();
    if (has_auth || has_token) && manager.sigv4.is_given() {
        let text = "at most one of basic_auth, authorization, oauth2, & sigv4 must be configured";
        refusals.say(at, "conflicting-keys", manager.sigv4.span(), text);
    }
    if manager.relabel_configs.items().is_empty() {
        check_static_targets(at, &manager.static_configs, refusals);
    }
    for rule in manager.relabel_configs.items().iter().filter(|rule| rule.is_null()) {
        refusals.say(
            at,
            "empty-section",
            Some(rule.span),
            "empty or null Alertmanager target relabeling rule",
        );
    }
    for rule in manager.alert_relabel_configs.items().iter().filter(|rule| rule.is_null()) {
        refusals.say(
            at,
            "empty-section",
            Some(rule.span),
            "empty or null Alertmanager alert relabeling rule",
        );
    }
}

/// `AlertingConfig.Validate`, made once the whole file is decoded.
pub(super) fn check_valid(alerting: &AlertingConfig, scheme: NameScheme, out: &mut dyn FnMut(Refusal)) {
    let managers = alerting.alertmanagers.values();
    let inner = managers.flat_map(|manager| {
        manager.alert_relabel_configs.items().iter().chain(manager.relabel_configs.items())
    });
    for rule in alerting.alert_relabel_configs.items().iter().chain(inner) {
        if let Some(refusal) = check_relabel(rule, scheme) {
            out(refusal);
        }
    }
}
