//! Without a step that sets it, `instance` becomes `__address__` (scrape/target.go, `PopulateLabels`): in jobs that probe,
//! the exporter.

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::goregex::Template;
use crate::rules::identity::{are_discovered_alike, tells_apart};
use crate::rules::proof::matches_everything;
use crate::rules::step::{are_readable, pattern, replacement};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit::{self, Tree};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    let Some(job) = chain.job.filter(|_| chain.stage == Stage::Target && are_readable(chain.steps)) else {
        return;
    };
    let steps = || chain.steps.iter().filter_map(|step| step.value());
    let Some(exporter) = steps().rfind(|step| step.target_label.text() == "__address__") else { return };
    let Some(address) = constant(exporter) else { return };
    let sets_target = steps().any(|step| step.target_label.text() == "__param_target");
    if !sets_target || steps().any(tells_apart) || !are_discovered_alike(chain) {
        return;
    }
    let Some(span) = exporter.target_label.span() else { return };
    let finding = cx
        .finding(span, "all that this job probes is stored under one `instance`")
        .with_label(format!("`instance` becomes {}, the exporter", short(address)))
        .with_note("the targets have the same labels, so their samples end up in the same series, in turns")
        .with_help("add a step: `source_labels: [__param_target]`, `target_label: instance`")
        .with_job(Some(job.name()));
    let repair = set_instance(cx, chain);
    cx.report_with(finding, repair);
}

/// What a step makes of every address.
fn constant(step: &RelabelConfig) -> Option<&str> {
    let text = replacement(step);
    let is_constant = Template::parse(text).is_literal().is_some_and(|text| !text.is_empty());
    let replaces = step.action() == Some(Action::Replace) && matches_everything(pattern(step));
    (is_constant && replaces).then_some(text)
}

/// Unsafe: series get other labels than they are stored with today.
fn set_instance(cx: &Cx<'_>, chain: Chain<'_>) -> Option<Repair> {
    let step = Tree::Map(vec![
        ("source_labels".to_owned(), Tree::List(vec!["__param_target".into()])),
        ("target_label".to_owned(), "instance".into()),
    ]);
    let plan = edit::append_item(cx.document, chain.list?, &step)?;
    let title = "set `instance` to what is probed".to_owned();
    Some(Repair { title, safety: Safety::Unsafe, plan })
}
