//! One test, from what is written to what can be run.

use super::configuration::{Configurations, job};
use super::format::TestCase;
use super::ground::{Ground, check_keys, ground};
use super::input::{Inputs, given, label_set};
use super::material::Material;
use super::problem::{Problem, broken, choices, refused};
use super::subject::{Subject, places};
use crate::config::sd::LabelSet;
use crate::config::{AlertingConfig, LabelName, RemoteWriteConfig, ScrapeConfig, Text, check_relabel};
use crate::finding::{Finding, short};
use crate::goregex::Wrapper;
use crate::lint::{Configuration, JobAt};
use crate::relabel::{
    AlertStage, Chain, Dialect, Labels, Passage, SampleStage, Stage, TargetStage, Unusable, WriteStage,
    external_labels, static_targets,
};
use crate::source::{LineIndex, Source, Span};
use crate::yaml::{Document, Field, Spanned};

/// A test that can be run.
pub(super) struct Prepared {
    pub(super) subject: Subject,
    pub(super) inputs: Inputs,
}

/// What a test runs, and what goes in where it does not say.
type Resolved = (Subject, Option<Inputs>);

/// Makes tests of what is written in one file.
pub(super) struct Resolver<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) source: &'a Source,
    pub(super) lines: &'a LineIndex,
    pub(super) material: &'a dyn Material,
    pub(super) configurations: Configurations<'a>,
    /// The configuration of tests that name none.
    pub(super) default: &'a Field<Text>,
}

impl Resolver<'_> {
    /// A test that can be run; else all that keeps it from that.
    pub(super) fn test(&mut self, at: &Spanned<TestCase>, case: &TestCase) -> Result<Prepared, Vec<Finding>> {
        let ground = ground(at.span, case).map_err(|problem| vec![*problem])?;
        let misplaced = check_keys(self.document, ground, case);
        if !misplaced.is_empty() {
            return Err(misplaced);
        }
        let subject = match ground {
            Ground::Rules => self.own_rules(case).map(|subject| (subject, None)),
            Ground::At(stage) => self.at_stage(at.span, stage, case).map_err(|problem| vec![*problem]),
        };
        let inputs = given(self.document, self.material, case);
        match (subject, inputs) {
            (Ok((subject, _)), Ok(Some(inputs))) | (Ok((subject, Some(inputs))), Ok(None)) => {
                Ok(Prepared { subject, inputs })
            }
            (Ok((_, None)), Ok(None)) => Err(vec![no_input(at.span, ground)]),
            (subject, inputs) => Err([subject.err(), inputs.err()].into_iter().flatten().flatten().collect()),
        }
    }

    fn own_rules(&self, case: &TestCase) -> Result<Subject, Vec<Finding>> {
        let rules = case.rules.items();
        let dialect = Dialect::default();
        let refusals = rules.iter().filter_map(|rule| check_relabel(rule, dialect.scheme));
        let refusals: Vec<Finding> = refusals.map(refused).collect();
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let chain = Chain::compile(rules, dialect).map_err(|error| vec![*unusable(error.span, &error)])?;
        let steps = places(self.source, self.lines, rules);
        Ok(Subject { passage: Passage::Rules(chain), steps, configured: Vec::new() })
    }

    fn at_stage(&mut self, at: Span, stage: Stage, case: &TestCase) -> Result<Resolved, Problem> {
        let Some(path) = case.config.spanned().or(self.default.spanned()) else {
            let help = "write `config: prometheus.yml` at the top of the file, or into the test";
            return Err(broken(at, "this test names no configuration").with_help(help).into());
        };
        let configuration = self.configurations.get(path)?;
        match stage {
            Stage::Target => targets(at, case, &configuration),
            Stage::Metric => series(at, case, &configuration).map(|subject| (subject, None)),
            Stage::Write => self.sent_series(at, case, &configuration).map(|subject| (subject, None)),
            Stage::Alert => self.alerts(at, case, &configuration).map(|subject| (subject, None)),
        }
    }

    fn external(&self, configuration: &Configuration) -> Labels {
        external_labels(configuration.global(), |name| self.material.variable(name))
    }

    fn sent_series(
        &self,
        at: Span,
        case: &TestCase,
        configuration: &Configuration,
    ) -> Result<Subject, Problem> {
        let remote = remote(at, case, configuration)?;
        let external = self.external(configuration);
        let stage = WriteStage::new(remote, configuration.global(), external, Wrapper::default());
        let stage = stage.map_err(|error| unusable(at, &error))?;
        let main = &configuration.main;
        let steps = places(&main.source, main.lines(), remote.write_relabel_configs.items());
        Ok(Subject { passage: Passage::Write(stage), steps, configured: Vec::new() })
    }

    fn alerts(&self, at: Span, case: &TestCase, configuration: &Configuration) -> Result<Subject, Problem> {
        let main = &configuration.main;
        let path = &main.source.path;
        let Some(alerting) = main.config.alerting.value() else {
            return Err(broken(stage_span(at, case), format!("{path} has no `alerting`")).into());
        };
        let external = self.external(configuration);
        let stage = AlertStage::new(alerting, configuration.global(), external, Wrapper::default());
        let stage = stage.map_err(|error| unusable(at, &error))?;
        let manager = manager(path, case, alerting)?;
        let own = manager.and_then(|manager| alerting.alertmanagers.values().nth(manager));
        let own = own.map_or(&[][..], |manager| manager.alert_relabel_configs.items());
        let rules = alerting.alert_relabel_configs.items().iter().chain(own);
        let steps = places(&main.source, main.lines(), rules);
        Ok(Subject { passage: Passage::Alert(stage, manager), steps, configured: Vec::new() })
    }
}

