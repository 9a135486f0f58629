//! Where a job's requests go, as far as the configuration alone tells.

use crate::config::ScrapeConfig;
use crate::rules::effect::{Effect, effect};
use crate::rules::is_placeholder;
use crate::source::Span;

/// Whether targets come to their scrape with this label as the job sets it: no step acts on it, and no group of static
/// targets sets it.
pub(super) fn keeps(job: &ScrapeConfig, label: &str) -> bool {
    let steps = job.relabel_configs.items();
    let is_left = steps.iter().all(|step| {
        step.clean && step.value().is_some_and(|step| matches!(effect(step, label), Effect::None))
    });
    let mut labels = job.static_configs.values().filter_map(|group| group.labels.value());
    is_left && labels.all(|labels| labels.get(label).is_none())
}

/// Addresses of static targets with their places, but for those that are filled in later.
pub(super) fn addresses(job: &ScrapeConfig) -> impl Iterator<Item = (&str, Span)> {
    let targets = job.static_configs.values().flat_map(|group| group.targets.items());
    targets
        .filter(|target| !target.elsewhere)
        .filter_map(|target| Some((target.value().map(|address| &**address)?, target.span)))
        .filter(|(address, _)| !is_placeholder(address))
}

/// An address without its port, and the port if one is written. An IPv6 address keeps its brackets.
pub(super) fn host_and_port(address: &str) -> (&str, Option<&str>) {
    match address.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (address, None),
    }
}

/// Whether an address is one of the machine that Prometheus runs on.
pub(super) fn is_local(address: &str) -> bool {
    let (host, _) = host_and_port(address);
    host == "localhost" || host.starts_with("127.") || host == "[::1]"
}

/// Whether targets are also found by anything but `static_configs`.
pub(super) fn is_discovered(job: &ScrapeConfig) -> bool {
    !job.discoveries().is_static()
}
