//! What leaves a server carries its `external_labels`, and nothing else says where it comes from.

use crate::config::{Action, RelabelConfig};
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let labels = &cx.global.external_labels;
    let has_labels = labels.is_given() && labels.value().is_none_or(|labels| !labels.entries().is_empty());
    if !cx.whole || has_labels {
        return;
    }
    // One finding says it for all endpoints that do not set a label themselves.
    let mut endpoints = config.remote_write.items().iter();
    let Some(at) = endpoints
        .find(|at| at.value().is_some_and(|write| !write.write_relabel_configs.values().any(sets_constant)))
    else {
        return;
    };
    let key = config.remote_write.key().map_or(at.span, |key| cx.document.span(key));
    let finding = cx
        .finding(key, "samples are sent on without `external_labels`")
        .with_label("nothing tells this server's series from those of another")
        .with_note("a second server that sends to the same place makes the same series: they mix, or are refused as out of order")
        .with_help("set labels that no other server has: `global: {external_labels: {cluster: eu-1}}`");
    cx.report(finding);
}

/// Whether a step sets a label to a fixed text.
fn sets_constant(step: &RelabelConfig) -> bool {
    step.action() == Some(Action::Replace)
        && step.replacement.value().is_some_and(|text| !text.is_empty() && !text.contains('$'))
}
