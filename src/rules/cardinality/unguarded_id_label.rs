//! A label whose values there is no end of makes series without end, each of which costs memory for hours
//! (tsdb/head.go: a series stays until the head is cut).

use crate::cardinality::IdLabel;
use crate::finding::{plural, short};
use crate::rules::evidence::fullest;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(evidence) = cx.evidence.of(job.config) else { return };
    let (Some(stored), Some(dump)) = (evidence.stored(), fullest(&evidence.dumps)) else { return };
    let job_name = job.config.job_name.span().unwrap_or(job.at.span);
    let steps = job.config.metric_relabel_configs.spanned().and_then(|steps| steps.key);
    let place = steps.map_or(job_name, |key| cx.document.span(key));
    for id in stored.id_labels.iter().filter(|id| is_costly(id)) {
        let metrics = plural(id.metrics.len() as u64, "metric");
        let finding = cx
            .finding(place, format!("label {} holds {}: {} of them", short(&id.label), id.class.plural(), id.distinct.value))
            .with_label(format!("nothing here keeps {} of {metrics} from being stored", plural(id.series, "series")))
            .with_note(format!(
                "in {} such as {}; each new value makes new series, and each of them stays in memory for hours",
                short(&dump.source.path),
                short(&id.example)
            ))
            .with_help(format!(
                "let the program write what they have in common, or drop {}; taking the label away would make {} of the {} series, and lose samples",
                if id.metrics.len() == 1 { "the metric" } else { "the metrics" },
                id.without.value,
                id.series
            ))
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}

/// Whether there are more series because of a label.
fn is_costly(id: &IdLabel) -> bool {
    id.rides_along_with.is_none() && id.without.value < id.series
}
