//! Which jobs the services of a compose file come to.

use super::file::Compose;
use super::network::{Network, reach};
use super::program::{Program, program};
use super::service::Service;
use crate::generate::make::{JobRequest, Made, make};
use crate::generate::preset::Preset;
use crate::generate::target::address;

/// What a compose file comes to.
#[derive(Debug, Default)]
pub struct Plan {
    /// The jobs, in the order of the file.
    pub jobs: Vec<ComposeJob>,
    /// Services that get none.
    pub skipped: Vec<Skipped>,
    /// What is to be known or done beside.
    pub notes: Vec<String>,
}

/// A job for one service, or for several of one kind.
#[derive(Debug)]
pub struct ComposeJob {
    /// What is known of scraping it.
    pub preset: &'static Preset,
    /// Its name.
    pub name: String,
    /// The path of the metrics, where the file says one.
    pub metrics_path: Option<String>,
    /// What it scrapes.
    pub targets: Vec<ServiceTarget>,
}

/// Where a service is scraped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceTarget {
    /// The service's name.
    pub service: String,
    /// Host and port.
    pub address: String,
    /// What is to be known of it.
    pub notes: Vec<String>,
}

/// A service without a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub service: String,
    /// Why it has none.
    pub why: String,
}

/// Finds out what is to be scraped, and under which address.
pub fn plan(compose: &Compose) -> Plan {
    let known: Vec<(&Service, Program)> = compose.services.iter().map(|it| (it, program(it))).collect();
    let prometheus = prometheus(&known);
    let exporters: Vec<(&str, &str)> = known
        .iter()
        .filter_map(|(service, program)| match program {
            Program::Known { preset, .. } => Some((preset.name, service.name.as_str())),
            _ => None,
        })
        .collect();
    let mut plan = Plan::default();
    for (service, program) in &known {
        match program {
            Program::Known { preset, port } => {
                let found = Found { preset, port: *port, path: None, name: preset.name };
                plan.add(compose, prometheus, service, &found, None);
            }
            Program::Application { preset, port, path, because } => {
                let found = Found { preset, port: *port, path: path.clone(), name: &service.name };
                let guess = format!(
                    "`{}` is taken for {}, as {because}; the file does not say whether it serves metrics",
                    service.name, preset.summary
                );
                plan.add(compose, prometheus, service, &found, path.is_none().then_some(guess));
            }
            Program::Watched(preset) => plan.skip(service, watched(preset, &exporters)),
            Program::Silent(why) => plan.skip(service, why.clone()),
        }
    }
    plan.say_what_is_not_seen(compose, prometheus);
    plan
}

/// The service that is Prometheus.
pub(super) fn prometheus<'c>(known: &[(&'c Service, Program)]) -> Option<&'c Service> {
    known.iter().find_map(|(service, program)| match program {
        Program::Known { preset, .. } if preset.name == "prometheus" => Some(*service),
        _ => None,
    })
}

/// Why what an exporter watches has no job of its own.
fn watched(preset: &Preset, exporters: &[(&str, &str)]) -> String {
    match exporters.iter().find(|(name, _)| *name == preset.name) {
        Some((_, service)) => format!("no metrics of its own; `{service}` has them"),
        None => {
            let image = preset.images.serving.first().map_or(preset.name, String::as_str);
            format!("no metrics of its own; {} has them, from the image {image}", preset.name)
        }
    }
}

/// A service that serves metrics.
struct Found<'a> {
    preset: &'static Preset,
    port: u16,
    path: Option<String>,
    /// What its job is called.
    name: &'a str,
}

impl Plan {
    /// Adds a target, if Prometheus can reach it.
    fn add(
        &mut self,
        compose: &Compose,
        prometheus: Option<&Service>,
        service: &Service,
        found: &Found<'_>,
        guess: Option<String>,
    ) {
        let reached = match reach(compose, prometheus, service, found.port) {
            Ok(reached) => reached,
            Err(why) => return self.skip(service, why),
        };
        let mut notes: Vec<String> = guess.into_iter().collect();
        let host = match accepted(found.preset, &reached.names) {
            Ok(host) => host.to_owned(),
            Err(refused) => {
                let alias = refused.replace('_', "-");
                notes.push(format!(
                    "`{refused}` has an underscore, and Django answers 400 to such a host, whatever ALLOWED_HOSTS says: \
                     give the service the network alias `{alias}`, which the job uses"
                ));
                alias
            }
        };
        let address = match address(&format!("{host}:{}", reached.port), None) {
            Ok(address) => address,
            Err(why) => return self.skip(service, why),
        };
        notes.extend(of_machine(service, &host, found.port));
        if service.replicas.runs_often() {
            notes.push(format!(
                "`{}` runs {}, and its name leads to one container at each scrape; `dns_sd_configs` finds all",
                service.name, service.replicas
            ));
        }
        self.scrape(found, ServiceTarget { service: service.name.clone(), address, notes });
    }

