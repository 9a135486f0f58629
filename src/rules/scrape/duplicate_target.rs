//! Targets with the same labels are one target (scrape/scrape.go, `scrapePool.Sync`).

use std::collections::HashMap;

use crate::finding::{Safety, short};
use crate::relabel::{Labels, static_targets};
use crate::rules::{Cx, Job, Repair, Run};
use crate::source::Span;
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    if job.config.static_configs.values().flat_map(|group| group.targets.items()).nth(1).is_none() {
        return;
    }
    let mut seen: HashMap<Labels, Span> = HashMap::new();
    for target in static_targets(&job.config.static_configs) {
        let Some(span) = target.span else { continue };
        let address = target.labels.get("__address__").to_owned();
        let Some(&first) = seen.get(&target.labels) else {
            seen.insert(target.labels, span);
            continue;
        };
        let finding = cx
            .finding(span, format!("target {} stands twice in this job", short(&address)))
            .with_label("with the same labels")
            .with_related(first, "first here")
            .with_note("Prometheus scrapes it once; perhaps another target was meant")
            .with_help("remove it, or correct the address")
            .with_job(Some(job.config.name()));
        let repair = remove(cx, job, target.group, target.index);
        cx.report_with(finding, repair);
    }
}

/// Unsafe: what was meant may be another address, which is easier to see while it is there.
fn remove(cx: &Cx<'_>, job: Job<'_>, group: usize, index: usize) -> Option<Repair> {
    let group = job.config.static_configs.items().get(group)?.value()?;
    let list = group.targets.spanned().filter(|list| !list.borrowed && !list.elsewhere)?;
    let target = group.targets.items().get(index)?;
    let plan = edit::remove_item(cx.document, list.node, target.node)?;
    Some(Repair { title: "remove the second".to_owned(), safety: Safety::Unsafe, plan })
}
