//! Label names of static targets are checked by a type that always uses UTF-8 (model/labelset.go), samples by the job's own
//! scheme: a scrape with a name that does not fit fails as a whole (scrape/scrape.go, `append`).

use crate::config::{NameScheme, is_legacy_label_name};
use crate::finding::short;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    if job.config.name_scheme(cx.global) != NameScheme::Legacy {
        return;
    }
    // Relabeling may rename or drop them.
    if !job.config.relabel_configs.items().is_empty() {
        return;
    }
    let labels = job.config.static_configs.values().filter_map(|group| group.labels.value());
    for (name, _) in labels.flat_map(|labels| labels.entries()) {
        let Some(text) = name.value().filter(|text| !is_legacy_label_name(text) && !name.elsewhere) else {
            continue;
        };
        let finding = cx
            .finding(name.span, format!("label {} is not allowed with legacy names", short(text)))
            .with_label("only letters, digits and underscores are")
            .with_note("Prometheus loads the configuration, and every scrape of these targets fails: invalid label names")
            .with_help("rename the label, or use `metric_name_validation_scheme: utf8`")
            .with_job(Some(job.config.name()));
        cx.report(finding);
    }
}
