//! `http_sd_configs` (discovery/http).

use super::{Discovery, Provider, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Refusals, Text, parse_url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Target groups fetched from a URL.
    #[schemars(extend("required" = ["url"]))]
    pub struct HttpSdConfig {
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.28", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The URL. Required.
        #[schemars(extend("x-since" = "2.28"))]
        pub url: Field<Text>,
    }
}

go_type! {
    HttpSdConfig: "http.plain", list "[]*http.SDConfig";
}

/// The checks on a URL that target groups are fetched from, or that PuppetDB is asked at.
pub(super) fn check_source_url<T>(at: &Spanned<T>, field: &Field<Text>, refusals: &mut Refusals) {
    missing(at, field, "URL is missing", refusals);
    let problem = match parse_url(field.text()) {
        Err(text) => text,
        Ok(url) if !url.has_scheme(&["http", "https"]) => "URL scheme must be 'http' or 'https'".to_owned(),
        Ok(url) if url.host.is_empty() => "host is missing in URL".to_owned(),
        Ok(_) => return,
    };
    refusals.say(at, "invalid-url", field.span(), problem);
}

impl Discovery for HttpSdConfig {
    fn provided(&self, _: &str) -> Option<Vec<&'static Provider>> {
        // What they are told of targets may hold any label.
        None
    }

    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_source_url(at, &self.url, refusals);
        check_http(at, &self.http(), refusals);
    }
}
