//! `nomad_sd_configs` (discovery/nomad).

use super::Discovery;
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Services registered in Nomad.
    pub struct NomadSdConfig {
        /// Whether an answer of any server will do, even if it is not the latest.
        #[schemars(extend("x-since" = "2.37", "default" = true))]
        pub allow_stale: Field<bool>,
        /// The namespace.
        #[schemars(extend("x-since" = "2.37", "default" = "default"))]
        pub namespace: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.37", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "2.37", "default" = "global"))]
        pub region: Field<Text>,
        /// The address of the server.
        #[schemars(extend("x-since" = "2.37", "default" = "http://localhost:4646"))]
        pub server: Field<Text>,
        /// What is put between tags.
        #[schemars(extend("x-since" = "2.37", "default" = ","))]
        pub tag_separator: Field<Text>,
    }
}

go_type! {
    NomadSdConfig: "nomad.plain", list "[]*nomad.SDConfig";
}

impl Discovery for NomadSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.server.text_or("http://localhost:4646").trim().is_empty() {
            refusals.say(
                at,
                "missing-key",
                self.server.span(),
                "nomad SD configuration requires a server address",
            );
        }
        check_http(at, &self.http(), refusals);
    }
}
