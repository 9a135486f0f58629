//! The scheme is never checked when the configuration is loaded; Go's HTTP client knows `http` and `https`, in any case
//! (net/url, `Parse` makes the scheme lower-case).

use crate::config::Text;
use crate::finding::{nearest, short};
use crate::rules::reach::keeps;
use crate::rules::{Cx, Run, is_placeholder};
use crate::yaml::Field;

pub(in crate::rules) const RUN: Run = Run::Config(check);

const KNOWN: [&str; 2] = ["http", "https"];

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    for job in config.jobs().filter(|job| job.scheme.is_present()) {
        if keeps(job, "__scheme__") {
            report(cx, &job.scheme, "every scrape of this job fails", Some(job.name()));
        }
    }
    for manager in config.alerting.value().into_iter().flat_map(|alerting| alerting.alertmanagers.values()) {
        if manager.relabel_configs.items().is_empty() {
            report(cx, &manager.scheme, "no alert is ever sent there", None);
        }
    }
}

fn report(cx: &mut Cx<'_>, field: &Field<Text>, effect: &str, job: Option<&str>) {
    let (scheme, Some(span)) = (field.text(), field.span()) else { return };
    let lower = scheme.to_ascii_lowercase();
    if scheme.is_empty() || KNOWN.contains(&lower.as_str()) || is_placeholder(scheme) {
        return;
    }
    let help = match nearest(&lower, &KNOWN) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "write `http` or `https`".to_owned(),
    };
    let finding = cx
        .finding(span, format!("{} is no scheme that Prometheus can use", short(scheme)))
        .with_label("neither `http` nor `https`")
        .with_note(format!(
            "the configuration is loaded all the same, and {effect}: unsupported protocol scheme"
        ))
        .with_help(help)
        .with_job(job);
    cx.report(finding);
}
