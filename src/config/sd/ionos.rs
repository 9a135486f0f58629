//! `ionos_sd_configs` (discovery/ionos).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Servers of IONOS Cloud.
    #[schemars(extend("required" = ["datacenter_id"]))]
    pub struct IonosSdConfig {
        /// The data centre. Required.
        #[schemars(extend("x-since" = "2.36"))]
        pub datacenter_id: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.36", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.36", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
    }
}

go_type! {
    IonosSdConfig: "ionos.plain", list "[]*ionos.SDConfig";
}

impl Discovery for IonosSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.datacenter_id, "datacenter id can't be empty", refusals);
        check_http(at, &self.http(), refusals);
    }
}
