//! `uyuni_sd_configs` (discovery/uyuni).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Secret, Text, parse_url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Systems managed by Uyuni.
    #[schemars(extend("required" = ["server", "username", "password"]))]
    pub struct UyuniSdConfig {
        /// The entitlement that a system must have.
        #[schemars(extend("x-since" = "2.31", "default" = "monitoring_entitled"))]
        pub entitlement: Field<Text>,
        /// The password.
        #[schemars(extend("x-since" = "2.31"))]
        pub password: Field<Secret>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.31", "default" = "1m"))]
        pub refresh_interval: Field<Duration>,
        /// What is put between names of groups.
        #[schemars(extend("x-since" = "2.31", "default" = ","))]
        pub separator: Field<Text>,
        /// The address of the server.
        #[schemars(extend("x-since" = "2.31"))]
        pub server: Field<Text>,
        /// The user's name.
        #[schemars(extend("x-since" = "2.31"))]
        pub username: Field<Text>,
    }
}

go_type! {
    UyuniSdConfig: "uyuni.plain", list "[]*uyuni.SDConfig";
}

impl Discovery for UyuniSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.server, "Uyuni SD configuration requires server host", refusals);
        if let Err(problem) = parse_url(self.server.text()) {
            let text = format!("Uyuni Server URL is not valid: {problem}");
            refusals.say(at, "invalid-url", self.server.span(), text);
        }
        missing(at, &self.username, "Uyuni SD configuration requires a username", refusals);
        missing(at, &self.password, "Uyuni SD configuration requires a password", refusals);
        check_http(at, &self.http(), refusals);
    }
}
