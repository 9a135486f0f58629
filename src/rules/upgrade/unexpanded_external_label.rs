//! Prometheus 2 puts environment variables into `external_labels` only if it is started with a feature flag
//! (cmd/prometheus/main.go, `expand-external-labels`).

use crate::config::Version;
use crate::finding::short;
use crate::relabel::external_variables;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    if !cx.target_version.is_before(Version::new(3, 0)) {
        return;
    }
    let target = cx.target_version;
    let labels = cx.config.global.value().and_then(|global| global.external_labels.value());
    for (_, value) in labels.into_iter().flat_map(|labels| labels.entries()) {
        let text = value.value().map_or("", |text| text);
        let Some(variable) = external_variables(text).find(|name| !name.is_empty()) else { continue };
        let finding = cx
            .finding(value.span, format!("Prometheus {target} replaces {} only if told to", short(variable)))
            .with_label("stays as it is written without a flag")
            .with_note("since 3.0 variables in `external_labels` are always replaced")
            .with_help("start Prometheus with `--enable-feature=expand-external-labels`");
        cx.report(finding);
    }
}
