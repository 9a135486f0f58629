//! Labels of the target win over those of its series unless `honor_labels` is set (scrape/scrape.go,
//! `mutateSampleLabels`).

use crate::config::ScrapeConfig;
use crate::finding::Safety;
use crate::rules::{Cx, Job, Repair, Run};
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

/// The name of a target that is a Pushgateway's.
fn pushgateway(job: &ScrapeConfig) -> Option<crate::source::Span> {
    let mut targets = job.static_configs.values().flat_map(|group| group.targets.items());
    let target = targets.find(|target| {
        let host = target.value().and_then(|target| target.split(':').next()).unwrap_or_default();
        host.split('.')
            .next()
            .is_some_and(|name| matches!(name, "pushgateway" | "push-gateway" | "prometheus-pushgateway"))
    });
    target.filter(|_| job.metrics_path.text_or("/metrics") == "/metrics").map(|target| target.span)
}
