//! `marathon_sd_configs` (discovery/marathon).

use super::{Discovery, conflict};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Applications of Marathon.
    #[schemars(extend("required" = ["servers"]))]
    pub struct MarathonSdConfig {
        /// The token.
        #[schemars(extend("x-since" = "2.3"))]
        pub auth_token: Field<Secret>,
        /// A file with the token.
        #[schemars(extend("x-since" = "2.3"))]
        pub auth_token_file: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("default" = "30s"))]
        pub refresh_interval: Field<Duration>,
        /// The servers. Required.
        pub servers: Field<Vec<Spanned<Text>>>,
    }
}

go_type! {
    MarathonSdConfig: "marathon.plain", list "[]*marathon.SDConfig";
}

impl Discovery for MarathonSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.servers.items().is_empty() {
            let text = "marathon_sd: must contain at least one Marathon server";
            refusals.say(at, "missing-key", self.servers.span(), text);
        }
        let token = !self.auth_token.is_blank();
        let token_file = !self.auth_token_file.is_blank();
        let here = self.auth_token.span().or(self.auth_token_file.span());
        if token && token_file {
            let text = "marathon_sd: at most one of auth_token & auth_token_file must be configured";
            conflict(at, self.auth_token_file.span(), text, refusals);
        }
        if token || token_file {
            if self.basic_auth.is_given() {
                let text =
                    "marathon_sd: at most one of basic_auth, auth_token & auth_token_file must be configured";
                conflict(at, here, text, refusals);
            }
            if !self.bearer_token.is_blank() || !self.bearer_token_file.is_blank() {
                let text = "marathon_sd: at most one of bearer_token, bearer_token_file, auth_token & auth_token_file must be configured";
                conflict(at, here, text, refusals);
            }
            if self.authorization.is_given() {
                let text = "marathon_sd: at most one of auth_token, auth_token_file & authorization must be configured";
                conflict(at, here, text, refusals);
            }
        }
        check_http(at, &self.http(), refusals);
    }
}
