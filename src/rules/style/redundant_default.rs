//! Values that Prometheus would use anyway (config/config.go, `DefaultScrapeConfig`).

use crate::config::{Duration, Key, ValueType, keys};
use crate::finding::{Safety, short};
use crate::rules::{Cx, Repair, Run};
use crate::yaml::{Document, Resolved, Style, Value, edit, resolve_plain};

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    keys(document, |key| {
        if key.section != "ScrapeConfig" {
            return;
        }
        let Some(default) = key.default() else { return };
        // What a merge brings might come back without the key.
        if !is_default(document, &key, &default) || document.has_merge(key.mapping) {
            return;
        }
        let finding = cx
            .finding(document.span(key.value), format!("`{}` is set to its default", key.name))
            .with_label(format!("{} is what Prometheus uses without the key", short(&default)))
            .with_note("the configuration is shorter, and means the same, without it")
            .with_help(format!("remove `{}`", key.name));
        // Another section may merge this one, and rest on its default there.
        let plan = if document.is_anchored(key.mapping) {
            None
        } else {
            edit::remove_entry(document, key.mapping, key.node)
        };
        let repair =
            plan.map(|plan| Repair { title: format!("remove `{}`", key.name), safety: Safety::Safe, plan });
        cx.report_with(finding, repair);
    });
}

fn is_default(document: &Document<'_>, key: &Key, default: &str) -> bool {
    let Value::Scalar(style, text) = document.value(key.value) else { return false };
    let resolved = if style == Style::Plain { resolve_plain(text) } else { Resolved::Text(text) };
    match key.value_type() {
        ValueType::Bool => matches!(resolved, Resolved::Bool(value) if value.to_string() == default),
        ValueType::Int | ValueType::Uint | ValueType::Float => match resolved {
            Resolved::Int(value) => value.to_string() == default,
            Resolved::Float(value) => Ok(value) == default.parse(),
            _ => false,
        },
        ValueType::Duration => {
            matches!((Duration::parse(text), Duration::parse(default)), (Ok(one), Ok(other)) if one == other)
        }
        ValueType::Text => !document.is_null(key.value) && text == default,
        ValueType::Size | ValueType::Secret | ValueType::Url | ValueType::Other => false,
    }
}
