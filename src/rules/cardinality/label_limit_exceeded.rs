//! One series with too many or too long labels fails the scrape that it is in (scrape/scrape.go, `verifyLabelLimits`).

use crate::config::{GlobalConfig, ScrapeConfig, Uint};
use crate::evidence::Objection;
use crate::finding::{long, short};
use crate::relabel::{Labels, Limits};
use crate::rules::limits::at_limit;
use crate::rules::{Cx, Job, Run};
use crate::yaml::Field;

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let limits = evidence.limits;
    let broken = evidence.dumps.iter().find_map(|dump| {
        let Some(Objection::Series { error, labels }) = &dump.observation.objection else { return None };
        Some((dump, error, labels, broken_limit(&limits, labels)?))
    });
    let Some((dump, error, labels, (key, headline))) = broken else { return };
    let (own, inherited) = (key.of_job(job.config), key.of_global(cx.global));
    let finding = at_limit(cx, job, own, inherited, headline)
        .with_note(format!(
            "behind relabeling {} has {}; Prometheus fails the whole scrape: {error}",
            dump.source.path,
            long(&labels.to_series())
        ))
        .with_help(format!("raise `{}`, or remove what is too long in `metric_relabel_configs`", key.name()));
    cx.report(finding);
}

/// A limit on labels.
#[derive(Clone, Copy)]
enum Key {
    Count,
    NameLength,
    ValueLength,
}

impl Key {
    fn name(self) -> &'static str {
        match self {
            Self::Count => "label_limit",
            Self::NameLength => "label_name_length_limit",
            Self::ValueLength => "label_value_length_limit",
        }
    }

    fn of_job(self, job: &ScrapeConfig) -> &Field<Uint> {
        match self {
            Self::Count => &job.label_limit,
            Self::NameLength => &job.label_name_length_limit,
            Self::ValueLength => &job.label_value_length_limit,
        }
    }

    fn of_global(self, global: &GlobalConfig) -> &Field<Uint> {
        match self {
            Self::Count => &global.label_limit,
            Self::NameLength => &global.label_name_length_limit,
            Self::ValueLength => &global.label_value_length_limit,
        }
    }
}

/// The first limit that a series breaks, and the headline.
fn broken_limit(limits: &Limits, labels: &Labels) -> Option<(Key, String)> {
    let over = |length: usize, limit: Option<u64>| limit.filter(|&limit| length as u64 > limit);
    let count = labels.len();
    if let Some(limit) = over(count, limits.labels) {
        return Some((
            Key::Count,
            format!("a series with {count} labels is over the `label_limit` of {limit}"),
        ));
    }
    labels.iter().find_map(|(name, value)| {
        let (name_length, value_length) = (name.len(), value.len());
        let told = |what: &str, length: usize, limit: u64| {
            format!("{what} {} has {length} bytes, and {limit} are allowed", short(name))
        };
        if let Some(limit) = over(name_length, limits.name_length) {
            return Some((Key::NameLength, told("label name", name_length, limit)));
        }
        let limit = over(value_length, limits.value_length)?;
        Some((Key::ValueLength, told("a value of label", value_length, limit)))
    })
}
