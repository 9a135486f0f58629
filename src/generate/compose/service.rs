//! A service of a compose file.

use std::fmt;

use super::file::value;
use super::network::{Network, read_network};
use super::port::{Port, number, pair, short};
use super::variable::filled;
use crate::yaml::{Document, NodeId, Value};

/// What matters of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) image: Option<String>,
    pub(super) container_name: Option<String>,
    /// Entrypoint and command as one text.
    pub(super) command: String,
    /// `NAME=VALUE` each.
    pub(super) environment: Vec<String>,
    pub(super) healthcheck: String,
    pub(super) ports: Vec<Port>,
    pub(super) network: Network,
    pub(super) replicas: Replicas,
    /// Whether it takes something from another service that is not read here.
    pub(super) extends: bool,
}

/// How many containers a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replicas {
    Count(u64),
    OnEachMachine,
}

impl Default for Replicas {
    fn default() -> Self {
        Self::Count(1)
    }
}

impl Replicas {
    /// Whether one name stands for several containers.
    pub(super) fn runs_often(self) -> bool {
        !matches!(self, Self::Count(0 | 1))
    }
}

impl fmt::Display for Replicas {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(formatter, "{count} times"),
            Self::OnEachMachine => write!(formatter, "on every machine"),
        }
    }
}

/// The most items that are read of a list.
const MAX_ITEMS: usize = 1_000;

pub(super) fn read_service(document: &Document<'_>, name: &str, service: NodeId) -> Service {
    let text = |key: &str| value(document, service, key).and_then(|node| scalar(document, node));
    let list = |key: &str| value(document, service, key).map_or_else(Vec::new, |node| texts(document, node));
    let deploy = value(document, service, "deploy");
    let deployed =
        |key: &str| deploy.and_then(|it| value(document, it, key)).and_then(|it| scalar(document, it));
    let replicas = match deployed("mode").as_deref() {
        Some("global") => Replicas::OnEachMachine,
        _ => deployed("replicas")
            .or_else(|| text("scale"))
            .and_then(|count| count.parse().ok())
            .map_or(Replicas::default(), Replicas::Count),
    };
    let healthcheck = value(document, service, "healthcheck");
    let healthcheck = healthcheck.and_then(|check| value(document, check, "test"));
    Service {
        name: name.to_owned(),
        image: text("image").filter(|image| !image.is_empty()),
        container_name: text("container_name").filter(|name| !name.contains('$')),
        command: [list("entrypoint"), list("command")].concat().join(" "),
        environment: list("environment"),
        healthcheck: healthcheck.map_or_else(String::new, |test| texts(document, test).join(" ")),
        ports: ports(document, service),
        network: read_network(document, service),
        replicas,
        extends: value(document, service, "extends").is_some(),
    }
}

impl Service {
    /// The value of a variable of its environment.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.environment.iter().find_map(|entry| entry.strip_prefix(name)?.strip_prefix('='))
    }
}

/// A scalar with its variables filled in.
pub(super) fn scalar(document: &Document<'_>, node: NodeId) -> Option<String> {
    document.scalar(document.resolved(node)?).map(filled)
}

/// The texts of a list, `NAME=VALUE` for each entry of a mapping, or a text alone.
pub(super) fn texts(document: &Document<'_>, node: NodeId) -> Vec<String> {
    match document.value(node) {
        Value::Scalar(..) => scalar(document, node).into_iter().collect(),
        Value::Sequence(items) => {
            items.iter().take(MAX_ITEMS).filter_map(|&item| scalar(document, item)).collect()
        }
        Value::Mapping(_) => {
            let entries = document.entries_in_force(node).into_iter().take(MAX_ITEMS);
            let entry = |(name, value)| {
                Some(format!("{}={}", scalar(document, name)?, scalar(document, value).unwrap_or_default()))
            };
            entries.filter_map(entry).collect()
        }
        Value::Alias(_) => Vec::new(),
    }
}

fn ports(document: &Document<'_>, service: NodeId) -> Vec<Port> {
    let items = |key: &str| match value(document, service, key).map(|node| document.value(node)) {
        Some(Value::Sequence(items)) => items.iter().take(MAX_ITEMS).collect(),
        _ => Vec::new(),
    };
    let listed = items("ports").into_iter().chain(items("expose"));
    let mut ports: Vec<Port> = Vec::new();
    for port in listed.filter_map(|&item| document.resolved(item)).flat_map(|item| port(document, item)) {
        if !ports.iter().any(|known| known.container == port.container) {
            ports.push(port);
        }
    }
    ports
}

fn port(document: &Document<'_>, item: NodeId) -> Vec<Port> {
    if let Some(text) = scalar(document, item) {
        return short(&text);
    }
    let text = |key: &str| value(document, item, key).and_then(|node| scalar(document, node));
    let is_tcp = text("protocol").is_none_or(|protocol| protocol == "tcp");
    let target = text("target").filter(|target| is_tcp && number(target).is_some());
    target.map_or_else(Vec::new, |target| pair(&target, &text("published").unwrap_or_default()))
}
