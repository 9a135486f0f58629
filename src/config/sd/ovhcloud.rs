//! `ovhcloud_sd_configs` (discovery/ovhcloud).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, choice, missing};
use crate::config::http::go_type;
use crate::config::{Duration, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned};

/// Servers of OVHcloud.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["application_key", "application_secret", "consumer_key", "service"]))]
pub struct OvhcloudSdConfig {
    /// The application key. Required.
    #[schemars(extend("x-since" = "2.40"))]
    pub application_key: Field<Text>,
    /// The application secret. Required.
    #[schemars(extend("x-since" = "2.40"))]
    pub application_secret: Field<Secret>,
    /// The consumer key. Required.
    #[schemars(extend("x-since" = "2.40"))]
    pub consumer_key: Field<Secret>,
    /// Another address of the API.
    #[schemars(extend("x-since" = "2.40", "default" = "ovh-eu"))]
    pub endpoint: Field<Text>,
    /// How often the list is read anew.
    #[schemars(extend("x-since" = "2.40", "default" = "60s"))]
    pub refresh_interval: Field<Duration>,
    /// What is listed.
    #[schemars(extend("x-since" = "2.40", "enum" = ["vps", "dedicated_server"]))]
    pub service: Field<Text>,
}

go_type! {
    OvhcloudSdConfig: "ovhcloud.plain", list "[]*ovhcloud.SDConfig";
}

impl Discovery for OvhcloudSdConfig {
    fn role(&self) -> &str {
        self.service.text()
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.endpoint.is_present() {
            missing(at, &self.endpoint, "endpoint can not be empty", refusals);
        }
        missing(at, &self.application_key, "application key can not be empty", refusals);
        missing(at, &self.application_secret, "application secret can not be empty", refusals);
        missing(at, &self.consumer_key, "consumer key can not be empty", refusals);
        let service = self.service.text();
        if !matches!(service, "vps" | "dedicated_server") {
            choice(at, &self.service, format!("unknown service: {service}"), refusals);
        }
    }
}
