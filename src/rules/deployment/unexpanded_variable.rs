//! Prometheus puts environment variables into `external_labels` alone (config/config.go, `Load`).

use crate::finding::short;
use crate::rules::group::variable;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, _) in readable(chain.steps) {
        let group = "it is read as a group of the regex, and stands for nothing";
        let end = "in a regex `$` is the end of the value, so nothing matches";
        let texts = [
            (step.replacement.text(), step.replacement.span(), group),
            (step.regex.text(), step.regex.span(), end),
        ];
        for (text, span, effect) in texts {
            let (Some(name), Some(span)) = (variable(text), span) else { continue };
            let finding = cx
                .finding(span, format!("the variable {} is not replaced here", short(name)))
                .with_label("stays as it is written")
                .with_note(format!("Prometheus replaces variables in `external_labels` alone; {effect}"))
                .with_help(
                    "have another tool write its value into the file, or set it as a label of the target",
                )
                .with_job(chain.job.map(|job| job.name()));
            cx.report(finding);
        }
    }
}
