//! A key without a value is null, and go-yaml sets Go's zero value for that without a call of `UnmarshalYAML` (decode.go,
//! `unmarshal`), so the default is gone. Measured on 3.14.

use crate::config::{Key, ValueType, keys};
use crate::finding::Safety;
use crate::rules::{Cx, Repair, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if !document.nodes().any(|node| document.is_null(node)) {
        return;
    }
    keys(document, |key| {
        if !document.is_null(key.value) {
            return;
        }
        let Some(effect) = effect(&key) else { return };
        let default = match key.default() {
            Some(default) => format!("its default is `{default}`"),
            None if key.name == "metadata_config" => "by default metadata is sent".to_owned(),
            None => "without a value of its own, `global` or the default counts".to_owned(),
        };
        let finding = cx
            .finding(document.span(key.node), format!("`{}` without a value {effect}", key.name))
            .with_label(default)
            .with_note("a key without a value is null, which Prometheus takes as zero, false or empty")
            .with_help("give it a value, or remove the key for the default");
        let repair = edit::remove_entry(document, key.mapping, key.node).map(|plan| Repair {
            title: format!("remove `{}`, so that the default counts", key.name),
            safety: Safety::Unsafe,
            plan,
        });
        cx.report_with(finding, repair);
    });
}

/// What null makes of a key that has a default; nothing where that is refused, harmless, or as it looks.
fn effect(key: &Key) -> Option<&'static str> {
    let is_discovery = key.section.ends_with("SdConfig");
    match (key.section, key.name, key.value_type()) {
        // Prometheus refuses what comes of these.
        ("QueueConfig" | "KubernetesSdConfig", ..)
        | ("OciSdConfig" | "TritonSdConfig", "refresh_interval", _) => None,
        (_, "metadata_config", _) => Some("switches metadata off"),
        // An empty text looks like one, and `regex:` is how many write that a label is empty.
        (_, name, _) if matches!(name, "regex" | "replacement") || name.ends_with("separator") => None,
        (
            "ScrapeConfig" | "GlobalConfig",
            "scrape_interval" | "scrape_timeout" | "evaluation_interval",
            _,
        ) => Some("counts as not set"),
        (_, _, ValueType::Bool) if key.default()? == "true" => Some("is `false`"),
        (_, _, ValueType::Int | ValueType::Uint) if key.default()? != "0" => Some("is 0"),
        (_, _, ValueType::Duration) if key.default()? != "0s" => Some("is 0s"),
        (_, _, ValueType::Text) if !is_discovery && !key.default()?.is_empty() => Some("is empty"),
        _ => None,
    }
}
