//! Series that Prometheus makes itself about each scrape are not relabeled (scrape/scrape.go, `report`).

use crate::config::Action;
use crate::finding::short;
use crate::rules::proof::{common_text, is_subset, matches_nothing, takes_any_text};
use crate::rules::step::{pattern, readable, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

const SYNTHETIC: &str = "up|scrape_duration_seconds|scrape_samples_scraped|scrape_samples_post_metric_relabeling|scrape_series_added|scrape_timeout_seconds|scrape_sample_limit|scrape_body_size_bytes";

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Metric {
        return;
    }
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        let regex = pattern(step);
        let may_name_one = regex.contains("up") || regex.contains("scrape");
        if sources(step) != ["__name__"]
            || !may_name_one
            || takes_any_text(regex)
            || !is_subset(regex, SYNTHETIC)
            || matches_nothing(regex)
        {
            continue;
        }
        let name = common_text(regex, SYNTHETIC).unwrap_or_default();
        let effect = match action {
            Action::Keep => "no scraped series has such a name, so this drops every sample of the job",
            _ => "no scraped series has such a name, so this step does nothing",
        };
        let finding = cx
            .finding(span, format!("{} is made by Prometheus and never relabeled", short(&name)))
            .with_label("matches only series that Prometheus makes itself")
            .with_note(effect)
            .with_help("drop them on their way with `write_relabel_configs`, or leave them: they are few")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}
