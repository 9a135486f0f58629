//! `oci_sd_configs` (discovery/oci).

use super::{Discovery, choice, conflict, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned, go_quote};

with_http_client! {
    /// Instances of Oracle Cloud.
    #[schemars(extend("required" = ["region"]))]
    pub struct OciSdConfig {
        /// How to log in.
        #[schemars(extend("x-since" = "3.14", "default" = "api_key", "enum" = ["api_key", "instance_principal"]))]
        pub auth: Field<Text>,
        /// The compartments to list.
        #[schemars(extend("x-since" = "3.14"))]
        pub compartments: Field<Vec<Spanned<Text>>>,
        /// The fingerprint of the key.
        #[schemars(extend("x-since" = "3.14"))]
        pub fingerprint: Field<Text>,
        /// A file with the key.
        #[schemars(extend("x-since" = "3.14"))]
        pub key_file: Field<Text>,
        /// The passphrase of the key.
        #[schemars(extend("x-since" = "3.14"))]
        pub key_passphrase: Field<Secret>,
        /// A file with the passphrase of the key.
        #[schemars(extend("x-since" = "3.14"))]
        pub key_passphrase_file: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "3.14", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "3.14", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// The region.
        #[schemars(extend("x-since" = "3.14"))]
        pub region: Field<Text>,
        /// The tenancy.
        #[schemars(extend("x-since" = "3.14"))]
        pub tenancy: Field<Text>,
        /// The user.
        #[schemars(extend("x-since" = "3.14"))]
        pub user: Field<Text>,
    }
}

go_type! {
    OciSdConfig: "oci.plain", list "[]*oci.SDConfig";
}

impl Discovery for OciSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.region, "oci_sd: region is required", refusals);
        match self.auth.text_or("api_key") {
            "api_key" => self.check_api_key(at, refusals),
            "instance_principal" => self.check_instance_principal(at, refusals),
            auth => {
                let text = format!(
                    "oci_sd: unknown auth method {}, expected \"api_key\" or \"instance_principal\"",
                    go_quote(auth)
                );
                choice(at, &self.auth, text, refusals);
            }
        }
        for (number, compartment) in self.compartments.items().iter().enumerate() {
            if compartment.is_null() || compartment.value().is_some_and(|name| name.is_empty()) {
                let text = format!("oci_sd: compartments[{number}] must not be empty");
                refusals.say(at, "invalid-value", Some(compartment.span), text);
            }
        }
        if self.refresh_interval.or(Duration::from_secs(60)).is_zero() {
            let text = "oci_sd: refresh_interval must be positive, got 0s";
            refusals.say(at, "invalid-value", self.refresh_interval.span(), text);
        }
        check_http(at, &self.http(), refusals);
    }
}

impl OciSdConfig {
    fn check_api_key(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        let required = [
            ("tenancy", &self.tenancy),
            ("user", &self.user),
            ("fingerprint", &self.fingerprint),
            ("key_file", &self.key_file),
        ];
        for (name, field) in required {
            missing(at, field, format!("oci_sd: api_key auth requires {name}"), refusals);
        }
        if !self.key_passphrase.is_blank() && !self.key_passphrase_file.is_blank() {
            let text = "oci_sd: at most one of key_passphrase and key_passphrase_file must be configured";
            conflict(at, self.key_passphrase_file.span(), text, refusals);
        }
    }

    fn check_instance_principal(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        let texts = [&self.tenancy, &self.user, &self.fingerprint, &self.key_file, &self.key_passphrase_file];
        let filled = texts.iter().find(|field| !field.is_blank()).and_then(|field| field.span());
        let filled = filled.or(self.key_passphrase.span().filter(|_| !self.key_passphrase.is_blank()));
        if filled.is_some() {
            let text = "oci_sd: instance_principal auth must not have tenancy, user, fingerprint, key_file, key_passphrase, or key_passphrase_file set";
            conflict(at, filled, text, refusals);
        }
    }
}
