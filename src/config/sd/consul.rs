//! `consul_sd_configs` (discovery/consul/consul.go).

use crate::config::http::{check_http, go_type, with_http_client};
use crate::config::{Duration, Refusal, Refusals, Secret, Text};
use crate::yaml::{Field, Map, Spanned};

with_http_client! {
    /// Services registered in a Consul catalog.
    pub struct ConsulSdConfig {
        /// Host and port of the Consul API.
        #[schemars(extend("default" = "localhost:8500"))]
        pub server: Field<Text>,
        /// A prefix of the API's paths.
        #[schemars(extend("x-since" = "2.28"))]
        pub path_prefix: Field<Text>,
        /// The access token.
        pub token: Field<Secret>,
        /// Node metadata that a node must have.
        pub node_meta: Field<Map<Text, Text>>,
        /// How often the list is read anew.
        #[schemars(extend("default" = "30s"))]
        pub refresh_interval: Field<Duration>,
    }
}

go_type! { ConsulSdConfig: "consul.plain", list "[]*consul.SDConfig"; }

/// `SDConfig.UnmarshalYAML`
pub(super) fn check(at: &Spanned<ConsulSdConfig>, refusals: &mut Refusals) {
    let Some(config) = at.value() else { return };
    if config.server.text_or("localhost:8500").trim().is_empty() {
        let span = config.server.span().unwrap_or(at.span);
        refusals.add(at, Refusal::new("missing-key", span, "consul SD configuration requires a server address"));
    }
    check_http(at, &config.http(), refusals);
}
