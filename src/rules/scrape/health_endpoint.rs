//! Endpoints that say whether a service is well answer with a word or a bit of JSON, not with metrics.

use crate::finding::short;
use crate::rules::reach::keeps;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

/// How the paths of such endpoints end.
const NAMES: [&str; 12] = [
    "health",
    "healthz",
    "healthy",
    "healthcheck",
    "health-check",
    "health_check",
    "livez",
    "liveness",
    "ready",
    "readyz",
    "readiness",
    "ping",
];

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let path = job.config.metrics_path.text();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let Some(span) = job.config.metrics_path.span().filter(|_| NAMES.contains(&name.as_str())) else {
        return;
    };
    // An exporter may be asked for the health of something, and answer with metrics.
    if job.config.params.is_given() || !keeps(job.config, "__metrics_path__") {
        return;
    }
    let finding = cx
        .finding(span, format!("{} is where a service tells its health, not its metrics", short(path)))
        .with_label("answers with a word or JSON, as a rule")
        .with_note("a scrape of anything but metrics fails: `up` is 0 however well the service is")
        .with_help(
            "scrape the metrics, and probe this path with the blackbox exporter if it is to be watched",
        )
        .with_job(Some(job.config.name()));
    cx.report(finding);
}
