//! go-yaml does not call `UnmarshalYAML` for the word `null`, not even in quotes (decode.go, `prepare`). A regex is then
//! compiled by its own `UnmarshalText`, without anchors, into the default that all steps share. Measured on 3.14.

use crate::finding::Safety;
use crate::rules::{Chain, Cx, Repair, Run};
use crate::yaml::{Style, Value, edit};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for step in chain.steps.iter().filter_map(|at| at.value()) {
        let Some(regex) = step.regex.spanned().filter(|regex| !regex.elsewhere) else { continue };
        let Value::Scalar(style, word @ ("null" | "~")) = cx.document.value(regex.node) else { continue };
        if style == Style::Plain && cx.document.tag(regex.node).is_none() {
            continue;
        }
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
