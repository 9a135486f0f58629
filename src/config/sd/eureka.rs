//! `eureka_sd_configs` (discovery/eureka).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Text, parse_url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Applications registered in Eureka.
    #[schemars(extend("required" = ["server"]))]
    pub struct EurekaSdConfig {
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.21", "default" = "30s"))]
        pub refresh_interval: Field<Duration>,
        /// The address of the server.
        #[schemars(extend("x-since" = "2.21"))]
        pub server: Field<Text>,
    }
}

go_type! {
    EurekaSdConfig: "eureka.plain", list "[]*eureka.SDConfig";
}

impl Discovery for EurekaSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.server, "eureka_sd: empty or null eureka server", refusals);
        match parse_url(self.server.text()) {
            Ok(url) if url.scheme.is_empty() || url.host.is_empty() => {
                refusals.say(at, "invalid-url", self.server.span(), "eureka_sd: invalid eureka server URL");
            }
            Ok(_) => {}
            Err(text) => refusals.say(at, "invalid-url", self.server.span(), text),
        }
        check_http(at, &self.http(), refusals);
    }
}
