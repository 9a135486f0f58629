//! Labels of the target win over those of its series unless `honor_labels` is set (scrape/scrape.go,
//! `mutateSampleLabels`).

use crate::config::ScrapeConfig;
use crate::finding::Safety;
use crate::rules::{Cx, Job, Repair, Run};
use crate::source::Span;
use crate::yaml::edit::{self, Place};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    if job.config.honor_labels.is_present() {
        return;
    }
    let source = match job.config.metrics_path.spanned() {
        Some(path) if path.value().is_some_and(|path| **path == *"/federate") => {
            Some((path.span, "another Prometheus"))
        }
        _ => pushgateway(job.config).map(|span| (span, "the Pushgateway")),
    };
    let Some((span, source)) = source else { return };
    let finding = cx
        .finding(span, format!("series of {source} lose their labels `job` and `instance`"))
        .with_label("and `honor_labels` is not set")
        .with_note(
            "labels of the target win: those of the series become `exported_job` and `exported_instance`",
        )
        .with_help("set `honor_labels: true` in this job")
        .with_job(Some(job.config.name()));
    let key = job.config.job_name.key();
    let plan = if job.at.borrowed || job.at.elsewhere {
        None
    } else {
        edit::insert_entry(cx.document, job.at.node, Place::after_any([key]), "honor_labels", &true.into())
    };
    let repair = plan.map(|plan| Repair {
        title: "set `honor_labels: true`".to_owned(),
        safety: Safety::Unsafe,
        plan,
    });
    cx.report_with(finding, repair);
}

/// What says that the job scrapes a Pushgateway: its name, or that of a target.
fn pushgateway(job: &ScrapeConfig) -> Option<Span> {
    if job.metrics_path.text_or("/metrics") != "/metrics" {
        return None;
    }
    let is_one = |name: &str| name.to_ascii_lowercase().replace(['-', '_'], "").ends_with("pushgateway");
    let named = job.job_name.span().filter(|_| is_one(job.name()));
    named.or_else(|| {
        let mut targets = job.static_configs.values().flat_map(|group| group.targets.items());
        let host = |target: &str| target.split([':', '.']).next().unwrap_or_default().to_owned();
        targets
            .find(|target| target.value().is_some_and(|target| is_one(&host(target))))
            .map(|target| target.span)
    })
}
