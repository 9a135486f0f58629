//! Behind metric relabeling nothing removes labels that begin with `__`: they are stored (scrape/scrape.go; of targets
//! such labels are never on samples).

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::rules::proof::{matches, quoted};
use crate::rules::step::{readable, replacement};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit::{self, Tree};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Labels of that form which are meant to be stored.
const STORED: [&str; 3] = ["__name__", "__type__", "__unit__"];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) {
        return;
    }
    for (position, _, step, action) in readable(chain.steps) {
        let sets =
            matches!(action, Action::Replace | Action::HashMod | Action::Lowercase | Action::Uppercase);
        let label = step.target_label.text();
        let Some(span) = step.target_label.span().filter(|_| sets) else { continue };
        let is_temporary = label.starts_with("__") && !label.contains('$') && !STORED.contains(&label);
        let removes = action == Action::Replace && replacement(step).is_empty();
        let goes = readable(&chain.steps[position + 1..])
            .any(|(_, _, later, action)| is_removed(label, later, action));
        let set_later =
            readable(&chain.steps[position + 1..]).any(|(_, _, later, _)| later.target_label.text() == label);
        if !is_temporary || removes || goes || set_later {
            continue;
        }
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
