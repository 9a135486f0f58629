//! `file_sd_configs` (discovery/file).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, Provider};
use crate::config::http::go_type;
use crate::config::{Duration, Refusal, Refusals, Text};
use crate::yaml::{Field, Spanned, go_quote};

/// Target groups in files.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["files"]))]
pub struct FileSdConfig {
    /// Paths of files; `*` in the last part.
    #[schemars(extend("items" = { "type": "string", "pattern": "^[^*]*(\\*[^/]*)?\\.(json|yml|yaml|JSON|YML|YAML)$" }))]
    pub files: Field<Vec<Spanned<Text>>>,
    /// How often the list is read anew.
    #[schemars(extend("default" = "5m"))]
    pub refresh_interval: Field<Duration>,
}

go_type! {
    FileSdConfig: "file.plain", list "[]*file.SDConfig";
}

impl Discovery for FileSdConfig {
    fn provided(&self, _: &str) -> Option<Vec<&'static Provider>> {
        // What they are told of targets may hold any label.
        None
    }

    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.files.items().is_empty() {
            let text = "file service discovery config must contain at least one path name";
            refusals.say(at, "missing-key", self.files.span(), text);
        }
        for file in self.files.items() {
            let name = file.value().map_or("", |name| name);
            if !is_file_pattern(name) {
                let text = format!("path name {} is not valid for file discovery", go_quote(name));
                let refusal = Refusal::new("invalid-file-pattern", file.span, text)
                    .help("the name must end in .json, .yml or .yaml; a `*` may stand in the last part only");
                refusals.add(at, refusal);
            }
        }
    }
}

/// `^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$`
fn is_file_pattern(name: &str) -> bool {
    let endings = [".json", ".yml", ".yaml", ".JSON", ".YML", ".YAML"];
    let Some(stem) = endings.iter().find_map(|ending| name.strip_suffix(ending)) else { return false };
    stem.find('*').is_none_or(|at| !stem[at..].contains('/'))
}
