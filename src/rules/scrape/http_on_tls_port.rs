//! Ports on which nothing but TLS is spoken.

use crate::finding::short;
use crate::rules::reach::{addresses, host_and_port, keeps};
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

/// HTTPS, Kubernetes's API server, and its kubelets.
const PORTS: [&str; 3] = ["443", "6443", "10250"];

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    if !config.scheme.text_or("http").eq_ignore_ascii_case("http") {
        return;
    }
    let is_for_tls = |address: &str| host_and_port(address).1.is_some_and(|port| PORTS.contains(&port));
    let found: Vec<_> = addresses(config).filter(|(address, _)| is_for_tls(address)).collect();
    if found.is_empty() || !keeps(config, "__scheme__") || !keeps(config, "__address__") {
        return;
    }
    for (address, span) in found {
        let finding = cx
            .finding(span, format!("{} is asked without TLS on a port for TLS", short(address)))
            .with_label(if config.scheme.is_present() {
                "with `scheme: http`"
            } else {
                "the scheme is `http` by default"
            })
            .with_note(
                "such a server answers \"400 Bad Request\" or closes the connection: every scrape fails",
            )
            .with_help("set `scheme: https` in the job")
            .with_job(Some(config.name()));
        cx.report(finding);
    }
}
