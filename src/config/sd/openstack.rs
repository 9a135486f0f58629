//! `openstack_sd_configs` (discovery/openstack).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, choice, missing};
use crate::config::http::{TlsConfig, go_type};
use crate::config::value::role_type;
use crate::config::{Duration, Int, Refusals, Secret, Text};
use crate::yaml::{Field, Spanned};

/// Instances, hypervisors or load balancers of OpenStack.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["role", "region"]))]
pub struct OpenStackSdConfig {
    /// Whether instances of all projects are listed.
    #[schemars(extend("x-since" = "2.5"))]
    pub all_tenants: Field<bool>,
    /// The id of an application credential.
    #[schemars(extend("x-since" = "2.7"))]
    pub application_credential_id: Field<Text>,
    /// The name of an application credential.
    #[schemars(extend("x-since" = "2.7"))]
    pub application_credential_name: Field<Text>,
    /// The secret of an application credential.
    #[schemars(extend("x-since" = "2.7"))]
    pub application_credential_secret: Field<Secret>,
    /// Which endpoint is used.
    #[schemars(extend("x-since" = "2.20", "default" = "public", "enum" = ["admin", "internal", "public"]))]
    pub availability: Field<Text>,
    /// The id of the domain.
    pub domain_id: Field<Text>,
    /// The name of the domain.
    pub domain_name: Field<Text>,
    /// The URL of the identity service.
    pub identity_endpoint: Field<Text>,
    /// The password.
    pub password: Field<Secret>,
    /// The port that targets get.
    #[schemars(extend("default" = 80))]
    pub port: Field<Int>,
    /// The id of the project.
    pub project_id: Field<Text>,
    /// The name of the project.
    pub project_name: Field<Text>,
    /// How often the list is read anew.
    #[schemars(extend("default" = "60s"))]
    pub refresh_interval: Field<Duration>,
    /// The region.
    pub region: Field<Text>,
    /// What is listed.
    #[schemars(extend("x-words-since" = { "loadbalancer": "3.2" }))]
    pub role: Field<OpenStackRole>,
    /// TLS settings of the connection.
    #[schemars(extend("x-since" = "2.5"))]
    pub tls_config: Field<TlsConfig>,
    /// The user's id.
    pub userid: Field<Text>,
    /// The user's name.
    pub username: Field<Text>,
}

go_type! {
    OpenStackSdConfig: "openstack.plain", list "[]*openstack.SDConfig";
}

role_type! {
    /// What is listed.
    OpenStackRole ["hypervisor", "instance", "loadbalancer"] "unknown OpenStack SD role {}"
}

impl Discovery for OpenStackSdConfig {
    fn role(&self) -> &str {
        self.role.text()
    }

    fn tls(&self) -> Option<&Field<TlsConfig>> {
        Some(&self.tls_config)
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        let availability = self.availability.text_or("public");
        if !matches!(availability, "public" | "internal" | "admin") {
            let text =
                format!("unknown availability {availability}, must be one of admin, internal or public");
            choice(at, &self.availability, text, refusals);
        }
        missing(at, &self.role, "role missing (one of: instance, hypervisor, loadbalancer)", refusals);
        missing(at, &self.region, "openstack SD configuration requires a region", refusals);
    }
}
