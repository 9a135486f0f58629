//! Zero is what Go has where nothing is set, so a job's zero means "take it from `global`" (config/config.go,
//! `ScrapeConfig.Validate`), and an interval of zero is the default.

use crate::config::{Duration, Size, Uint};
use crate::rules::{Cx, Run};
use crate::source::Span;
use crate::yaml::Field;

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let global = cx.global;
    if cx.whole {
        let fields = [
            ("scrape_interval", &global.scrape_interval),
            ("scrape_timeout", &global.scrape_timeout),
            ("evaluation_interval", &global.evaluation_interval),
        ];
        fields.into_iter().for_each(|(name, field)| report_duration(cx, name, field, None));
    }
    for job in config.jobs() {
        report_duration(cx, "scrape_interval", &job.scrape_interval, Some(job.name()));
        report_duration(cx, "scrape_timeout", &job.scrape_timeout, Some(job.name()));
        let counts = [
            ("sample_limit", &job.sample_limit, &global.sample_limit),
            ("target_limit", &job.target_limit, &global.target_limit),
            ("label_limit", &job.label_limit, &global.label_limit),
            ("label_name_length_limit", &job.label_name_length_limit, &global.label_name_length_limit),
            ("label_value_length_limit", &job.label_value_length_limit, &global.label_value_length_limit),
            ("keep_dropped_targets", &job.keep_dropped_targets, &global.keep_dropped_targets),
        ];
        for (name, own, inherited) in counts {
            let Some(span) = zero(own, Uint(0)) else { continue };
            let limit = inherited.or(Uint(0)).0;
            if limit > 0 {
                report_limit(cx, name, span, &limit.to_string(), inherited.span(), job.name());
            }
        }
        let (own, inherited) = (&job.body_size_limit, &global.body_size_limit);
        if let Some(span) = zero(own, Size(0))
            && inherited.or(Size(0)).0 > 0
        {
            let limit = inherited.or(Size(0)).to_string();
            report_limit(cx, "body_size_limit", span, &limit, inherited.span(), job.name());
        }
    }
}

/// Where a field is set to zero. Null is another matter.
fn zero<T: PartialEq>(field: &Field<T>, zero: T) -> Option<Span> {
    field.value().filter(|value| **value == zero).and_then(|_| field.span())
}

fn report_duration(cx: &mut Cx<'_>, name: &str, field: &Field<Duration>, job: Option<&str>) {
    let Some(span) = zero(field, Duration::ZERO) else { return };
    let instead = if job.is_some() {
        "what `global` sets, or the default, is in force"
    } else {
        "the default is in force"
    };
    let finding = cx
        .finding(span, format!("`{name}` of zero counts as not set"))
        .with_label(instead)
        .with_note("Prometheus cannot tell zero from a key that is not there")
        .with_help("write the time that is meant, or remove the key")
        .with_job(job);
    cx.report(finding);
}

fn report_limit(cx: &mut Cx<'_>, name: &str, span: Span, limit: &str, global: Option<Span>, job: &str) {
    let finding = cx
        .finding(span, format!("`{name}: 0` does not switch the limit of `global` off"))
        .with_label(format!("{limit} is in force, inherited from `global`"))
        .with_note(
            "Prometheus cannot tell zero from a key that is not there, and takes the limit of `global`",
        )
        .with_help("set a limit here that is never reached, or set it in each job instead of `global`")
        .with_job(Some(job));
    // Of another file's `global` the place means nothing here.
    cx.report(match global.filter(|_| cx.whole) {
        Some(place) => finding.with_related(place, "inherited from here"),
        None => finding,
    });
}
