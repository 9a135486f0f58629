//! `triton_sd_configs` (discovery/triton).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, choice, missing};
use crate::config::http::{TlsConfig, go_type};
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

/// Containers or compute nodes of Triton.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["account", "dns_suffix", "endpoint"]))]
pub struct TritonSdConfig {
    /// The account. Required.
    pub account: Field<Text>,
    /// The suffix of host names. Required.
    pub dns_suffix: Field<Text>,
    /// Another address of the API.
    pub endpoint: Field<Text>,
    /// The groups to list; all without it.
    #[schemars(extend("x-since" = "2.5"))]
    pub groups: Field<Vec<Spanned<Text>>>,
    /// The port that targets get.
    #[schemars(extend("default" = 9163))]
    pub port: Field<Int>,
    /// How often the list is read anew.
    #[schemars(extend("default" = "60s"))]
    pub refresh_interval: Field<Duration>,
    /// What is listed.
    #[schemars(extend("x-since" = "2.19", "default" = "container", "enum" = ["container", "cn"]))]
    pub role: Field<Text>,
    /// TLS settings of the connection.
    pub tls_config: Field<TlsConfig>,
    /// The version of the API.
    #[schemars(extend("default" = 1))]
    pub version: Field<Int>,
}

go_type! {
    TritonSdConfig: "triton.plain", list "[]*triton.SDConfig";
}

impl Discovery for TritonSdConfig {
    fn role(&self) -> &str {
        self.role.text_or("container")
    }

    fn tls(&self) -> Option<&Field<TlsConfig>> {
        Some(&self.tls_config)
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if !matches!(self.role.text_or("container"), "container" | "cn") {
            let text = "triton SD configuration requires role to be 'container' or 'cn'";
            choice(at, &self.role, text.to_owned(), refusals);
        }
        missing(at, &self.account, "triton SD configuration requires an account", refusals);
        missing(at, &self.dns_suffix, "triton SD configuration requires a dns_suffix", refusals);
        missing(at, &self.endpoint, "triton SD configuration requires an endpoint", refusals);
        if self.refresh_interval.or(Duration::from_secs(60)).is_zero() {
            let text = "triton SD configuration requires RefreshInterval to be a positive integer";
            refusals.say(at, "invalid-value", self.refresh_interval.span(), text);
        }
    }
}
