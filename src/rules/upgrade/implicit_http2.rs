//! The default of `enable_http2` in `remote_write` is false since 3.0, and was true before (config/config.go,
//! `DefaultRemoteWriteConfig` of each version).

use crate::config::Version;
use crate::finding::Safety;
use crate::rules::{Cx, Repair, Run};
use crate::yaml::Tree;
use crate::yaml::edit::{self, Place};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    if cx.target_version.is_before(Version::new(3, 0)) {
        return;
    }
    for at in cx.config.remote_write.items() {
        let Some(write) = at.value().filter(|write| !write.enable_http2.is_present()) else { continue };
        // Without TLS, Go never speaks HTTP/2 to a server.
        if !write.url.text().starts_with("https://") {
            continue;
        }
        let span = write.url.key().map_or(at.span, |key| cx.document.span(key));
        let finding = cx
            .finding(span, "this remote write uses HTTP/1.1 since Prometheus 3")
            .with_label("sets no `enable_http2`, whose default is now false")
            .with_note("Prometheus 2 used HTTP/2 where the receiver had it: one connection for all shards")
            .with_help(
                "write `enable_http2: false` if that is fine, `true` if the receiver counts on HTTP/2",
            );
        let place = Place::after_any([write.url.key()]);
        let value = Tree::Bare("false".to_owned());
        let plan = edit::insert_entry(cx.document, at.node, place, "enable_http2", &value);
        let repair = plan.filter(|_| !at.borrowed).map(|plan| Repair {
            title: "set `enable_http2: false`, the value in force".to_owned(),
            safety: Safety::Safe,
            plan,
        });
        cx.report_with(finding, repair);
    }
}
