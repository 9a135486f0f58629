//! `vultr_sd_configs` (discovery/vultr).

use super::Discovery;
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Instances of Vultr.
    pub struct VultrSdConfig {
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.36", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.36", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
    }
}

go_type! {
    VultrSdConfig: "vultr.plain", list "[]*vultr.SDConfig";
}

impl Discovery for VultrSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_http(at, &self.http(), refusals);
    }
}
