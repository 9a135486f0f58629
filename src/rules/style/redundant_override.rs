//! A job takes interval and timeout from `global` where it does not set them (config/config.go, `ScrapeConfig.Validate`).

use crate::config::{Duration, Origin};
use crate::finding::Safety;
use crate::rules::{Cx, Job, Repair, Run};
use crate::yaml::{Field, edit};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let interval = job.config.effective_interval(cx.global);
    let inherited = cx.global.effective_interval();
    if interval.value == inherited.value {
        report(cx, job, "scrape_interval", &job.config.scrape_interval, inherited.origin);
    }
    let timeout = job.config.effective_timeout(cx.global);
    let inherited = cx.global.effective_timeout();
    if timeout.value == inherited.value {
        report(cx, job, "scrape_timeout", &job.config.scrape_timeout, inherited.origin);
    }
}

fn report(cx: &mut Cx<'_>, job: Job<'_>, name: &str, field: &Field<Duration>, inherited: Origin) {
    let Some(own) = field.spanned().filter(|own| own.value().is_some_and(|value| !value.is_zero())) else {
        return;
    };
    let place = match inherited {
        Origin::Global(span) => Some(span),
        Origin::MainFile => None,
        Origin::Job(_) | Origin::Default | Origin::Clamped => return,
    };
    // What is merged is written once for several jobs.
    if own.borrowed || own.elsewhere {
        return;
    }
    let finding = cx
        .finding(own.span, format!("`{name}` is what the job inherits from `global` anyway"))
        .with_label("the same as in `global`")
        .with_note("when `global` changes one day, this job will stay behind")
        .with_help(format!("remove `{name}` here, unless the job is to stay as it is"))
        .with_job(Some(job.config.name()));
    let finding = match place {
        Some(span) => finding.with_related(span, "inherited from here"),
        None => finding,
    };
    let is_merged = cx.document.is_anchored(job.at.node) || cx.document.has_merge(job.at.node);
    let plan = own
        .key
        .filter(|_| !is_merged && !job.at.borrowed)
        .and_then(|key| edit::remove_entry(cx.document, job.at.node, key));
    let repair = plan.map(|plan| Repair { title: format!("remove `{name}`"), safety: Safety::Safe, plan });
    cx.report_with(finding, repair);
}
