//! `docker_sd_configs` and `dockerswarm_sd_configs` (discovery/moby).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, choice, missing};
use crate::config::http::{HttpClient, go_type, with_http_client};
use crate::config::http_check::check_http;
use crate::config::{Duration, Int, Refusals, Text, parse_url};
use crate::yaml::{Field, Spanned};

with_http_client! {
    /// Containers of a Docker daemon.
    #[schemars(extend("required" = ["host"]))]
    pub struct DockerSdConfig {
        /// Conditions that what is listed must meet.
        #[schemars(extend("x-since" = "2.27"))]
        pub filters: Field<Vec<Spanned<DockerFilter>>>,
        /// The address of the daemon. Required.
        #[schemars(extend("x-since" = "2.27"))]
        pub host: Field<Text>,
        /// The host of containers in host networking.
        #[schemars(extend("x-since" = "2.30", "default" = "localhost"))]
        pub host_networking_host: Field<Text>,
        /// Whether a container in several networks is listed once.
        #[schemars(extend("x-since" = "2.54", "default" = true))]
        pub match_first_network: Field<bool>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.27", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.27", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
    }
}

with_http_client! {
    /// Services, tasks or nodes of a Docker Swarm.
    #[schemars(extend("required" = ["host", "role"]))]
    pub struct DockerSwarmSdConfig {
        /// Conditions that what is listed must meet.
        #[schemars(extend("x-since" = "2.23"))]
        pub filters: Field<Vec<Spanned<DockerFilter>>>,
        /// The address of the daemon. Required.
        #[schemars(extend("x-since" = "2.20"))]
        pub host: Field<Text>,
        /// The port that targets get.
        #[schemars(extend("x-since" = "2.20", "default" = 80))]
        pub port: Field<Int>,
        /// How often the list is read anew.
        #[schemars(extend("x-since" = "2.20", "default" = "60s"))]
        pub refresh_interval: Field<Duration>,
        /// What is listed.
        #[schemars(extend("x-since" = "2.20", "enum" = ["services", "tasks", "nodes"]))]
        pub role: Field<Text>,
    }
}

/// A condition on what is listed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct DockerFilter {
    /// The name of the condition.
    #[schemars(extend("x-since" = "2.23"))]
    pub name: Field<Text>,
    /// The values that meet it.
    #[schemars(extend("x-since" = "2.23"))]
    pub values: Field<Vec<Spanned<Text>>>,
}

go_type! {
    DockerSdConfig: "moby.plain", list "[]*moby.DockerSDConfig";
    DockerSwarmSdConfig: "moby.plain", list "[]*moby.DockerSwarmSDConfig";
    DockerFilter: "moby.Filter", list "[]moby.Filter";
}

fn check_host<T>(at: &Spanned<T>, host: &Field<Text>, refusals: &mut Refusals) {
    missing(at, host, "host missing", refusals);
    if let Err(text) = parse_url(host.text()) {
        refusals.say(at, "invalid-url", host.span(), text);
    }
}

impl Discovery for DockerSdConfig {
    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_host(at, &self.host, refusals);
        check_http(at, &self.http(), refusals);
    }
}

impl Discovery for DockerSwarmSdConfig {
    fn role(&self) -> &str {
        self.role.text()
    }

    fn client(&self) -> Option<HttpClient<'_>> {
        Some(self.http())
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_host(at, &self.host, refusals);
        match self.role.text() {
            "services" | "nodes" | "tasks" => {}
            "" => missing(at, &self.role, "role missing (one of: tasks, services, nodes)", refusals),
            role => {
                let text = format!("invalid role {role}, expected tasks, services, or nodes");
                choice(at, &self.role, text, refusals);
            }
        }
        check_http(at, &self.http(), refusals);
    }
}
