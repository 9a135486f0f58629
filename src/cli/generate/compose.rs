//! Jobs for the services of a compose file.

use std::path::Path;

use super::batch::Batch;
use super::into::taken;
use crate::cli::output::Stop;
use crate::generate::{Compose, JobRequest, Scraped, ServiceTarget, Skipped, plan};
use crate::io::{DEFAULT_MAX_SIZE, read};
use crate::lint::{Configuration, FileKind, Options, check};

/// Makes the jobs of a compose file: those that the configuration does not have yet.
///
/// `common` is what is asked for beside the file.
pub(super) fn jobs(
    path: &Path,
    common: &JobRequest,
    configuration: Option<&Configuration>,
) -> Result<Batch, Stop> {
    let source = read(path, DEFAULT_MAX_SIZE)?;
    let compose = Compose::read(&source.text).map_err(|reason| {
        let but = match check(source.clone(), &Options::default()).kind {
            FileKind::Prometheus => "; it is a configuration of Prometheus, which --into takes",
            _ => "",
        };
        Stop::Said(format!("{} {reason}{but}", source.path))
    })?;
    let mut plan = plan(&compose);
    if let Some(configuration) = configuration {
        plan.leave_out(&compose, &scraped(configuration));
    }
    let mut batch = Batch { notes: plan.notes, ..Batch::default() };
    let mut skipped = plan.skipped;
    for job in plan.jobs {
        if let Some(place) = configuration.and_then(|configuration| taken(&job.name, configuration)) {
            let why = |target: ServiceTarget| Skipped {
                why: format!(
                    "there is a job `{}` already, {place}; add `{}` there",
                    job.name, target.address
                ),
                service: target.service,
            };
            skipped.extend(job.targets.into_iter().map(why));
            continue;
        }
        batch.made.push(job.make(common).map_err(Stop::Said)?);
    }
    batch.skipped = in_groups(&skipped);
    Ok(batch)
}

/// A line for each reason, with the services that it is of.
fn in_groups(skipped: &[Skipped]) -> Vec<String> {
    let mut groups: Vec<(&str, String)> = Vec::new();
    for Skipped { service, why } in skipped {
        match groups.iter_mut().find(|(reason, _)| reason == why) {
            Some((_, services)) => services.push_str(&format!(", `{service}`")),
            None => groups.push((why, format!("`{service}`"))),
        }
    }
    groups.into_iter().map(|(why, services)| format!("{services}: {why}")).collect()
}

/// The targets that a configuration has written down.
fn scraped(configuration: &Configuration) -> Vec<Scraped> {
    let mut scraped = Vec::new();
    for at in configuration.jobs() {
        let groups = at.job.static_configs.items().iter().filter_map(|group| group.value());
        for address in groups.flat_map(|group| group.targets.items()).filter_map(|target| target.value()) {
            scraped.push(Scraped { job: at.job.name().to_owned(), address: address.to_string() });
        }
    }
    scraped
}
