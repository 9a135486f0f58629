//! What a configuration scrapes already of a compose file's services.

use super::file::Compose;
use super::plan::{ComposeJob, Plan, Skipped, prometheus};
use super::port::number;
use super::program::program;
use super::service::Service;
use crate::generate::make::JobRequest;
use crate::generate::target::{host, is_local, port};

/// A target of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scraped {
    /// The job that scrapes it.
    pub job: String,
    /// Its address.
    pub address: String,
}

impl Plan {
    /// Leaves out what is scraped already, and what is meant to be.
    pub fn leave_out(&mut self, compose: &Compose, scraped: &[Scraped]) {
        let astray = compose.astray(scraped);
        for mut job in std::mem::take(&mut self.jobs) {
            for target in std::mem::take(&mut job.targets) {
                if let Some(Scraped { job, address }) = scraped.iter().find(|it| it.address == target.address)
                {
                    let why = format!("`{address}` is scraped already, by the job `{job}`");
                    self.skipped.push(Skipped { service: target.service, why });
                } else if astray.iter().any(|it| it.meant == target.address) {
                    // The job that means it is told below. What is to be done for the target is to be done for that.
                    let job = ComposeJob {
                        targets: vec![target],
                        name: job.name.clone(),
                        metrics_path: job.metrics_path.clone(),
                        ..job
                    };
                    self.notes
                        .extend(job.make(&JobRequest::default()).map(|made| made.notes).unwrap_or_default());
                } else {
                    job.targets.push(target);
                }
            }
            if !job.targets.is_empty() {
                self.jobs.push(job);
            }
        }
        for Astray { service, scraped: Scraped { job, address }, meant } in astray {
            let why = match is_local(host(address)) {
                true => "that is Prometheus's own container",
                false => "that port is open on the machine alone",
            };
            let why = format!("the job `{job}` has it as `{address}`, but {why}; write `{meant}` there");
            self.skipped.push(Skipped { service: service.name.clone(), why });
        }
    }
}

/// A target that leads elsewhere from within Prometheus's container than was meant.
struct Astray<'a> {
    service: &'a Service,
    scraped: &'a Scraped,
    meant: String,
}

impl Compose {
    fn astray<'a>(&'a self, scraped: &'a [Scraped]) -> Vec<Astray<'a>> {
        let known: Vec<_> = self.services.iter().map(|it| (it, program(it))).collect();
        let Some(prometheus) = prometheus(&known).filter(|it| !it.is_on_host()) else { return Vec::new() };
        let others = || self.services.iter().filter(|it| it.name != prometheus.name && !it.is_on_host());
        let astray = |scraped: &'a Scraped| {
            let asked = number(port(&scraped.address)?)?;
            let host = host(&scraped.address);
            others().find_map(|service| {
                let port = service.ports.iter().find(|it| it.published == Some(asked))?;
                let is_astray = is_local(host) || service.name == host && port.container != asked;
                let meant = format!("{}:{}", service.name, port.container);
                is_astray.then_some(Astray { service, scraped, meant })
            })
        };
        scraped.iter().filter_map(astray).collect()
    }
}
