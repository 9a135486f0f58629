//! How a service is reached.

use super::file::{Compose, value};
use super::service::{Service, scalar, texts};
use crate::yaml::{Document, NodeId, Value};

/// How a service is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Network {
    /// To networks of the file.
    Joined(Vec<Joined>),
    /// It has the machine's own network.
    Host,
    /// It shares that of another service.
    Of(String),
    /// Something else, in which names lead nowhere.
    Other(String),
}

/// A network that a service is in, and the further names that it has there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
}

impl Default for Network {
    fn default() -> Self {
        Self::Joined(vec![Joined { name: "default".to_owned(), aliases: Vec::new() }])
    }
}

/// Services that share the network of services that share one…: so far it is followed.
const MAX_SHARED: usize = 8;

pub(super) fn read_network(document: &Document<'_>, service: NodeId) -> Network {
    let mode = value(document, service, "network_mode").and_then(|node| scalar(document, node));
    match mode.as_deref() {
        Some("host") => return Network::Host,
        Some(mode) => {
            return mode
                .strip_prefix("service:")
                .map_or_else(|| Network::Other(mode.to_owned()), |name| Network::Of(name.to_owned()));
        }
        None => {}
    }
    let Some(networks) = value(document, service, "networks") else { return Network::default() };
    let joined: Vec<Joined> = match document.value(networks) {
        Value::Mapping(_) => document
            .entries_in_force(networks)
            .into_iter()
            .filter_map(|(name, network)| {
                let name = scalar(document, name)?;
                let aliases = document.resolved(network).and_then(|it| value(document, it, "aliases"));
                Some(Joined { name, aliases: aliases.map_or_else(Vec::new, |it| texts(document, it)) })
            })
            .collect(),
        _ => {
            let names = texts(document, networks).into_iter();
            names.map(|name| Joined { name, aliases: Vec::new() }).collect()
        }
    };
    if joined.is_empty() { Network::default() } else { Network::Joined(joined) }
}

/// Where Prometheus finds a port of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reached<'c> {
    /// The names by which the service goes there, the usual one first.
    pub(super) names: Vec<&'c str>,
    /// The port at that address.
    pub(super) port: u16,
}

/// How Prometheus, where it is one of the services, reaches a port of another one.
///
/// # Errors
/// Why it does not.
pub(super) fn reach<'c>(
    compose: &'c Compose,
    prometheus: Option<&'c Service>,
    service: &'c Service,
    port: u16,
) -> Result<Reached<'c>, String> {
    let from = match prometheus {
        Some(prometheus) => Some(owner(compose, prometheus)?),
        None => None,
    };
    let to = owner(compose, service)?;
    let local = || Ok(Reached { names: vec!["localhost"], port });
    if prometheus.is_some_and(|prometheus| prometheus.name == service.name)
        || from.is_some_and(|from| from.name == to.name)
    {
        return local();
    }
    match (from.map(|from| &from.network), &to.network) {
        (Some(Network::Other(mode)), _) => {
            Err(format!("Prometheus has `network_mode: {mode}` and finds no names"))
        }
        (_, Network::Other(mode)) => Err(format!("with `network_mode: {mode}` it has no name for others")),
        (Some(Network::Host), Network::Host) => local(),
        (Some(Network::Host), _) => published(to, port),
        (_, Network::Host) => Ok(Reached { names: vec!["host.docker.internal"], port }),
        (Some(Network::Joined(from)), Network::Joined(to_networks)) => {
            let shared = to_networks.iter().find(|to| from.iter().any(|it| it.name == to.name));
            let shared = shared.ok_or_else(|| elsewhere(from, to_networks))?;
            Ok(Reached { names: names(to, shared), port })
        }
        (None, Network::Joined(networks)) => {
            Ok(Reached { names: networks.first().map_or_else(Vec::new, |it| names(to, it)), port })
        }
        (_, Network::Of(_)) | (Some(Network::Of(_)), _) => Err("whose network it has is unknown".to_owned()),
    }
}

/// The service whose network another one has.
fn owner<'c>(compose: &'c Compose, service: &'c Service) -> Result<&'c Service, String> {
    let mut at = service;
    for _ in 0..MAX_SHARED {
        let Network::Of(name) = &at.network else { return Ok(at) };
        at = compose
            .service(name)
            .ok_or_else(|| format!("it has the network of `{name}`, and there is no such service"))?;
    }
    Err("whose network it has is told in too many steps".to_owned())
}

fn names<'c>(service: &'c Service, network: &'c Joined) -> Vec<&'c str> {
    let further = network.aliases.iter().map(String::as_str).chain(service.container_name.as_deref());
    std::iter::once(service.name.as_str()).chain(further).collect()
}

fn published(service: &Service, port: u16) -> Result<Reached<'_>, String> {
    let at = service.ports.iter().find(|it| it.container == port).and_then(|it| it.published);
    let port = at.ok_or_else(|| {
        format!("Prometheus has the machine's network and reaches published ports alone; publish {port}")
    })?;
    Ok(Reached { names: vec!["localhost"], port })
}

fn elsewhere(prometheus: &[Joined], service: &[Joined]) -> String {
    let list = |networks: &[Joined]| {
        let names: Vec<String> = networks.iter().take(5).map(|it| format!("`{}`", it.name)).collect();
        names.join(", ")
    };
    format!(
        "it is in the network {}, and Prometheus in {}: put Prometheus into one of its networks",
        list(service),
        list(prometheus)
    )
}
