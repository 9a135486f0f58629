//! Connections that anybody in between can answer.

use crate::config::{Key, keys};
use crate::rules::{Cx, Run};
use crate::yaml::{NodeId, Resolved, Style, Value, resolve_plain};

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    each_unverified(cx, |cx, key, authority| {
        if authority.is_some() {
            return; // `ignored-ca-file` speaks of these
        }
        let finding = cx
            .finding(cx.document.span(key.node), "the server's certificate is not checked")
            .with_label("any certificate is taken")
            .with_note(
                "whoever is on the way can pose as the server, and gets the credentials that are sent to it",
            )
            .with_help("name the authority that signed the certificate in `ca_file`");
        cx.report(finding);
    });
}

/// Calls `report` for each `insecure_skip_verify: true`, with the key of the authority given beside it.
pub(super) fn each_unverified<'a>(
    cx: &mut Cx<'a>,
    mut report: impl FnMut(&mut Cx<'a>, &Key, Option<NodeId>),
) {
    const KEY: &str = "insecure_skip_verify";
    let document = cx.document;
    if !document.nodes().any(|node| document.scalar(node) == Some(KEY)) {
        return;
    }
    keys(document, |key| {
        let Value::Scalar(Style::Plain, text) = document.value(key.value) else { return };
        if key.name != KEY || resolve_plain(text) != Resolved::Bool(true) {
            return;
        }
        let authority = ["ca_file", "ca"].iter().find_map(|name| document.entry_in_force(key.mapping, name));
        let authority = authority.map(|(key, _)| key);
        report(cx, &key, authority);
    });
}
