//! The file's format.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use super::{FailOn, FilePattern, JobPattern, Level, Preset, TargetVersion};
use crate::config::http::go_type;
use crate::config::map_type;
use crate::config::{Duration, Text};
use crate::source::Span;
use crate::yaml::{Field, Map, Spanned};

/// What a `scrapelint.yaml` says. Its paths are relative to its folder.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Settings {
    /// Which rules run unasked: `recommended` (the default), `strict` or `all`.
    pub preset: Field<Preset>,
    /// Run these rules or categories alone, instead of a preset.
    pub select: Field<Vec<Spanned<Text>>>,
    /// Leave these rules or categories out.
    pub ignore: Field<Vec<Spanned<Text>>>,
    /// Rules or categories, each with whether it runs and how severe its findings are. A rule wins over its category.
    pub rules: Field<Map<Text, RuleSetting>>,
    /// Other levels for some files or jobs. Of several that fit, the last one counts.
    pub overrides: Field<Vec<Spanned<Override>>>,
    /// The version of Prometheus that the configurations are for: 2.30 to 3.14, which is the default.
    pub target_version: Field<TargetVersion>,
    /// The severity from which findings make the command fail: `error`, `warning` (the default) or `info`.
    pub fail_on: Field<FailOn>,
    /// The files to check where the command names none: paths, or patterns with `*` and `**`.
    pub files: Field<Vec<Spanned<FilePattern>>>,
    /// Files and folders to leave out when folders are searched: paths, or patterns with `*` and `**`.
    pub exclude: Field<Vec<Spanned<FilePattern>>>,
    /// Metrics dumps of jobs, for the rules on evidence: names of jobs, or patterns with `*`, each with paths.
    pub metrics: Field<DumpPaths>,
    /// Files of packs: what is known of labels, metrics and exporters by their names.
    pub packs: Field<Vec<Spanned<Text>>>,
}

map_type! {
    /// Jobs, each with paths of its metrics dumps.
    DumpPaths(JobPattern => Vec<Spanned<Text>>) as "settings.DumpPaths";
}

/// Levels of rules for some files or jobs.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Override {
    /// The files: paths, or patterns with `*` and `**`. Without the key: all files.
    pub files: Field<Vec<Spanned<FilePattern>>>,
    /// The jobs: names, or patterns with `*`. Without the key: all that is in the files.
    pub jobs: Field<Vec<Spanned<JobPattern>>>,
    /// Rules or categories, each with its level here.
    pub rules: Field<Map<Text, RuleSetting>>,
}

/// What is set of a rule.
#[derive(Debug)]
pub enum RuleSetting {
    /// Its level alone.
    Level(Level),
    /// A table.
    Table(RuleTable),
}

/// What is set of a rule, key by key.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct RuleTable {
    /// Whether the rule runs, and how severe its findings are.
    pub severity: Field<Level>,
    /// Of `scrape-interval-too-long`: the longest interval that is not reported; `2m` by default.
    pub longest: Field<Duration>,
    /// Of `scrape-interval-too-short`: the shortest interval that is not reported; `5s` by default.
    pub shortest: Field<Duration>,
}

impl RuleTable {
    /// The options of single rules that are given here, with their places.
    pub(crate) fn options(&self) -> impl Iterator<Item = (&'static str, Span)> {
        [("longest", &self.longest), ("shortest", &self.shortest)]
            .into_iter()
            .filter_map(|(name, option)| Some((name, option.span()?)))
    }
}

impl RuleSetting {
    /// The level, if one is set.
    pub fn level(&self) -> Option<Level> {
        match self {
            Self::Level(level) => Some(*level),
            Self::Table(table) => table.severity.value().copied(),
        }
    }
}

go_type! {
    Settings: "settings.Settings";
    Override: "settings.Override", list "[]settings.Override";
    RuleTable: "settings.RuleTable";
    RuleSetting: "settings.RuleSetting", map "settings.Rules";
}

impl<'de> Deserialize<'de> for RuleSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SettingVisitor;
        impl<'de> Visitor<'de> for SettingVisitor {
            type Value = RuleSetting;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a level or a table")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<RuleSetting, E> {
                Level::deserialize(StrDeserializer::new(text)).map(RuleSetting::Level)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuleSetting, A::Error> {
                RuleTable::deserialize(MapAccessDeserializer::new(map)).map(RuleSetting::Table)
            }
        }
        deserializer.deserialize_any(SettingVisitor)
    }
}

impl JsonSchema for RuleSetting {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RuleSetting".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (level, table) = (generator.subschema_for::<Level>(), generator.subschema_for::<RuleTable>());
        json_schema!({ "anyOf": [level, table] })
    }
}
