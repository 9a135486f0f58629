//! Without source labels the value that the regex is matched against is the empty one (model/relabel/relabel.go, `relabel`).

use crate::config::Action;
use crate::finding::short;
use crate::rules::proof::{matches, matches_nothing};
use crate::rules::step::{passing, pattern, readable};
use crate::rules::{Chain, Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    for (_, at, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        if !matches!(action, Action::Replace | Action::Keep | Action::Drop)
            || !step.source_labels.items().is_empty()
            || matches(pattern(step), "") != Some(false)
            // A regex that matches nothing has a rule of its own.
            || matches_nothing(pattern(step))
        {
            continue;
        }
        let effect = match action {
            Action::Keep => format!("so this drops every {} that reaches it", passing(chain.stage)),
            Action::Drop => "so this drops nothing".to_owned(),
            _ => "so this step does nothing".to_owned(),
        };
        let finding = cx
            .finding(span, "this regex is matched against nothing: there are no source_labels")
            .with_label(format!("{} does not match the empty text", short(pattern(step))))
            .with_related(at.span, "reads no label")
            .with_note(format!("without `source_labels` the value is always empty, {effect}"))
            .with_help("name the label to be matched: `source_labels: [name]`")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
