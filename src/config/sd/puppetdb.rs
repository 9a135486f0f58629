//! `puppetdb_sd_configs` (discovery/puppetdb).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Resources in PuppetDB.
    #[schemars(extend("required" = ["url", "query"]))]
    pub struct PuppetDbSdConfig {
        /// Whether parameters become labels.
        #[schemars(extend("x-since" = "2.31"))]
        pub include_parameters: Field<bool>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.31", "default" = 80))]
        pub port: Field<Int>,
        /// The query. Required.
        #[schemars(extend("x-since" = "2.31"))]
        pub query: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.31", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The URL. Required.
        #[schemars(extend("x-since" = "2.31"))]
        pub url: Field<Text>,
    }
}

go_type! {
    PuppetDbSdConfig: "puppetdb.plain", list "[]*puppetdb.SDConfig";
}

impl Discovery for PuppetDbSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        super::http::check_source_url(at, &self.url, refusals);
        missing(at, &self.query, "query missing", refusals);
        check_http(at, &self.http(), refusals);
    }
}
