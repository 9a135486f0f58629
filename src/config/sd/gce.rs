//! `gce_sd_configs` (discovery/gce).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, missing};
use crate::config::http::go_type;
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

/// Instances of Google Compute Engine.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["project", "zone"]))]
pub struct GceSdConfig {
    /// A filter expression.
    pub filter: Field<Text>,
    /// The port that targets get.
    #[schemars(extend("default" = 80))]
    pub port: Field<Int>,
    /// The project.
    pub project: Field<Text>,
    /// How often the list is read anew.
    #[schemars(extend("default" = "60s"))]
    pub refresh_interval: Field<Duration>,
    /// What is put between tags.
    #[schemars(extend("default" = ","))]
    pub tag_separator: Field<Text>,
    /// The zone.
    pub zone: Field<Text>,
}

go_type! {
    GceSdConfig: "gce.plain", list "[]*gce.SDConfig";
}

impl Discovery for GceSdConfig {
    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        missing(at, &self.project, "GCE SD configuration requires a project", refusals);
        missing(at, &self.zone, "GCE SD configuration requires a zone", refusals);
    }
}
