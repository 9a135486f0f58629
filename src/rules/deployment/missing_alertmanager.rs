//! Alerts that fire and go nowhere.

use crate::config::AlertmanagerConfig;
use crate::rules::{Cx, Run};

pub(in crate::rules) const RUN: Run = Run::Config(check);

fn check(cx: &mut Cx<'_>) {
    let config = cx.config;
    let alerting = config.alerting.value();
    let mut managers = alerting.into_iter().flat_map(|alerting| alerting.alertmanagers.items());
    let may_be_sent = managers.any(|at| at.value().is_none_or(has_targets))
        || alerting.is_none() && config.alerting.is_given();
    let Some(key) = config.rule_files.key().filter(|_| cx.whole && !may_be_sent) else { return };
    if config.rule_files.items().is_empty() {
        return;
    }
    let finding = cx
        .finding(cx.document.span(key), "rules are evaluated, but no Alertmanager is told")
        .with_label("alerts of these files go nowhere")
        .with_note("an alert that fires is seen in Prometheus's own pages only; recording rules are not concerned")
        .with_help("name the Alertmanager: `alerting: {alertmanagers: [{static_configs: [{targets: [alertmanager:9093]}]}]}`");
    let place = config.alerting.key().map(|key| cx.document.span(key));
    cx.report(match place {
        Some(place) => finding.with_related(place, "names none"),
        None => finding,
    });
}

fn has_targets(manager: &AlertmanagerConfig) -> bool {
    let discoveries = manager.discoveries();
    !discoveries.is_static() || manager.static_configs.values().any(|group| !group.targets.items().is_empty())
}
