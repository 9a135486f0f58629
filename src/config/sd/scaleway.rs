//! `scaleway_sd_configs` (discovery/scaleway).

use super::{Discovery, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::value::role_type;
use crate::config::{Duration, Int, Refusals, Secret, Text, parse_url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Servers of Scaleway.
    #[schemars(extend("required" = ["role", "project_id", "access_key"]))]
    pub struct ScalewaySdConfig {
        /// The access key.
        #[schemars(extend("x-since" = "2.26"))]
        pub access_key: Field<Text>,
        /// The address of the API.
        #[schemars(extend("x-since" = "2.26", "default" = "https://api.scaleway.com"))]
        pub api_url: Field<Text>,
        /// A name that a server must have.
        #[schemars(extend("x-since" = "2.26"))]
        pub name_filter: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.26", "default" = 80))]
        pub port: Field<Int>,
        /// The id of the project.
        #[schemars(extend("x-since" = "2.26"))]
        pub project_id: Field<Text>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.26", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// What is listed.
        #[schemars(extend("x-since" = "2.26"))]
        pub role: Field<ScalewayRole>,
        /// The secret key.
        #[schemars(extend("x-since" = "2.26"))]
        pub secret_key: Field<Secret>,
        /// A file with the secret key.
        #[schemars(extend("x-since" = "2.27"))]
        pub secret_key_file: Field<Text>,
        /// Tags that a server must have.
        #[schemars(extend("x-since" = "2.26"))]
        pub tags_filter: Field<Vec<Spanned<Text>>>,
        /// The zone.
        #[schemars(extend("x-since" = "2.26", "default" = "fr-par-1"))]
        pub zone: Field<Text>,
    }
}

go_type! {
    ScalewaySdConfig: "scaleway.plain", list "[]*scaleway.SDConfig";
}

role_type! {
    /// What is listed.
    ScalewayRole ["instance", "baremetal"] "unknown role {}"
}

const ZONES: &str =
    "fr-par-1, fr-par-2, fr-par-3, nl-ams-1, nl-ams-2, nl-ams-3, pl-waw-1, pl-waw-2, pl-waw-3, it-mil-1";

impl Discovery for ScalewaySdConfig {
    fn role(&self) -> &str {
        self.role.text()
    }

    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.role, "role missing (one of: instance, baremetal)", refusals);
        missing(at, &self.project_id, "project_id is mandatory", refusals);
        super::outscale::one_secret(at, &self.secret_key, &self.secret_key_file, refusals);
        missing(at, &self.access_key, "access_key is mandatory", refusals);
        self.check_client(at, refusals);
        check_http(at, &self.http(), refusals);
    }
}

impl ScalewaySdConfig {
    /// The checks of Scaleway's own client library, which Prometheus makes a client of while loading.
    fn check_client(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        let mut refuse = |wrong: bool, span: Option<crate::source::Span>, text: String| {
            if wrong {
                refusals.say(at, "invalid-value", span, format!("scaleway-sdk-go: {text}"));
            }
        };
        let key = self.access_key.text();
        let is_key = key.len() == 20
            && key.starts_with("SCW")
            && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let text = format!("invalid access key format '{key}', expected SCWXXXXXXXXXXXXXXXXX format");
        refuse(!key.is_empty() && !is_key, self.access_key.span(), text);
        let uuid = "expected a UUID: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        let secret = self.secret_key.text();
        let text = format!("invalid secret key format '{secret}', {uuid}");
        refuse(!secret.is_empty() && !is_uuid(secret), self.secret_key.span(), text);
        let project = self.project_id.text();
        let text = format!("invalid project ID format '{project}', {uuid}");
        refuse(!project.is_empty() && !is_uuid(project), self.project_id.span(), text);
        let zone = self.zone.text_or("fr-par-1");
        refuse(zone.is_empty(), self.zone.span(), "default zone cannot be empty".to_owned());
        let text = format!("invalid default zone format '{zone}', available zones are: {ZONES}");
        refuse(!zone.is_empty() && !is_zone(zone), self.zone.span(), text);
        let url = self.api_url.text();
        refuse(parse_url(url).is_err(), self.api_url.span(), format!("invalid API url '{url}'"));
    }
}

/// The library's own pattern takes hexadecimal digits in either case, with dashes only.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `^[a-z]{2}-[a-z]{3}-[1-9]$`: known zones or not.
fn is_zone(zone: &str) -> bool {
    let parts: Vec<&str> = zone.split('-').collect();
    let letters =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_lowercase());
    matches!(parts[..], [country, city, number]
        if letters(country, 2) && letters(city, 3) && number.len() == 1 && matches!(number.as_bytes()[0], b'1'..=b'9'))
}
