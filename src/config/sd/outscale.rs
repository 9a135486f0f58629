//! `outscale_sd_configs` (discovery/outscale).

use super::{Discovery, conflict, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Virtual machines of Outscale.
    #[schemars(extend("required" = ["access_key"]))]
    pub struct OutscaleSdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "3.12"))]
        pub access_key: Field<Text>,
        /// Another address of the API.
        #[schemars(extend("x-since" = "3.12"))]
        pub endpoint: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.12", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.12", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.12", "default" = "eu-west-2"))]
        pub region: Field<Text>,
        /// The secret key.
        #[schemars(extend("x-since" = "3.12"))]
        pub secret_key: Field<Secret>,
        /// A file with the secret key.
        #[schemars(extend("x-since" = "3.12"))]
        pub secret_key_file: Field<Text>,
    }
}

go_type! {
    OutscaleSdConfig: "outscale.plain", list "[]*outscale.SDConfig";
}

impl Discovery for OutscaleSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.region.is_present() {
            missing(at, &self.region, "outscale SD configuration requires a region", refusals);
        }
        missing(at, &self.access_key, "outscale SD configuration requires access_key", refusals);
        one_secret(at, &self.secret_key, &self.secret_key_file, refusals);
        check_http(at, &self.http(), refusals);
    }
}

/// Exactly one of `secret_key` and `secret_key_file`.
pub(super) fn one_secret<T>(
    at: &Spanned<T>,
    key: &Field<Secret>,
    file: &Field<Text>,
    refusals: &mut Refusals,
) {
    if key.is_blank() && file.is_blank() {
        missing(at, key, "one of secret_key & secret_key_file must be configured", refusals);
    }
    if !key.is_blank() && !file.is_blank() {
        conflict(at, file.span(), "at most one of secret_key & secret_key_file must be configured", refusals);
    }
}
