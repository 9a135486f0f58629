//! Names of metrics where names of labels are matched.

use crate::config::Action;
use crate::finding::short;
use crate::rules::alternatives::{Alternative, alternatives};
use crate::rules::step::{ast, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// How names of metrics end, and names of labels do not.
const ENDS: [&str; 8] = [
    "_bucket",
    "_bytes",
    "_milliseconds",
    "_seconds",
    "_seconds_count",
    "_seconds_sum",
    "_total",
    "_bytes_sum",
];

/// How names of well-known metrics begin.
const BEGINNINGS: [&str; 20] = [
    "container_cpu_",
    "container_memory_",
    "container_network_",
    "go_gc_",
    "go_memstats_",
    "http_request_duration_",
    "http_requests_",
    "jvm_gc_",
    "jvm_memory_",
    "node_cpu_",
    "node_disk_",
    "node_filesystem_",
    "node_memory_",
    "node_network_",
    "process_cpu_",
    "process_open_",
    "process_resident_",
    "process_virtual_",
    "promhttp_",
    "python_gc_",
];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        if !matches!(action, Action::LabelDrop | Action::LabelKeep) {
            continue;
        }
        let Some(ast) = ast(step) else { continue };
        let Some((part, what)) = alternatives(&ast).into_iter().find_map(|part| meant(&part)) else {
            continue;
        };
        let verb = if action == Action::LabelDrop { "removes" } else { "keeps" };
        let finding = cx
            .finding(span, format!("{} looks like {what}; {} matches label names", short(&part), action.as_str()))
            .with_label("compared with the name of each label")
            .with_note(format!("no label has such a name, so this {verb} none; series are not dropped by it"))
            .with_help("to drop series, write `action: drop` with `source_labels: [__name__]`, or the label whose value is meant")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}

/// The text that shows that something else than a label is meant, and what.
fn meant(part: &Alternative) -> Option<(String, &'static str)> {
    // What discovery has found may have any name.
    if part.head.starts_with("__") {
        return None;
    }
    let shown = if part.is_text { part.head.clone() } else { format!("{}…{}", part.head, part.tail) };
    if [&part.head, &part.tail].iter().any(|text| text.contains([':', '=', '"', '{'])) {
        return Some((shown, "a value"));
    }
    let is_metric = ENDS.iter().any(|end| part.tail.ends_with(end))
        || BEGINNINGS.iter().any(|beginning| part.head.starts_with(beginning));
    is_metric.then_some((shown, "a metric"))
}
