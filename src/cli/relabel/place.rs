//! The places of a configuration that relabel.

use std::env;

use crate::cli::output::Stop;
use crate::config::{GlobalConfig, RelabelConfig};
use crate::finding::short;
use crate::goregex::Wrapper;
use crate::lint::{ConfigFile, Configuration, JobAt};
use crate::relabel::{
    AlertStage, Labels, Passage, SampleStage, Stage, TargetStage, Unusable, Way, WriteStage, external_labels,
    static_targets,
};
use crate::report::{Redactor, Walk};
use crate::yaml::Spanned;

/// A configuration, and which of its places are asked for.
pub(in crate::cli) struct Places<'c> {
    pub(in crate::cli) configuration: &'c Configuration,
    pub(in crate::cli) wrapper: Wrapper,
    pub(in crate::cli) job: Option<&'c str>,
    pub(in crate::cli) remote: Option<&'c str>,
}

/// One place that relabels.
pub(super) struct Place<'c> {
    /// What it is called: `job "web"`.
    pub(super) owner: String,
    pub(super) passage: Passage,
    /// The steps, through all chains.
    pub(super) rules: Vec<&'c Spanned<RelabelConfig>>,
    pub(super) file: &'c ConfigFile,
    pub(super) redactor: Redactor,
}

impl<'c> Places<'c> {
    fn global(&self) -> &'c GlobalConfig {
        self.configuration.global()
    }

    /// The jobs that are asked for.
    pub(super) fn jobs(&self) -> Result<Vec<JobAt<'c>>, Stop> {
        let jobs: Vec<JobAt<'c>> = self.configuration.jobs().collect();
        let Some(name) = self.job else { return Ok(jobs) };
        match jobs.iter().find(|at| at.job.name() == name) {
            Some(at) => Ok(vec![*at]),
            None => Err(Stop::Said(self.no_job(name, &jobs))),
        }
    }

    /// The one job that is asked for.
    pub(in crate::cli) fn only_job(&self) -> Result<JobAt<'c>, Stop> {
        match &self.jobs()?[..] {
            [at] => Ok(*at),
            [] => Err(Stop::Said(format!("{} has no jobs", self.configuration.main.source.path))),
            jobs => {
                Err(Stop::Said(format!("there are several jobs; choose one with --job: {}", names(jobs))))
            }
        }
    }

    fn no_job(&self, name: &str, jobs: &[JobAt<'_>]) -> String {
        let path = &self.configuration.main.source.path;
        let nearest = jobs
            .iter()
            .map(|at| (strsim::osa_distance(at.job.name(), name), at.job.name()))
            .min()
            .filter(|(distance, _)| *distance <= name.chars().count().div_ceil(3));
        let known = match (nearest, jobs) {
            (Some((_, nearest)), _) => format!("did you mean {}?", short(nearest)),
            (None, []) => "it has no jobs".to_owned(),
            (None, jobs) => format!("its jobs are {}", names(jobs)),
        };
        format!("there is no job {} in {path}; {known}", short(name))
    }

    /// The places of a stage; `target` is what the target of series gives them, if that is said.
    pub(super) fn of(&self, stage: Stage, target: Option<&Labels>) -> Result<Vec<Place<'c>>, Stop> {
        match stage {
            Stage::Target => Ok(vec![self.targets_of(self.only_job()?)?]),
            Stage::Metric => Ok(vec![self.series_of(self.only_job()?, target)?]),
            Stage::Write => self.remotes(),
            Stage::Alert => self.alerts(),
        }
    }

    pub(super) fn targets_of(&self, at: JobAt<'c>) -> Result<Place<'c>, Stop> {
        let stage = TargetStage::new(at.job, self.global(), self.wrapper)
            .map_err(|error| unusable(at.file, &error))?;
        let mut given: Vec<Labels> =
            static_targets(&at.job.static_configs).map(|target| target.labels).collect();
        given.push(stage.discovered(&Labels::new()));
        Ok(Place {
            owner: job(at),
            passage: Passage::Target(stage),
            rules: at.job.relabel_configs.items().iter().collect(),
            file: at.file,
            redactor: Redactor::new(&given),
        })
    }

    pub(super) fn series_of(&self, at: JobAt<'c>, target: Option<&Labels>) -> Result<Place<'c>, Stop> {
        let target = match target {
            Some(labels) => labels.clone(),
            None => self.first_target(at),
        };
        let stage = SampleStage::new(at.job, self.global(), self.wrapper)
            .map_err(|error| unusable(at.file, &error))?;
        Ok(Place {
            owner: job(at),
            redactor: Redactor::new([&target]),
            passage: Passage::Metric(stage, target),
            rules: at.job.metric_relabel_configs.items().iter().collect(),
            file: at.file,
        })
    }

    /// What the job's first static target that is scraped gives its series; the job's name alone if there is none.
    pub(super) fn first_target(&self, at: JobAt<'c>) -> Labels {
        match TargetStage::new(at.job, self.global(), self.wrapper) {
            Ok(stage) => stage.first_public_labels(at.job),
            Err(_) => Labels::from_iter([("job", at.job.name())]),
        }
    }

    fn external(&self) -> Labels {
        external_labels(self.global(), |name| env::var(name).ok())
    }

    fn remotes(&self) -> Result<Vec<Place<'c>>, Stop> {
        let main = &self.configuration.main;
        let mut places = Vec::new();
        for (at, remote) in main.config.remote_write.items().iter().enumerate() {
            let Some(remote) = remote.value() else { continue };
            let name = remote.name.text();
            let number = (at + 1).to_string();
            if self.remote.is_some_and(|wanted| wanted != name && wanted != number) {
                continue;
            }
            let stage = WriteStage::new(remote, self.global(), self.external(), self.wrapper)
                .map_err(|error| unusable(main, &error))?;
            places.push(Place {
                owner: format!("remote_write {}", if name.is_empty() { number } else { short(name) }),
                passage: Passage::Write(stage),
                rules: remote.write_relabel_configs.items().iter().collect(),
                file: main,
                redactor: Redactor::default(),
            });
        }
        if places.is_empty() {
            let path = &main.source.path;
            return Err(Stop::Said(match self.remote {
                Some(name) => format!("there is no remote_write {} in {path}", short(name)),
                None => format!("{path} has no remote_write, so nothing passes stage write"),
            }));
        }
        Ok(places)
    }

    fn alerts(&self) -> Result<Vec<Place<'c>>, Stop> {
        let main = &self.configuration.main;
        let path = &main.source.path;
        let Some(alerting) = main.config.alerting.value() else {
            return Err(Stop::Said(format!("{path} has no section alerting, so nothing passes stage alert")));
        };
        let common = alerting.alert_relabel_configs.items();
        let managers = alerting.alertmanagers.items();
        let own =
            |at: usize| managers[at].value().map_or(&[][..], |manager| manager.alert_relabel_configs.items());
        // Sets of Alertmanagers without steps of their own get the same alerts.
        let mut which: Vec<Option<usize>> =
            (0..managers.len()).filter(|&at| !own(at).is_empty()).map(Some).collect();
        if which.len() < managers.len() || managers.is_empty() {
            which.insert(0, None);
        }
        which
            .into_iter()
            .map(|manager| {
                let stage = AlertStage::new(alerting, self.global(), self.external(), self.wrapper)
                    .map_err(|error| unusable(main, &error))?;
                Ok(Place {
                    owner: match manager {
                        Some(at) => format!("alertmanagers {}", at + 1),
                        None => "alerting".to_owned(),
                    },
                    passage: Passage::Alert(stage, manager),
                    rules: common.iter().chain(manager.map_or(&[][..], own)).collect(),
                    file: main,
                    redactor: Redactor::default(),
                })
            })
            .collect()
    }
}

fn job(at: JobAt<'_>) -> String {
    format!("job {}", short(at.job.name()))
}

fn names(jobs: &[JobAt<'_>]) -> String {
    const SHOWN: usize = 20;
    let names: Vec<String> = jobs.iter().take(SHOWN).map(|at| short(at.job.name())).collect();
    let more = if jobs.len() > SHOWN { format!(" and {} more", jobs.len() - SHOWN) } else { String::new() };
    names.join(", ") + &more
}

fn unusable(file: &ConfigFile, error: &Unusable) -> Stop {
    Stop::Said(format!("{}:{}: {error}", file.source.path, file.line(error.span)))
}

impl Place<'_> {
    /// The way of one target, series or alert.
    pub(super) fn walk(
        &self,
        stage: Stage,
        subject: String,
        place: Option<crate::source::Span>,
        input: &Labels,
    ) -> Walk {
        let Way { start, trace, fate } = self.passage.trace(input);
        let input = crate::report::WalkInput {
            owner: self.owner.clone(),
            stage,
            subject,
            place,
            start,
            rules: &self.rules,
            trace,
            fate,
        };
        Walk::new(input, |span| self.file.line(span), &self.redactor)
    }
}
