//! `linode_sd_configs` (discovery/linode).

use super::Discovery;
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Instances of Linode.
    pub struct LinodeSdConfig {
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.28", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.28", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "2.52"))]
        pub region: Field<Text>,
        /// What is put between tags.
        #[schemars(extend("x-since" = "2.28", "default" = ","))]
        pub tag_separator: Field<Text>,
    }
}

go_type! {
    LinodeSdConfig: "linode.plain", list "[]*linode.SDConfig";
}

impl Discovery for LinodeSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_http(at, &self.http(), refusals);
    }
}
