//! The whole configuration (config/config.go).

use schemars::JsonSchema;
use serde::Deserialize;

use super::alerting::AlertingConfig;
use super::global::{GlobalConfig, RuntimeConfig};
use super::http::go_type;
use super::remote::{RemoteReadConfig, RemoteWriteConfig};
use super::scrape::ScrapeConfig;
use super::server::{OtlpConfig, StorageConfig, TracingConfig};
use super::value::Text;
use crate::yaml::{Field, Spanned};

/// A Prometheus configuration. Nothing in it is required.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Config {
    /// Settings that scrape configs inherit, and a few of the whole server.
    #[schemars(extend("default" = {}))]
    pub global: Field<GlobalConfig>,
    /// Settings of the Go runtime.
    #[schemars(extend("x-since" = "2.53", "default" = {}))]
    pub runtime: Field<RuntimeConfig>,
    /// Where alerts are sent.
    pub alerting: Field<AlertingConfig>,
    /// Files with rules; `*` in the last part of a path.
    #[schemars(extend("items" = { "type": ["string", "number", "boolean", "null"], "pattern": "^[^*]*(\\*[^/\\n]*)?$" }))]
    pub rule_files: Field<Vec<Spanned<Text>>>,
    /// Files with more scrape configs; `*` in the last part of a path.
    #[schemars(extend("x-since" = "2.43", "items" = { "type": ["string", "number", "boolean", "null"], "pattern": "^[^*]*(\\*[^/\\n]*)?$" }))]
    pub scrape_config_files: Field<Vec<Spanned<Text>>>,
    /// The jobs.
    pub scrape_configs: Field<Vec<Spanned<ScrapeConfig>>>,
    /// Local storage.
    #[schemars(extend("x-since" = "2.29", "default" = {}))]
    pub storage: Field<StorageConfig>,
    /// Sending of Prometheus's own traces.
    #[schemars(extend("x-since" = "2.34"))]
    pub tracing: Field<TracingConfig>,
    /// Places that samples are sent to.
    pub remote_write: Field<Vec<Spanned<RemoteWriteConfig>>>,
    /// Places that samples are read from.
    pub remote_read: Field<Vec<Spanned<RemoteReadConfig>>>,
    /// Receiving of OTLP metrics.
    #[schemars(extend("x-since" = "2.55", "default" = {}))]
    pub otlp: Field<OtlpConfig>,
}

/// A file named by `scrape_config_files`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct ScrapeConfigs {
    /// The jobs.
    pub scrape_configs: Field<Vec<Spanned<ScrapeConfig>>>,
}

go_type! {
    Config: "config.plain";
    ScrapeConfigs: "config.ScrapeConfigs";
}

impl Config {
    /// The jobs that could be decoded.
    pub fn jobs(&self) -> impl Iterator<Item = &ScrapeConfig> {
        self.scrape_configs.values()
    }
}
