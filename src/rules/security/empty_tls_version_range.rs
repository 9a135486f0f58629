//! That the lowest version is above the highest one is found when the client is made (prometheus/common,
//! config/http_config.go, `NewTLSConfig`), not when the configuration is loaded.

use crate::config::keys;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if !document.nodes().any(|node| document.scalar(node) == Some("max_version")) {
        return;
    }
    keys(document, |key| {
        if (key.section, key.name) != ("TlsConfig", "max_version") {
            return;
        }
        let Some((_, lowest)) = document.entry_in_force(key.mapping, "min_version") else { return };
        let version = |node| document.scalar(node).and_then(number).map(|number| (number, node));
        let (Some((highest, _)), Some((least, place))) = (version(key.value), version(lowest)) else {
            return;
        };
        if least <= highest {
            return;
        }
        let finding = cx
            .finding(
                document.span(key.value),
                "no version of TLS is left: `max_version` is below `min_version`",
            )
            .with_label("the highest that is taken")
            .with_related(document.span(place), "the lowest")
            .with_note(
                "Prometheus loads the configuration and cannot make the client, so every request fails",
            )
            .with_help("swap the two, or remove `max_version`");
        cx.report(finding);
    });
}

/// `TLS12` as 12.
fn number(version: &str) -> Option<u8> {
    version.strip_prefix("TLS")?.parse().ok()
}
