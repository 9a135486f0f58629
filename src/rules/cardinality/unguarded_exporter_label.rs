//! What is known of an exporter, without a look at its metrics: `rules/packs/exporters.yaml`.

use crate::cardinality::Exporter;
use crate::config::{Action, RelabelConfig, ScrapeConfig};
use crate::finding::short;
use crate::rules::effect::{Effect, effect};
use crate::rules::reach::{addresses, host_and_port};
use crate::rules::step::sources;
use crate::rules::{Cx, Job, Run};
use crate::source::Span;

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    if config.sample_limit.is_present()
        || cx.global.sample_limit.is_present()
        || cx.evidence.of(config).is_some()
    {
        return;
    }
    let packs = cx.evidence.packs;
    let found = packs.exporters().find_map(|exporter| Some((exporter, place(exporter, config)?)));
    let Some((exporter, (place, sign))) = found else { return };
    let unguarded = exporter.labels.iter().filter(|label| !is_guarded(config, label));
    let labels: Vec<String> = unguarded.map(|label| short(label)).collect();
    let Some((first, others)) = labels.split_first() else { return };
    let others = match others {
        [] => String::new(),
        others => format!(", and so have {}", others.join(", ")),
    };
    let finding = cx
        .finding(place, format!("label {first} of {} has no end of values", exporter.of))
        .with_label(format!("{sign}; nothing here leaves such series out"))
        .with_note(format!(
            "its values are {}{others}; each of them makes new series, and each series stays in memory for hours",
            exporter.values
        ))
        .with_help(format!("{}; `check --metrics` with what the target answers says how many series that is", exporter.help))
        .with_job(Some(config.name()));
    cx.report(finding);
}

/// Where a job says that it is one of this exporter, and by what.
fn place(exporter: &Exporter, job: &ScrapeConfig) -> Option<(Span, &'static str)> {
    let path = job
        .metrics_path
        .spanned()
        .filter(|path| path.value().is_some_and(|path| exporter.paths.iter().any(|it| **it == **path)));
    if let Some(path) = path {
        return Some((path.span, "this path is its own"));
    }
    let name = job.name().to_lowercase();
    if !exporter.words.iter().any(|word| name.contains(&**word)) {
        return None;
    }
    let has_port = |address: &str| {
        host_and_port(address)
            .1
            .and_then(|port| port.parse().ok())
            .is_some_and(|port: u16| exporter.ports.contains(&port))
    };
    let (_, span) = addresses(job).find(|(address, _)| has_port(address))?;
    Some((span, "this port is its own"))
}

/// Whether a step of a job's metric relabeling is about a label, or about some metrics.
fn is_guarded(job: &ScrapeConfig, label: &str) -> bool {
    let is_about = |step: &RelabelConfig| {
        let names = sources(step);
        let filters = matches!(step.action.value(), Some(Action::Keep | Action::Drop));
        names.iter().any(|name| **name == *label)
            || filters && names.iter().any(|name| **name == *"__name__")
            || !matches!(effect(step, label), Effect::None)
    };
    job.metric_relabel_configs.values().any(is_about)
}
