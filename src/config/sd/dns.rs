//! `dns_sd_configs` (discovery/dns).

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Discovery, choice};
use crate::config::http::go_type;
use crate::config::{Duration, Int, Refusals, Text};
use crate::yaml::{Field, Spanned};

/// Names looked up in DNS.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
#[schemars(extend("required" = ["names"]))]
pub struct DnsSdConfig {
    /// The names to look up.
    pub names: Field<Vec<Spanned<Text>>>,
    /// The port that targets get.
    pub port: Field<Int>,
    /// How often the list is read anew.
    #[schemars(extend("default" = "30s"))]
    pub refresh_interval: Field<Duration>,
    /// The type of record.
    #[serde(rename = "type")]
    #[schemars(extend("default" = "SRV", "pattern" = "^([aA]|[aA]{4}|[mM][xX]|[nN][sS]|[sS][rR][vV])$", "examples" = ["SRV", "A", "AAAA", "MX", "NS"]))]
    pub kind: Field<Text>,
}

go_type! {
    DnsSdConfig: "dns.plain", list "[]*dns.SDConfig";
}

impl Discovery for DnsSdConfig {
    fn check(&self, at: &Spanned<Self>, refusals: &mut Refusals) {
        if self.names.items().is_empty() {
            let text = "DNS-SD config must contain at least one SRV record name";
            refusals.say(at, "missing-key", self.names.span(), text);
        }
        let kind = self.kind.text_or("SRV");
        match kind.to_uppercase().as_str() {
            "SRV" => {}
            "A" | "AAAA" | "MX" | "NS" => {
                if self.port.or(Int(0)).0 == 0 {
                    let text = "a port is required in DNS-SD configs for all record types except SRV";
                    refusals.say(at, "missing-key", self.port.span().or(self.kind.span()), text);
                }
            }
            _ => choice(at, &self.kind, format!("invalid DNS-SD records type {kind}"), refusals),
        }
    }
}
