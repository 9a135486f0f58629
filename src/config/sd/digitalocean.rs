//! `digitalocean_sd_configs` (discovery/digitalocean).

use super::{Discovery, missing};
use crate::config::http::{Anything, HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::value::role_type;
use crate::config::{Duration, Int, Refusals};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Droplets or databases of DigitalOcean.
    pub struct DigitalOceanSdConfig {
        /// A leak of Prometheus's code, not meant to be written.
        #[schemars(extend("deprecated" = true))]
        pub httpclient: Field<Anything>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.20", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.20", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// What is listed.
        #[schemars(extend("x-since" = "3.12", "default" = "droplets"))]
        pub role: Field<DigitalOceanRole>,
    }
}

go_type! {
    DigitalOceanSdConfig: "digitalocean.plain", list "[]*digitalocean.SDConfig";
}

role_type! {
    /// What is listed.
    DigitalOceanRole ["droplets", "databases"] "unknown DigitalOcean SD role {}"
}

impl Discovery for DigitalOceanSdConfig {
    fn role(&self) -> &str {
        self.role.text_or("droplets")
    }

    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.role.is_present() {
            missing(at, &self.role, "role missing (one of: droplets, databases)", refusals);
        }
        check_http(at, &self.http(), refusals);
    }
}
