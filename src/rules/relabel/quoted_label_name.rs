//! Names of labels with other characters than letters, digits and `_` are taken since Prometheus 3, and have to be quoted
//! in queries.

use crate::finding::short;
use crate::rules::naming::written;
use crate::rules::step::readable;
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, _, step, action) in readable(chain.steps) {
        let Some(name) = written(cx, chain, step, action) else { continue };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let begins_with_digit = name.text.starts_with(|c: char| c.is_ascii_digit());
        // A dollar sign is a mistake of another kind.
        if name.plain.contains(['$', '{', '}']) || name.plain.chars().all(is_plain) && !begins_with_digit {
            continue;
        }
        let sanitized: String =
            name.text.chars().map(|c| if is_plain(c) || "${}".contains(c) { c } else { '_' }).collect();
        let sanitized = if begins_with_digit { format!("_{sanitized}") } else { sanitized };
        let finding = cx
            .finding(name.field.span, format!("the label {} has to be quoted in queries", short(name.text)))
            .with_label("holds other characters than letters, digits and `_`")
            .with_note("Prometheus takes it since version 3; `sum by (…)` and dashboards need quotes around it, and other tools may refuse it")
            .with_help(format!("{} needs none", short(&sanitized)))
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
