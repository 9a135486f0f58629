//! References ask a secret manager, which those have that use Prometheus's code for their own; Prometheus gives none
//! (prometheus/common, config/http_config.go: "cannot use secret ref without manager").

use crate::config::keys;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Document(check);

/// The sections of the HTTP client that have such keys.
const SECTIONS: [&str; 4] = ["Authorization", "BasicAuth", "OAuth2", "TlsConfig"];

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if !document.nodes().any(|node| document.scalar(node).is_some_and(|text| text.ends_with("_ref"))) {
        return;
    }
    keys(document, |key| {
        let Some(name) = key.name.strip_suffix("_ref").filter(|_| SECTIONS.contains(&key.section)) else {
            return;
        };
        let is_blank = document.scalar(key.value).is_none_or(str::is_empty) || document.is_null(key.value);
        if is_blank {
            return;
        }
        let finding = cx
            .finding(document.span(key.node), format!("`{}` asks a secret manager, and Prometheus has none", key.name))
            .with_label("is for programs that build on Prometheus's code")
            .with_note("the configuration is loaded, and the client cannot be made: \"cannot use secret ref without manager\"")
            .with_help(format!("write the secret into a file, and name it in `{name}_file`"));
        cx.report(finding);
    });
}
