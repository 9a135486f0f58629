//! Prometheus does not look for the files it is told of when it loads its configuration (config/config.go only joins
//! paths with the folder): rules that are not there are not evaluated, a missing certificate fails every scrape.
//! `promtool check config` looks for some of them.

use crate::finding::short;
use crate::rules::{Cx, Run};
use crate::yaml::{NodeId, Value};

pub(in crate::rules) const RUN: Run = Run::Document(check);

/// Keys that name files relative to the configuration's folder. Those that Prometheus takes relative to its working
/// directory are left out: where that is, the configuration does not say.
const KEYS: [&str; 11] = [
    "rule_files",
    "scrape_config_files",
    "files",
    "ca_file",
    "cert_file",
    "key_file",
    "credentials_file",
    "password_file",
    "username_file",
    "bearer_token_file",
    "client_secret_file",
];

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    for node in document.nodes() {
        let Value::Mapping(pairs) = document.value(node) else { continue };
        for (key, value) in pairs.iter() {
            let Some(key) = document.scalar(key).filter(|key| KEYS.contains(key)) else { continue };
            match document.value(value) {
                Value::Sequence(items) => items.iter().for_each(|&item| check_path(cx, key, item)),
                _ => check_path(cx, key, value),
            }
        }
    }
}

fn check_path(cx: &mut Cx<'_>, key: &str, node: NodeId) {
    let Some(path) = cx.document.scalar(node).filter(|path| !path.is_empty()) else { return };
    // An absolute path is one of the machine that Prometheus runs on.
    let is_foreign = path.starts_with(['/', '\\', '~', '$'])
        || path.contains(":\\")
        || path.contains("{{")
        || path.contains("${");
    if is_foreign || cx.files.exists(path) != Some(false) {
        return;
    }
    let (message, note) = if path.contains('*') {
        (format!("no file matches {}", short(path)), "Prometheus starts all the same, and reads nothing here")
    } else if key == "rule_files" {
        (
            format!("there is no file {}", short(path)),
            "Prometheus starts without its rules: no alert of this file will ever fire",
        )
    } else {
        (
            format!("there is no file {}", short(path)),
            "Prometheus starts all the same, and fails when it needs the file",
        )
    };
    let finding = cx
        .finding(cx.document.span(node), message)
        .with_label(format!("`{key}` is relative to the folder of this file"))
        .with_note(note)
        .with_help("correct the path, or add the file beside the configuration");
    cx.report(finding);
}