fn named_job<'c>(at: Span, case: &TestCase, configuration: &'c Configuration) -> Result<JobAt<'c>, Problem> {
    match case.job.spanned() {
        Some(name) => job(configuration, name),
        None => {
            let finding = broken(stage_span(at, case), "this stage belongs to a job, and none is named");
            Err(finding.with_help("add `job`, with the name of a job of the configuration").into())
        }
    }
}

fn target_stage(at: Span, job: &ScrapeConfig, configuration: &Configuration) -> Result<TargetStage, Problem> {
    TargetStage::new(job, configuration.global(), Wrapper::default()).map_err(|error| unusable(at, &error))
}

fn targets(at: Span, case: &TestCase, configuration: &Configuration) -> Result<Resolved, Problem> {
    let JobAt { file, job } = named_job(at, case, configuration)?;
    let stage = target_stage(at, job, configuration)?;
    let found: Vec<Labels> = static_targets(&job.static_configs).map(|target| target.labels).collect();
    let mut configured = found.clone();
    configured.push(stage.discovered(&Labels::new()));
    let steps = places(&file.source, file.lines(), job.relabel_configs.items());
    let inputs = (!found.is_empty()).then_some(Inputs::Listed(found));
    Ok((Subject { passage: Passage::Target(stage), steps, configured }, inputs))
}

fn series(at: Span, case: &TestCase, configuration: &Configuration) -> Result<Subject, Problem> {
    let JobAt { file, job } = named_job(at, case, configuration)?;
    let stage = SampleStage::new(job, configuration.global(), Wrapper::default());
    let stage = stage.map_err(|error| unusable(at, &error))?;
    let target = match case.target.value() {
        Some(given) => given_target(given, job)?,
        None => target_stage(at, job, configuration)?.first_public_labels(job),
    };
    let steps = places(&file.source, file.lines(), job.metric_relabel_configs.items());
    Ok(Subject { configured: vec![target.clone()], passage: Passage::Metric(stage, target), steps })
}

/// The labels that a test gives the target, with the job's name unless it says otherwise.
fn given_target(given: &LabelSet, job: &ScrapeConfig) -> Result<Labels, Problem> {
    let is_internal = |name: &Spanned<LabelName>| name.value().is_some_and(|name| name.starts_with("__"));
    if let Some((name, _)) = given.entries().iter().find(|(name, _)| is_internal(name)) {
        return Err(broken(name.span, "labels that begin with `__` are on no series")
            .with_help(
                "write the labels as the target has them behind its own relabeling: `job`, `instance`, …",
            )
            .into());
    }
    let mut labels = label_set(given);
    // `job: ''` says that the target has none.
    if given.get("job").is_none() {
        labels.set("job", job.name());
    }
    Ok(labels)
}

/// The `remote_write` that a test is about.
fn remote<'c>(
    at: Span,
    case: &TestCase,
    configuration: &'c Configuration,
) -> Result<&'c RemoteWriteConfig, Problem> {
    let path = &configuration.main.source.path;
    let remotes: Vec<&RemoteWriteConfig> = configuration.main.config.remote_write.values().collect();
    let Some(wanted) = case.remote_write.spanned() else {
        return match remotes[..] {
            [] => Err(broken(stage_span(at, case), format!("{path} has no `remote_write`")).into()),
            [only] => Ok(only),
            _ => Err(broken(stage_span(at, case), format!("{path} has {} of `remote_write`", remotes.len()))
                .with_help("add `remote_write` to the test: the `name` of one, or its number counted from 1")
                .into()),
        };
    };
    let word = wanted.value().map_or("", |word| word);
    let named = remotes.iter().find(|remote| !remote.name.is_blank() && remote.name.text() == word);
    let numbered = || word.parse::<usize>().ok().and_then(|number| remotes.get(number.checked_sub(1)?));
    named.or_else(numbered).copied().ok_or_else(|| {
        let names: Vec<&str> =
            remotes.iter().map(|remote| remote.name.text()).filter(|name| !name.is_empty()).collect();
        broken(wanted.span, format!("there is no `remote_write` {} in {path}", short(word)))
            .with_help(choices(word, &names, "the names there"))
            .into()
    })
}

/// The set of Alertmanagers whose own steps run too, from 0.
fn manager(path: &str, case: &TestCase, alerting: &AlertingConfig) -> Result<Option<usize>, Problem> {
    let Some(wanted) = case.alertmanager.spanned() else { return Ok(None) };
    let number = wanted.value().map_or(0, |number| number.0);
    let count = alerting.alertmanagers.values().count();
    match usize::try_from(number).ok().and_then(|number| number.checked_sub(1)) {
        Some(manager) if manager < count => Ok(Some(manager)),
        _ => Err(broken(wanted.span, format!("there is no set of Alertmanagers {number} in {path}"))
            .with_help(format!("they are counted from 1, and there are {count}"))
            .into()),
    }
}

fn no_input(at: Span, ground: Ground) -> Finding {
    let help = match ground {
        Ground::At(Stage::Target) => {
            "the job has no `static_configs`: write one target's `labels` as it is discovered, or name a file of `targets`"
        }
        Ground::At(Stage::Alert) => "add `labels`, those of an alert",
        Ground::At(Stage::Metric | Stage::Write) | Ground::Rules => {
            "add `series`, `labels`, or a file of `metrics`"
        }
    };
    broken(at, "nothing goes into this test").with_help(help)
}

fn unusable(span: Span, error: &Unusable) -> Problem {
    broken(span, "these rules cannot be run").with_label(error.to_string()).into()
}

fn stage_span(at: Span, case: &TestCase) -> Span {
    case.stage.span().unwrap_or(at)
}
