//! Names of labels where names of metrics are matched.

use crate::config::Action;
use crate::finding::short;
use crate::rules::alternatives::alternatives;
use crate::rules::step::{ast, readable, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Well-known labels. None of them is known as a metric.
#[rustfmt::skip]
const LABELS: [&str; 58] = [
    "address", "client_ip", "cluster", "code", "container", "container_id", "container_name", "controller_revision_hash",
    "customer_id", "datname", "deployment", "device", "email", "endpoint", "environment", "exported_instance",
    "exported_job", "fstype", "handler", "host", "hostname", "id", "image", "instance", "ip", "job", "le", "method",
    "mountpoint", "name", "namespace", "node", "order_id", "path", "pod", "pod_name", "pod_template_hash", "pod_uid",
    "quantile", "region", "remote_addr", "replica", "request_id", "route", "service", "session_id", "span_id", "status",
    "status_code", "tenant_id", "trace_id", "transaction_id", "uid", "uri", "url", "user_agent", "user_id", "uuid",
];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) {
        return;
    }
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        if !matches!(action, Action::Keep | Action::Drop) || sources(step) != ["__name__"] {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        let names = alternatives(&ast);
        let is_label = |name: &str| LABELS.binary_search(&name).is_ok();
        if !names.iter().all(|name| name.is_text && is_label(&name.head)) {
            continue;
        }
        let Some(first) = names.first() else { continue };
        let effect = match action {
            Action::Keep => "no metric has such a name, so every sample is dropped",
            _ => "no metric has such a name, so nothing is dropped",
        };
        let finding = cx
            .finding(span, format!("{} is a label, but this step matches names of metrics", short(&first.head)))
            .with_label("compared with `__name__`")
            .with_note(effect)
            .with_help(format!(
                "`source_labels: [{0}]` with `regex: .+` is for series that have the label; `action: labeldrop` with `regex: {0}` removes it from all",
                first.head
            ))
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
