//! Steps that write an address and do so for IPv4 only.

use crate::config::{Action, RelabelConfig};
use crate::rules::proof::matches;
use crate::rules::step::{is_bracketed, pattern, readable, replacement, separator, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// Labels that hold an IP without a port, of either kind.
const IPS: [&str; 5] = [
    "__meta_consul_address",
    "__meta_consul_service_address",
    "__meta_docker_network_ip",
    "__meta_kubernetes_pod_host_ip",
    "__meta_kubernetes_pod_ip",
];

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if chain.stage != Stage::Target || is_bracketed(chain) {
        return;
    }
    for (_, at, step, action) in readable(chain.steps) {
        if action != Action::Replace || step.target_label.text() != "__address__" {
            continue;
        }
        let Some(&first) = sources(step).first() else { continue };
        let (label, note) = if first == "__address__" && skips_ipv6(step) {
            (
                "matches `10.0.0.1:80`, but not `[2001:db8::1]:80`",
                "a target with an IPv6 address keeps the port that it was found with",
            )
        } else if IPS.contains(&first) && joins_ipv6(step) {
            (
                "an IPv6 address is written without brackets",
                "`2001:db8::1:9100` is no address: scrapes of such a target fail",
            )
        } else {
            continue;
        };
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), "this step makes addresses of IPv4 targets only")
            .with_label(label)
            .with_note(note)
            .with_help(r"take brackets along: `(\[[^\]]+\]|[^:]+)(?::\d+)?;(\d+)`, and put them around a bare IPv6 address")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}

/// Whether a step takes `host:port` apart, but not with an IPv6 address.
fn skips_ipv6(step: &RelabelConfig) -> bool {
    let does = |address: &str| matches(pattern(step), &joined(step, address));
    does("10.0.0.1:80") == Some(true) && does("[2001:db8::1]:80") == Some(false)
}

/// Whether a port is put right behind an address without brackets.
fn joins_ipv6(step: &RelabelConfig) -> bool {
    let is_joined = replacement(step).starts_with("$1:") || replacement(step).starts_with("${1}:");
    is_joined && matches(pattern(step), &joined(step, "2001:db8::1")) == Some(true)
}

/// What a step reads of such an address, and ports.
fn joined(step: &RelabelConfig, address: &str) -> String {
    let mut parts = vec!["9100"; sources(step).len()];
    parts[0] = address;
    parts.join(separator(step))
}
