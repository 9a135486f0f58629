//! `kuma_sd_configs` (discovery/xds).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Text, parse_url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Data planes of a Kuma control plane.
    #[schemars(extend("required" = ["server"]))]
    pub struct KumaSdConfig {
        /// The client id.
        #[schemars(extend("x-since" = "2.50"))]
        pub client_id: Field<Text>,
        /// How long one request may take.
        #[schemars(extend("x-since" = "2.29", "default" = "2m"))]
        pub fetch_timeout: Field<Duration>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.29", "default" = "15s"))]
        pub refresh_interval: Field<Duration>,
        /// The address of the server.
        #[schemars(extend("x-since" = "2.29"))]
        pub server: Field<Text>,
    }
}

go_type! {
    KumaSdConfig: "xds.plainKumaConf", list "[]*xds.SDConfig";
}

impl Discovery for KumaSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.server, "kuma SD server must not be empty: ", refusals);
        match parse_url(self.server.text()) {
            Ok(url) if url.scheme.is_empty() || url.host.is_empty() => {
                let text =
                    format!("kuma SD server must not be empty and have a scheme: {}", self.server.text());
                refusals.say(at, "invalid-url", self.server.span(), text);
            }
            Ok(_) => {}
            Err(text) => refusals.say(at, "invalid-url", self.server.span(), text),
        }
        check_http(at, &self.http(), refusals);
    }
}
