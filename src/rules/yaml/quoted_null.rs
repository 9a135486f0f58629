//! go-yaml does not call `UnmarshalYAML` for the word `null`, not even in quotes (decode.go, `prepare`). A regex is then
//! compiled by its own `UnmarshalText`, without anchors, into the default that all steps share. Measured on 3.14.

use crate::config::RelabelConfig;
use crate::finding::Safety;
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::{Document, NodeId, Style, Value, edit};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for step in chain.steps.iter().filter_map(|at| at.value()) {
        check_action(cx, chain, step);
        let Some(regex) = step.regex.spanned().filter(|regex| !regex.elsewhere) else { continue };
        let Some(word) = quoted_null(cx.document, regex.node) else { continue };
        let meant = if word == "null" { "(?:null)" } else { "[~]" };
        let finding = cx
            .finding(regex.span, format!("the regex \"{word}\" changes what other steps do"))
            .with_label("for Prometheus this is null, although it is quoted")
            .with_note(
                "it is compiled without anchors, and becomes the default regex of every step that has none of its own",
            )
            .with_help(format!("write {meant} for the word itself"))
            .with_job(chain.job.map(|job| job.name()));
        let plan = if regex.borrowed { None } else { edit::set_scalar(cx.document, regex.node, meant) };
        let repair = plan.map(|plan| Repair { title: format!("write {meant}"), safety: Safety::Safe, plan });
        cx.report_with(finding, repair);
    }
}

/// The action is then a word that nothing checks, and that relabeling does not know (model/relabel/relabel.go, `relabel`).
fn check_action(cx: &mut Cx<'_>, chain: Chain<'_>, step: &RelabelConfig) {
    let Some(action) = step.action.spanned().filter(|action| !action.elsewhere) else { return };
    let Some(word) = quoted_null(cx.document, action.node) else { return };
    let finding = cx
        .finding(action.span, format!("the action \"{word}\" makes Prometheus crash"))
        .with_label("for Prometheus this is null, although it is quoted, so the word is not checked")
        .with_note("the configuration is loaded, and the process ends with a panic when the step is made for the first time")
        .with_help("write one of the actions, such as `replace`, `keep` or `drop`")
        .with_job(chain.job.map(|job| job.name()));
    cx.report(finding);
}

/// A word that is null for Prometheus although it is quoted. With a tag it is what the tag says.
fn quoted_null<'d>(document: &'d Document<'_>, node: NodeId) -> Option<&'d str> {
    match document.value(node) {
        Value::Scalar(style, word @ ("null" | "~"))
            if style != Style::Plain && document.tag(node).is_none() =>
        {
            Some(word)
        }
        _ => None,
    }
}
