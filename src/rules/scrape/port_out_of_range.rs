//! Ports are numbers of any size as far as loading goes; Go's `net.Dial` refuses those above 65535.

use crate::config::{ValueType, keys};
use crate::finding::{Finding, short};
use crate::rules::reach::{addresses, host_and_port, keeps};
use crate::rules::{Cx, Run};
use crate::source::Span;
use crate::yaml::{Resolved, resolve_plain};

pub(in crate::rules) const RUN: Run = Run::Config(check);

const HIGHEST: i64 = 65_535;

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    for job in config.jobs() {
        let wrong: Vec<(&str, Span)> =
            addresses(job).filter(|(address, _)| host_and_port(address).1.is_some_and(is_wrong)).collect();
        if wrong.is_empty() || !keeps(job, "__address__") {
            continue;
        }
        for (address, span) in wrong {
            let port = host_and_port(address).1.unwrap_or_default();
            let finding = finding(cx, span, port).with_job(Some(job.name()));
            cx.report(finding);
        }
    }
    let document = cx.document;
    let is_port = |node| document.scalar(node) == Some("port");
    if !document.nodes().any(is_port) {
        return;
    }
    keys(document, |key| {
        if key.name != "port" || key.value_type() != ValueType::Int {
            return;
        }
        let Some(text) = document.scalar(key.value) else { return };
        if matches!(resolve_plain(text), Resolved::Int(port) if !(0..=HIGHEST).contains(&port)) {
            let finding = finding(cx, document.span(key.value), text);
            cx.report(finding);
        }
    });
}

/// Whether digits are no port that can be connected to.
fn is_wrong(port: &str) -> bool {
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    is_number && port.parse().map_or(true, |port: i64| port == 0 || port > HIGHEST)
}

fn finding(cx: &Cx<'_>, span: Span, port: &str) -> Finding {
    cx.finding(span, format!("port {} cannot be connected to", short(port)))
        .with_label("ports are numbers from 1 to 65535")
        .with_note("Prometheus takes it when it loads the configuration, and every scrape fails")
        .with_help("correct the port")
}
