//! What becomes of alerts, and of the Alertmanagers that they are sent to (notifier/ of Prometheus 3.14).

use super::chain::{Chain, Dialect, Outcome, Unusable};
use super::endpoint::{Endpoint, check_address};
use super::found::ADDRESS;
use super::target::{SCHEME, Target, TargetOutcome};
use super::{Labels, Stage, Trace};
use crate::config::{AlertingConfig, AlertmanagerConfig, GlobalConfig};
use crate::goregex::Wrapper;

/// What Prometheus does with alerts: steps for all, then those of each set of Alertmanagers.
#[derive(Debug)]
pub struct AlertStage {
    chain: Chain,
    managers: Vec<Chain>,
    external: Labels,
}

/// What becomes of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertOutcome {
    /// Behind the steps for all Alertmanagers.
    pub common: Outcome,
    /// Behind the steps of each set of Alertmanagers, in the order written; empty if the alert is dropped before.
    pub sent: Vec<Outcome>,
}

impl AlertStage {
    /// The stage of a configuration; `external` are the external labels in force
    /// ([`external_labels`](super::external_labels)).
    ///
    /// # Errors
    ///
    /// Names the first relabel step that cannot be run; the place says whose it is.
    pub fn new(
        alerting: &AlertingConfig,
        global: &GlobalConfig,
        external: Labels,
        wrapper: Wrapper,
    ) -> Result<Self, Unusable> {
        let dialect = Dialect { scheme: global.name_scheme(), wrapper };
        let managers = alerting.alertmanagers.values();
        Ok(Self {
            chain: Chain::compile(alerting.alert_relabel_configs.items(), dialect)?,
            managers: managers
                .map(|manager| Chain::compile(manager.alert_relabel_configs.items(), dialect))
                .collect::<Result<_, _>>()?,
            external,
        })
    }

    /// The stage this is.
    pub const fn stage(&self) -> Stage {
        Stage::Alert
    }

    /// The relabel steps for all Alertmanagers.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The relabel steps of each set of Alertmanagers, in the order written.
    pub fn managers(&self) -> &[Chain] {
        &self.managers
    }

    /// An alert with the external labels that it has not itself.
    pub fn attach(&self, alert: &Labels) -> Labels {
        let mut labels = alert.clone();
        labels.add_missing(&self.external);
        labels
    }

    /// What each step before the choice of Alertmanagers does to an alert.
    pub fn trace(&self, alert: &Labels) -> Trace {
        self.chain.trace_parts(alert.iter(), self.added(alert))
    }

    /// What of the external labels an alert lacks: Prometheus adds those one by one.
    pub(super) fn added<'l>(&'l self, alert: &'l Labels) -> impl Iterator<Item = (&'l str, &'l str)> {
        self.external.iter().filter(|(name, _)| !alert.contains(name))
    }

    /// Adds the external labels to an alert, and relabels it for each set of Alertmanagers.
    pub fn run(&self, alert: &Labels) -> AlertOutcome {
        let common = self.chain.run_parts(alert.iter(), self.added(alert));
        let sent = match &common {
            Outcome::Kept(labels) => self.managers.iter().map(|chain| chain.run(labels)).collect(),
            Outcome::Dropped { .. } => Vec::new(),
        };
        AlertOutcome { common, sent }
    }
}

/// What Prometheus does with the Alertmanagers that one section finds (notifier/alertmanager.go,
/// `AlertmanagerFromGroup`).
///
/// As for the targets of static and file discovery, which have labels of their own through their group only.
#[derive(Debug)]
pub struct AlertmanagerStage {
    chain: Chain,
    scheme: String,
    path: String,
}

const PATH: &str = "__alerts_path__";

impl AlertmanagerStage {
    /// The stage of one set of Alertmanagers.
    ///
    /// # Errors
    ///
    /// Names the first relabel step that cannot be run.
    pub fn new(
        manager: &AlertmanagerConfig,
        global: &GlobalConfig,
        wrapper: Wrapper,
    ) -> Result<Self, Unusable> {
        let dialect = Dialect { scheme: global.name_scheme(), wrapper };
        // There is no other version; null is not even that one.
        let version = if manager.api_version.is_null() { "" } else { "v2" };
        Ok(Self {
            chain: Chain::compile(manager.relabel_configs.items(), dialect)?,
            scheme: manager.scheme.text_or("http").to_owned(),
            path: clean_path(&format!("{}/api/{version}/alerts", manager.path_prefix.text())),
        })
    }

    /// The relabel steps.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The labels that relabeling starts with: those that were found, and what the section says of the rest.
    pub fn discovered(&self, found: &Labels) -> Labels {
        self.in_order(found).collect()
    }

    /// The same in the order in which Prometheus sets them.
    fn in_order<'l>(&'l self, found: &'l Labels) -> impl Iterator<Item = (&'l str, &'l str)> {
        let or = |label, default: &'l str| if found.contains(label) { found.get(label) } else { default };
        let first =
            [(ADDRESS, found.get(ADDRESS)), (SCHEME, or(SCHEME, &self.scheme)), (PATH, or(PATH, &self.path))];
        first.into_iter().chain(found.iter().filter(|(name, _)| ![ADDRESS, SCHEME, PATH].contains(name)))
    }

    /// What each relabel step does to an Alertmanager that was found; [`AlertmanagerStage::finish`] takes what the last
    /// one leaves.
    pub fn trace(&self, found: &Labels) -> Trace {
        self.chain.trace_parts([], self.in_order(found))
    }

    /// What becomes of an Alertmanager that was found: it gets the labels it lacks, is relabeled and checked.
    pub fn run(&self, found: &Labels) -> TargetOutcome {
        match self.chain.run_parts([], self.in_order(found)) {
            Outcome::Dropped { step, labels } => TargetOutcome::Dropped { step, labels },
            Outcome::Kept(labels) => self.finish(labels),
        }
    }

    /// What becomes of an Alertmanager once its labels are relabeled. If one of a group fails, Prometheus uses none of
    /// that group.
    pub fn finish(&self, labels: Labels) -> TargetOutcome {
        if let Err(error) = check_address(labels.get(ADDRESS)) {
            return TargetOutcome::Failed { error, labels };
        }
        let (scheme, host, path) = (labels.get(SCHEME), labels.get(ADDRESS), labels.get(PATH));
        let url = Endpoint { scheme, host, path, query: "" }.to_string();
        TargetOutcome::Active(Target { labels, url })
    }
}

/// The shortest absolute path for the same, as Go's `path.Join("/", …)` makes it.
fn clean_path(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
