//! `stackit_sd_configs` (discovery/stackit).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Secret, Text, parse_url};
use crate::yaml::{Field, Spanned, go_quote};

with_http_client! {
    /// Servers of STACKIT.
    pub struct StackitSdConfig {
        /// A file with credentials.
        #[schemars(extend("x-since" = "3.5"))]
        pub credentials_file_path: Field<Text>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.5"))]
        pub endpoint: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.5", "default" = 80))]
        pub port: Field<Int>,
        /// The private key.
        #[schemars(extend("x-since" = "3.5"))]
        pub private_key: Field<Secret>,
        /// A file with the private key.
        #[schemars(extend("x-since" = "3.5"))]
        pub private_key_path: Field<Text>,
        /// The project.
        #[schemars(extend("x-since" = "3.5"))]
        pub project: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.5", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.5", "default" = "eu01"))]
        pub region: Field<Text>,
        /// The key of the service account.
        #[schemars(extend("x-since" = "3.5"))]
        pub service_account_key: Field<Secret>,
        /// A file with the key of the service account.
        #[schemars(extend("x-since" = "3.5"))]
        pub service_account_key_path: Field<Text>,
    }
}

go_type! {
    StackitSdConfig: "stackit.plain", list "[]*stackit.SDConfig";
}

impl Discovery for StackitSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.endpoint.is_blank() && self.region.text_or("eu01").is_empty() {
            missing(at, &self.region, "stackit_sd: endpoint and region missing", refusals);
        }
        let endpoint = self.endpoint.text();
        if let Err(problem) = parse_url(endpoint) {
            let text = format!("stackit_sd: invalid endpoint {}: {problem}", go_quote(endpoint));
            refusals.say(at, "invalid-url", self.endpoint.span(), text);
        }
        check_http(at, &self.http(), refusals);
    }
}
