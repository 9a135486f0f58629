//! Since 3.0, Prometheus always puts environment variables into `external_labels`, as Go's `os.Expand` does
//! (config/config.go, `Load`).

use crate::config::Version;
use crate::finding::short;
use crate::relabel::external_variables;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const ALWAYS_EXPANDED_SINCE: Version = Version::new(3, 0);

fn check(cx: &mut Cx<'_>) {
    if cx.target_version.is_before(ALWAYS_EXPANDED_SINCE) {
        return;
    }
    let labels = cx.config.global.value().and_then(|global| global.external_labels.value());
    for (name, value) in labels.into_iter().flat_map(|labels| labels.entries()) {
        let text = value.value().map_or("", |text| text);
        let Some(variable) = external_variables(text).find(|name| !is_variable(name)) else { continue };
        let label = name.value().map_or("", |name| name);
        let (headline, help) = match variable.split_once([':', '-']) {
            Some((name, _)) if is_variable(name) => (
                format!("external label {}: defaults of variables are unknown to Prometheus", short(label)),
                format!("set the variable where Prometheus runs, and write `${{{name}}}`"),
            ),
            _ => (
                format!("external label {}: this `$` and what belongs to it go away", short(label)),
                "write `$$` for a dollar sign".to_owned(),
            ),
        };
        let finding = cx
            .finding(value.span, headline)
            .with_label(format!("stands for the variable {}, which cannot be set", short(variable)))
            .with_note("since 3.0, Prometheus always replaces variables in `external_labels`: an unknown one by nothing")
            .with_help(help);
        cx.report(finding);
    }
}

/// Whether a shell would take it for the name of a variable.
fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
