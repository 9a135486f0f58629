//! `consul_sd_configs` (discovery/consul).

use super::{Discovery, conflict};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Secret, Text};
use crate::yaml::{Field, Map, Spanned};

with_http_client! {
    /// Services registered in a Consul catalog.
    pub struct ConsulSdConfig {
        /// Whether an answer of any server will do, even if it is not the latest.
        #[schemars(extend("x-since" = "2.3", "default" = true))]
        pub allow_stale: Field<bool>,
        /// The data centre; the default one without it.
        pub datacenter: Field<Text>,
        /// A filter expression.
        #[schemars(extend("x-since" = "3.0"))]
        pub filter: Field<Text>,
        /// A filter expression for the health of services.
        #[schemars(extend("x-since" = "3.12"))]
        pub health_filter: Field<Text>,
        /// The namespace.
        #[schemars(extend("x-since" = "2.28"))]
        pub namespace: Field<Text>,
        /// Metadata that a node must have.
        #[schemars(extend("x-since" = "2.3"))]
        pub node_meta: Field<Map<Text, Text>>,
        /// The admin partition.
        #[schemars(extend("x-since" = "2.40"))]
        pub partition: Field<Text>,
        /// The password.
        pub password: Field<Secret>,
        /// A prefix of the API's paths.
        #[schemars(extend("x-since" = "2.45"))]
        pub path_prefix: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.3", "default" = "30s"))]
        pub refresh_interval: Field<Duration>,
        /// `http` or `https`.
        #[schemars(extend("default" = "http"))]
        pub scheme: Field<Text>,
        /// The address of the server.
        #[schemars(extend("default" = "localhost:8500"))]
        pub server: Field<Text>,
        /// The services to list; all without it.
        pub services: Field<Vec<Spanned<Text>>>,
        /// What is put between tags.
        #[schemars(extend("default" = ","))]
        pub tag_separator: Field<Text>,
        /// Tags that a service must have.
        #[schemars(extend("x-since" = "2.9"))]
        pub tags: Field<Vec<Spanned<Text>>>,
        /// The access token.
        pub token: Field<Secret>,
        /// The user's name.
        pub username: Field<Text>,
    }
}

go_type! {
    ConsulSdConfig: "consul.plain", list "[]*consul.SDConfig";
}

impl Discovery for ConsulSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.server.text_or("localhost:8500").trim().is_empty() {
            let text = "consul SD configuration requires a server address";
            refusals.say(at, "missing-key", self.server.span(), text);
        }
        if (!self.username.is_blank() || !self.password.is_blank()) && self.basic_auth.is_given() {
            let text = "at most one of consul SD configuration username and password and basic auth can be configured";
            conflict(at, self.basic_auth.span(), text, refusals);
        }
        if !self.token.is_blank() && (self.authorization.is_given() || self.oauth2.is_given()) {
            let text = "at most one of consul SD token, authorization, or oauth2 can be configured";
            conflict(at, self.token.span(), text, refusals);
        }
        check_http(at, &self.http(), refusals);
    }
}
