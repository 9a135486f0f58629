//! Relabeling runs on what a target answered, and series that become the same are counted: each sample but the first is
//! left out when the scrape is committed (tsdb/head_append.go, `commitFloats`), and nothing tells of it.

use std::collections::BTreeMap;

use crate::evidence::Merge;
use crate::finding::{Finding, long, plural, short};
use crate::rules::evidence::DumpEvidence;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

/// What a step loses: the dump of which it loses most, and of how many dumps it loses anything.
struct Loss<'e> {
    dump: &'e DumpEvidence,
    merge: &'e Merge,
    dumps: u64,
}

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let mut losses: BTreeMap<Option<usize>, Loss<'_>> = BTreeMap::new();
    for dump in &evidence.dumps {
        for merge in &dump.observation.merges {
            let loss = losses.entry(merge.step).or_insert(Loss { dump, merge, dumps: 0 });
            loss.dumps += 1;
            if merge.lost > loss.merge.lost {
                (loss.dump, loss.merge) = (dump, merge);
            }
        }
    }
    for loss in losses.into_values() {
        let finding = told(cx, job, &loss);
        let others = match loss.dumps {
            1 => String::new(),
            dumps => format!(" (samples are lost in {dumps} dumps; most of them in this one)"),
        };
        let Merge { first, second, becomes, .. } = loss.merge;
        let [first, second, becomes] = [first, second, becomes].map(|labels| long(&labels.to_series()));
        let finding = finding.with_note(format!(
            "in {}, {first} and {second} both become {becomes}; Prometheus stores the sample that comes first and leaves the other out without a word{others}",
            loss.dump.source.path
        ));
        cx.report(finding.with_job(Some(job.config.name())));
    }
}

fn told(cx: &Cx<'_>, job: Job<'_>, loss: &Loss<'_>) -> Finding {
    let Loss { merge, dump, .. } = loss;
    let samples = dump.observation.samples;
    let are = if merge.lost == 1 { "is" } else { "are" };
    let metrics = plural(merge.metrics as u64, "metric");
    let headline =
        format!("{} of {samples} samples {are} lost: series of {metrics} become the same", merge.lost);
    let step = merge.step.and_then(|step| job.config.metric_relabel_configs.items().get(step));
    let Some(at) = step else {
        let span = job.config.job_name.span().unwrap_or(job.at.span);
        return cx
            .finding(span, headline)
            .with_label("a label of the target takes the place of one that tells the series apart")
            .with_help("set `honor_labels: true` if the labels of the samples are to count");
    };
    let place = at.value().and_then(|step| step.replacement.span().or(step.regex.span()));
    cx.finding(place.unwrap_or(at.span), headline)
        .with_label(difference(merge))
        .with_help("sum the series in a recording rule, or change the label where the metric is made; to do without them, drop the metric")
}

/// What tells the two series apart that are shown.
fn difference(merge: &Merge) -> String {
    let Merge { first, second, .. } = merge;
    let mut names: Vec<&str> = first.iter().chain(second.iter()).map(|(name, _)| name).collect();
    names.retain(|name| first.get(name) != second.get(name));
    names.sort_unstable();
    names.dedup();
    let Some(name) = names.first() else { return String::new() };
    let value = |value: &str| if value.is_empty() { "none".to_owned() } else { short(value) };
    let more = match names.len() {
        1 => String::new(),
        count => format!(" and {}", plural(count as u64 - 1, "more label")),
    };
    let (one, other) = (value(first.get(name)), value(second.get(name)));
    format!("no longer tells {one} from {other} in {}{more}", short(name))
}
