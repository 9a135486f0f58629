//! `static_configs` (discovery/targetgroup).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use super::{Discovery, Provider};
use crate::config::http::go_type;
use crate::config::value::{map_type, text_type};
use crate::config::{LabelName, Refusal, Refusals, Text};
use crate::yaml::{Field, Spanned, go_quote};

/// Targets written down, with labels they share.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct StaticConfig {
    /// Host and port of each target.
    pub targets: Field<Vec<Spanned<Text>>>,
    /// Labels set on each target.
    pub labels: Field<LabelSet>,
}

go_type! {
    StaticConfig: "struct { Targets []string \"yaml:\\\"targets\\\"\"; Labels model.LabelSet \"yaml:\\\"labels\\\"\" }", list "[]*targetgroup.Group";
}

text_type! {
    /// The value of a label.
    LabelValue as "model.LabelValue", "[]model.LabelValue", "map[string]model.LabelValue"
}

impl<'de> Deserialize<'de> for LabelValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::config::value::text(deserializer).map(Self)
    }
}

impl JsonSchema for LabelValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "LabelValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}

map_type! {
    /// Labels: name to value.
    LabelSet(LabelName => LabelValue) as "model.LabelSet";
}

impl Discovery for StaticConfig {
    fn provided(&self, _: &str) -> Option<Vec<&'static Provider>> {
        Some(Vec::new())
    }

    fn check(&self, _: &Spanned<Self>, _: &mut Refusals) {}
}

/// The check on targets that a section makes when it has no relabel rules which could mend them (config/config.go,
/// `checkStaticTargets`).
pub(crate) fn check_static_targets<T>(
    at: &Spanned<T>,
    groups: &Field<Vec<Spanned<StaticConfig>>>,
    refusals: &mut Refusals,
) {
    for target in groups.values().flat_map(|group| group.targets.items()) {
        let Some(address) = target.value().filter(|address| address.contains('/')) else { continue };
        let text = format!("{} is not a valid hostname", go_quote(address));
        let help = match address.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                let path =
                    if path.is_empty() { String::new() } else { format!(" and `metrics_path: /{path}`") };
                format!("write `{host}` here, and `scheme: {scheme}`{path} in the job")
            }
            None => "write host and port only; the path goes to `metrics_path`".to_owned(),
        };
        refusals.add(at, Refusal::new("invalid-target", target.span, text).help(help));
    }
}
