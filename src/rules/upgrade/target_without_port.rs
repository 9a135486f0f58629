//! Prometheus 2 added `:80` or `:443` to addresses without a port; since 3.0 they stay as they are (scrape/target.go,
//! `PopulateLabels` of each version).

use crate::config::{ScrapeConfig, Version};
use crate::finding::short;
use crate::rules::step::{may_change, readable};
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    if cx.target_version.is_before(Version::new(3, 0)) || sets_instance(config) {
        return;
    }
    let port = if config.scheme.text_or("http") == "https" { 443 } else { 80 };
    for group in config.static_configs.values() {
        let labels = group.labels.value();
        if labels.is_some_and(|labels| labels.get("instance").is_some()) {
            continue;
        }
        for target in group.targets.items() {
            let Some(address) = target.value().filter(|address| is_host(address)) else { continue };
            let finding = cx
                .finding(
                    target.span,
                    format!("`instance` is {} without a port since Prometheus 3", short(address)),
                )
                .with_label(format!("port {port} is used, and not written into the label"))
                .with_note(format!(
                    "Prometheus 2 made `{address}:{port}` of it: its series have other labels now"
                ))
                .with_help(format!("write `{address}:{port}` to keep the series of Prometheus 2"))
                .with_job(Some(config.name()));
            cx.report(finding);
        }
    }
}

/// Whether a step may change the address, or set `instance` to something else than it.
fn sets_instance(job: &ScrapeConfig) -> bool {
    let steps = job.relabel_configs.items();
    let changes = |label| readable(steps).any(|(_, _, step, action)| may_change(step, action, label));
    steps.iter().any(|step| !step.clean) || changes("__address__") || changes("instance")
}

/// Whether an address is the name of a host or an IPv4 address, with nothing else.
fn is_host(address: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    !address.is_empty() && address.bytes().all(is_part)
}
