//! The same endpoint asked twice in each interval, by two jobs.

use std::collections::HashMap;

use crate::config::ScrapeConfig;
use crate::finding::short;
use crate::rules::reach::{addresses, keeps};
use crate::rules::{Cx, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Config(check);

/// Labels that make up the URL of a scrape.
const URL: [&str; 3] = ["__address__", "__metrics_path__", "__scheme__"];

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let mut seen: HashMap<(&str, &str, &str), (Span, &ScrapeConfig)> = HashMap::new();
    for job in config.jobs() {
        // Parameters choose what a target answers, and filters may take each half of the targets.
        if job.params.is_given() || !job.relabel_configs.items().is_empty() && !is_plain(job) {
            continue;
        }
        let (path, scheme) = (job.metrics_path.text_or("/metrics"), job.scheme.text_or("http"));
        for (address, span) in addresses(job) {
            let Some(&(first, other)) = seen.get(&(address, path, scheme)) else {
                seen.insert((address, path, scheme), (span, job));
                continue;
            };
            if std::ptr::eq(other, job) {
                continue; // `duplicate-target` speaks of these
            }
            let finding = cx
                .finding(span, format!("target {} is scraped by another job, too", short(address)))
                .with_label(format!("with the same path, {path}"))
                .with_related(first, format!("by job {} here", short(other.name())))
                .with_note("all its series are stored twice, and sums over jobs count them twice")
                .with_help("remove it from one of the jobs, or give one of them `metric_relabel_configs` that keep a part")
                .with_job(Some(job.name()));
            if job.metric_relabel_configs.items().is_empty()
                && other.metric_relabel_configs.items().is_empty()
            {
                cx.report(finding);
            }
        }
    }
}

/// Whether relabeling neither chooses targets nor changes where they are.
fn is_plain(job: &ScrapeConfig) -> bool {
    use crate::config::Action;
    let chooses =
        |action| matches!(action, Action::Keep | Action::Drop | Action::KeepEqual | Action::DropEqual);
    let mut actions = job.relabel_configs.values().map(|step| step.action());
    actions.all(|action| action.is_some_and(|action| !chooses(action)))
        && URL.iter().all(|label| keeps(job, label))
}
