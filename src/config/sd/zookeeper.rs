//! `nerve_sd_configs` and `serverset_sd_configs` (discovery/zookeeper).

use schemars::JsonSchema;
use serde::Deserialize;

use super::Discovery;
use crate::config::http::go_type;
use crate::config::{Duration, Refusals, Text};
use crate::yaml::{Field, Spanned};

/// Endpoints that Nerve keeps in ZooKeeper.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["servers", "paths"]))]
pub struct NerveSdConfig {
    /// Paths in ZooKeeper. Required.
    pub paths: Field<Vec<Spanned<Text>>>,
    /// The servers. Required.
    pub servers: Field<Vec<Spanned<Text>>>,
    /// How long ZooKeeper may take.
    #[schemars(extend("default" = "10s"))]
    pub timeout: Field<Duration>,
}

/// Serversets in ZooKeeper.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["servers", "paths"]))]
pub struct ServersetSdConfig {
    /// Paths in ZooKeeper. Required.
    pub paths: Field<Vec<Spanned<Text>>>,
    /// The servers. Required.
    pub servers: Field<Vec<Spanned<Text>>>,
    /// How long ZooKeeper may take.
    #[schemars(extend("default" = "10s"))]
    pub timeout: Field<Duration>,
}

go_type! {
    NerveSdConfig: "zookeeper.plain", list "[]*zookeeper.NerveSDConfig";
    ServersetSdConfig: "zookeeper.plain", list "[]*zookeeper.ServersetSDConfig";
}

fn check_zookeeper<T>(
    at: &Spanned<T>,
    name: &str,
    servers: &Field<Vec<Spanned<Text>>>,
    paths: &Field<Vec<Spanned<Text>>>,
    refusals: &mut Refusals,
) {
    if servers.items().is_empty() {
        let text = format!("{name} SD config must contain at least one Zookeeper server");
        refusals.say(at, "missing-key", servers.span(), text);
    }
    if paths.items().is_empty() {
        refusals.say(
            at,
            "missing-key",
            paths.span(),
            format!("{name} SD config must contain at least one path"),
        );
    }
    for path in paths.items() {
        let text = path.value().map_or("", |path| path);
        if !text.starts_with('/') {
            let message = format!("{name} SD config paths must begin with '/': {text}");
            refusals.say(at, "invalid-value", Some(path.span), message);
        }
    }
}

impl Discovery for NerveSdConfig {
    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_zookeeper(at, "nerve", &self.servers, &self.paths, refusals);
    }
}

impl Discovery for ServersetSdConfig {
    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        check_zookeeper(at, "serverset", &self.servers, &self.paths, refusals);
    }
}
