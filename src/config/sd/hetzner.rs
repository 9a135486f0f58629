//! `hetzner_sd_configs` (discovery/hetzner).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::value::role_type;
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Servers of Hetzner.
    #[schemars(extend("required" = ["role"]))]
    pub struct HetznerSdConfig {
        /// A selector of labels.
        #[schemars(extend("x-since" = "3.5"))]
        pub label_selector: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.21", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.21", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// What is listed.
        #[schemars(extend("x-since" = "2.21"))]
        pub role: Field<HetznerRole>,
    }
}

go_type! {
    HetznerSdConfig: "hetzner.plain", list "[]*hetzner.SDConfig";
}

role_type! {
    /// What is listed.
    HetznerRole ["robot", "hcloud"] "unknown role {}"
}

impl Discovery for HetznerSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.role, "role missing (one of: robot, hcloud)", refusals);
        check_http(at, &self.http(), refusals);
    }
}
