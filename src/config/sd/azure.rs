//! `azure_sd_configs` (discovery/azure).

use super::{Discovery, choice, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned, go_quote};

with_http_client! {
    /// Virtual machines of Azure.
    #[schemars(extend("required" = ["subscription_id"]))]
    pub struct AzureSdConfig {
        /// How to log in.
        #[schemars(extend("x-since" = "2.7", "default" = "OAuth", "enum" = ["OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity"], "x-words-since" = { "WorkloadIdentity": "3.11" }))]
        pub authentication_method: Field<Text>,
        /// The client id.
        pub client_id: Field<Text>,
        /// The client secret.
        pub client_secret: Field<Secret>,
        /// The cloud.
        #[schemars(extend("x-since" = "2.4", "default" = "AzurePublicCloud"))]
        pub environment: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("default" = "5m"))]
        pub refresh_interval: Field<Duration>,
        /// The resource group to list; all without it.
        #[schemars(extend("x-since" = "2.35"))]
        pub resource_group: Field<Text>,
        /// The subscription. Required.
        pub subscription_id: Field<Text>,
        /// The tenant id.
        pub tenant_id: Field<Text>,
    }
}

go_type! {
    AzureSdConfig: "azure.plain", list "[]*azure.SDConfig";
}

impl Discovery for AzureSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.subscription_id, "azure SD configuration requires a subscription_id", refusals);
        let method = self.authentication_method.text_or("OAuth");
        if method == "OAuth" {
            missing(at, &self.tenant_id, "azure SD configuration requires a tenant_id", refusals);
            missing(at, &self.client_id, "azure SD configuration requires a client_id", refusals);
            missing(at, &self.client_secret, "azure SD configuration requires a client_secret", refusals);
        }
        if !matches!(method, "OAuth" | "ManagedIdentity" | "SDK" | "WorkloadIdentity") {
            let text = format!(
                "unknown authentication_type {}. Supported types are \"OAuth\", \"ManagedIdentity\", \"SDK\" or \"WorkloadIdentity\"",
                go_quote(method)
            );
            choice(at, &self.authentication_method, text, refusals);
        }
        check_http(at, &self.http(), refusals);
    }
}
