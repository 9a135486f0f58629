//! Most paths are made relative to the folder of the configuration (`SetDirectory`). These are forgotten there, so they are
//! relative to where Prometheus was started.

use crate::config::keys;
use crate::finding::short;
use crate::rules::{Cx, Run, is_placeholder};

pub(in crate::rules) const RUN: Run = Run::Document(check);

/// Sections and keys. Read in the sources of 3.14; see also discovery/azure, which joins no path at all.
const KEYS: [(&str, &str); 8] = [
    ("AzureCertificate", "certificate_key_path"),
    ("AzureCertificate", "certificate_path"),
    ("GoogleIam", "credentials_file"),
    ("OAuth2", "client_certificate_key_file"),
    ("StackitSdConfig", "credentials_file_path"),
    ("StackitSdConfig", "private_key_path"),
    ("StackitSdConfig", "service_account_key_path"),
    ("WorkloadIdentity", "token_file_path"),
];

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    let is_key = |text: &str| KEYS.iter().any(|(_, key)| *key == text);
    if !document.nodes().any(|node| document.scalar(node).is_some_and(is_key)) {
        return;
    }
    keys(document, |key| {
        if !KEYS.contains(&(key.section, key.name)) {
            return;
        }
        let Some(path) = document.scalar(key.value) else { return };
        let is_absolute = path.starts_with(['/', '\\', '~', '$']) || path.contains(":\\");
        if path.is_empty() || is_absolute || is_placeholder(path) {
            return;
        }
        let finding = cx
            .finding(document.span(key.value), format!("{} is looked for where Prometheus was started", short(path)))
            .with_label(format!("`{}` is not relative to the folder of this file", key.name))
            .with_note("other paths are; with this one all is well by hand, and nothing is found when a service manager starts Prometheus elsewhere")
            .with_help("write the whole path, from the root on");
        cx.report(finding);
    });
}
