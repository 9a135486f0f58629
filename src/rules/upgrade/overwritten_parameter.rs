//! Before 3.0, `params` overwrote `__param_…` labels of targets; since then the label wins (scrape/target.go,
//! `PopulateLabels` of each version).

use crate::config::{ScrapeConfig, Version};
use crate::finding::short;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

const LABEL_WINS_SINCE: Version = Version::new(3, 0);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let target = cx.target_version;
    if !target.is_before(LABEL_WINS_SINCE) || !job.config.params.is_given() {
        return;
    }
    let labels = job.config.static_configs.values().filter_map(|group| group.labels.value());
    for (name, value) in labels.flat_map(|labels| labels.entries()) {
        let Some(parameter) = name.value().and_then(|name| name.strip_prefix("__param_")) else { continue };
        let Some((of_job, place)) = first_value(job.config, parameter) else { continue };
        let of_target = value.value().map_or("", |value| value);
        if of_target == of_job {
            continue;
        }
        let finding = cx
            .finding(value.span, format!("`params` overwrites this value in Prometheus {target}"))
            .with_label("the value of the job is sent instead")
            .with_related(place, "from here")
            .with_note(format!("since {LABEL_WINS_SINCE} the label of the target wins"))
            .with_help(format!("take {} out of `params`, and give each target its own", short(parameter)))
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}

/// The value of a parameter that `params` sets, and its place.
fn first_value<'c>(job: &'c ScrapeConfig, parameter: &str) -> Option<(&'c str, crate::source::Span)> {
    let values = job.params.value()?.get(parameter)?.value()?;
    let first = values.first()?;
    Some((first.value().map_or("", |text| text), first.span))
}