    fn skip(&mut self, service: &Service, why: String) {
        self.skipped.push(Skipped { service: service.name.clone(), why });
    }

    /// Puts a target into the job of its kind.
    fn scrape(&mut self, found: &Found<'_>, target: ServiceTarget) {
        let Found { preset, path, name, .. } = found;
        let same_kind = |job: &&mut ComposeJob| {
            job.name == *name && job.preset.name == preset.name && job.metrics_path == *path
        };
        if let Some(job) = self.jobs.iter_mut().find(same_kind) {
            if !job.targets.iter().any(|known| known.address == target.address) {
                job.targets.push(target);
            }
            return;
        }
        let is_taken = self.jobs.iter().any(|job| job.name == *name);
        let name = if is_taken { format!("{}-{name}", target.service) } else { (*name).to_owned() };
        self.jobs.push(ComposeJob { preset, name, metrics_path: path.clone(), targets: vec![target] });
    }

    fn say_what_is_not_seen(&mut self, compose: &Compose, prometheus: Option<&Service>) {
        if prometheus.is_none() && !self.jobs.is_empty() {
            self.notes.push(
                "no service here is Prometheus: the addresses are right for one in the networks of these services, not for \
                 one on the machine"
                    .to_owned(),
            );
        }
        if compose.includes {
            self.notes.push("`include` names other files, which were not read".to_owned());
        }
        let extends: Vec<String> =
            compose.services.iter().filter(|it| it.extends).map(|it| format!("`{}`", it.name)).collect();
        if !extends.is_empty() {
            self.notes.push(format!("what `extends` brings was not read: {}", extends.join(", ")));
        }
    }
}

/// The first name of a service that it takes as a host; else the usual one, as an error.
fn accepted<'n>(preset: &Preset, names: &[&'n str]) -> Result<&'n str, &'n str> {
    let takes = |name: &&&str| !preset.refuses_underscore || !name.contains('_');
    let usual = names.first().copied().unwrap_or_default();
    names.iter().find(takes).copied().ok_or(usual)
}

/// What is to be said of the machine that the containers run on.
fn of_machine(service: &Service, host: &str, port: u16) -> Option<String> {
    if host == "host.docker.internal" {
        return Some(format!(
            "`{}` has the network of the machine, which `{host}` stands for; on Linux, Prometheus needs `extra_hosts: \
             ['{host}:host-gateway']`",
            service.name
        ));
    }
    let published = service.ports.iter().find(|it| it.container == port)?.published?;
    (published != port && host != "localhost").then(|| {
        format!(
            "`{}` is scraped at its own port {port}; {published} leads there on the machine alone",
            service.name
        )
    })
}

impl ComposeJob {
    /// Makes the job, with what is asked for beside its name, targets and path.
    ///
    /// # Errors
    /// What does not go with the preset.
    pub fn make(self, common: &JobRequest) -> Result<Made, String> {
        let (targets, notes): (Vec<String>, Vec<Vec<String>>) =
            self.targets.into_iter().map(|target| (target.address, target.notes)).unzip();
        let request =
            JobRequest { name: Some(self.name), targets, metrics_path: self.metrics_path, ..common.clone() };
        let mut made = make(self.preset, &request)?;
        // What they say about switching metrics on was found to be done.
        if !self.preset.images.silent.is_empty() {
            made.notes.clear();
        }
        made.notes.extend(notes.into_iter().flatten());
        Ok(made)
    }
}

impl Service {
    /// Whether it has its machine's own network.
    pub(super) fn is_on_host(&self) -> bool {
        self.network == Network::Host
    }
}
