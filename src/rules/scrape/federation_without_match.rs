//! `/federate` gives the series that a `match[]` selects, and none without one (web/federate.go).

use crate::finding::short;
use crate::rules::effect::{Effect, effect};
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

const MATCH: &str = "__param_match[]";

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    let Some(path) = config.metrics_path.spanned().filter(|path| !path.elsewhere) else { return };
    if path.value().is_none_or(|path| path.trim_end_matches('/') != "/federate") {
        return;
    }
    let params = config.params.value();
    let has_match =
        params.is_some_and(|params| params.get("match[]").is_some_and(|values| !values.is_null()));
    let is_set = |step: &crate::config::RelabelConfig| effect(step, MATCH) == Effect::MaySet;
    let is_made = config.relabel_configs.items().iter().any(|step| step.value().is_none_or(is_set));
    let mut groups = config.static_configs.values().filter_map(|group| group.labels.value());
    // These give targets any label.
    let may_come = config.file_sd_configs.is_given() || config.http_sd_configs.is_given();
    if has_match || is_made || may_come || groups.any(|labels| labels.get(MATCH).is_some()) {
        return;
    }
    let near = params.into_iter().flat_map(|params| params.entries()).find_map(|(name, _)| {
        name.value().filter(|name| matches!(&***name, "match" | "match[" | "matches[]" | "matches"))
    });
    let help = match near {
        Some(name) => format!("write `match[]` for {} under `params`", short(name)),
        None => "say which series to fetch: `params: {match[]: ['{job=\"node\"}']}`".to_owned(),
    };
    let finding = cx
        .finding(path.span, "federation without `match[]` fetches nothing")
        .with_label("and `params` has no `match[]`")
        .with_note("the other Prometheus answers with no series, and the scrape counts as a success")
        .with_help(help)
        .with_job(Some(config.name()));
    cx.report(finding);
}
