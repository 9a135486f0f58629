//! Behind metric relabeling nothing removes labels that begin with `__`: they are stored (scrape/scrape.go; of targets
//! such labels are never on samples).

use std::collections::BTreeMap;

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::rules::proof::{matches, quoted};
use crate::rules::step::{readable, replacement};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::source::Span;
use crate::yaml::edit::{self, Tree};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Labels of that form which are meant to be stored.
const STORED: [&str; 3] = ["__name__", "__type__", "__unit__"];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) {
        return;
    }
    // Labels that stay, each with the place that sets it last.
    let mut staying: BTreeMap<&str, Span> = BTreeMap::new();
    for (_, _, step, action) in readable(chain.steps) {
        let label = step.target_label.text();
        match action {
            Action::LabelDrop | Action::LabelKeep => {
                staying.retain(|label, _| !is_removed(label, step, action))
            }
            Action::Replace if replacement(step).is_empty() => _ = staying.remove(label),
            Action::Replace | Action::HashMod | Action::Lowercase | Action::Uppercase => {
                let is_temporary =
                    label.starts_with("__") && !label.contains('$') && !STORED.contains(&label);
                if let Some(span) = step.target_label.span().filter(|_| is_temporary) {
                    staying.insert(label, span);
                }
            }
            _ => {}
        }
    }
    for (label, span) in staying {
        let finding = cx
            .finding(span, format!("{} is stored with every sample that gets it", short(label)))
            .with_label("set here, and never removed")
            .with_note("Prometheus removes `__` labels of targets; behind metric relabeling it stores them as any other")
            .with_help(format!("remove it in a last step: `action: labeldrop`, `regex: {label}`"))
            .with_job(chain.job.map(|job| job.name()));
        let repair = drop_at_the_end(cx, chain, label);
        cx.report_with(finding, repair);
    }
}

fn is_removed(label: &str, later: &RelabelConfig, action: Action) -> bool {
    let is_match = || matches(crate::rules::step::pattern(later), label);
    match action {
        Action::LabelDrop => is_match() != Some(false),
        Action::LabelKeep => is_match() != Some(true),
        _ => false,
    }
}

/// Appends a `labeldrop`. Unsafe: queries may use the label that is stored today.
fn drop_at_the_end(cx: &Cx<'_>, chain: Chain<'_>, label: &str) -> Option<Repair> {
    let text = |text: &str| Tree::Scalar(text.to_owned());
    let step =
        Tree::Map(vec![("action".to_owned(), text("labeldrop")), ("regex".to_owned(), text(&quoted(label)))]);
    let plan = edit::append_item(cx.document, chain.list?, &step)?;
    Some(Repair { title: format!("remove {} in a last step", short(label)), safety: Safety::Unsafe, plan })
}
