//! Prometheus puts `^(?s:` and `)$` around a regex (model/relabel/relabel.go): `go_` is the metric of that name, not all
//! that begin so.

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::rules::alternatives::{Alternative, alternatives};
use crate::rules::step::{ast, readable, sources};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) {
        return;
    }
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        let acts = matches!(action, Action::Keep | Action::Drop | Action::Replace);
        if !acts || sources(step) != ["__name__"] {
            continue;
        }
        let all = ast(step).map(|ast| alternatives(&ast)).unwrap_or_default();
        let Some(partial) = all.iter().find(|name| is_partial(name)) else { continue };
        let intended = format!("{}.*", partial.head);
        let finding = cx
            .finding(span, format!("{} is no metric but the beginning of some", short(&partial.head)))
            .with_label(format!("matches the metric `{}` alone", partial.head))
            .with_note("a regex has to match the whole name, and hardly any name ends in `_`")
            .with_help(format!("for all that begin so, write `{intended}`"))
            .with_job(chain.job.map(|job| job.name()));
        let repair = complete(cx, step, &all, &intended);
        cx.report_with(finding, repair);
    }
}

/// Whether an alternative is a text with a word and a `_` at its end. What is in capitals stands for no metric.
fn is_partial(name: &Alternative) -> bool {
    let is_metric = name.head.starts_with(|c: char| c.is_ascii_lowercase());
    name.is_text && is_metric && name.head.ends_with('_')
}

/// Only where there is no other alternative: their places are not known here.
fn complete(cx: &Cx<'_>, step: &RelabelConfig, all: &[Alternative], intended: &str) -> Option<Repair> {
    let regex = step.regex.spanned().filter(|regex| !regex.borrowed && all.len() == 1)?;
    let plan = edit::set_scalar(cx.document, regex.node, intended)?;
    Some(Repair { title: format!("write {}", short(intended)), safety: Safety::Unsafe, plan })
}
