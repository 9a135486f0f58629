//! One test, from what is written to what can be run.

use std::rc::Rc;

use super::configuration::{Configuration, Configurations, places};
use super::format::TestCase;
use super::ground::{Ground, check_keys, ground};
use super::input::{Inputs, given, label_set};
use super::material::Material;
use super::problem::{broken, choices};
use super::subject::{Running, Subject};
use crate::config::sd::LabelSet;
use crate::config::{AlertingConfig, LabelName, RemoteWriteConfig, ScrapeConfig, Text, check_relabel};
use crate::finding::{Finding, short};
use crate::goregex::Wrapper;
use crate::lint::refusal_finding;
use crate::relabel::{
    AlertStage, Chain, Dialect, Labels, SampleStage, Stage, TargetOutcome, TargetStage, Unusable, WriteStage,
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
        let ground = ground(at.span, case).map_err(|finding| vec![finding])?;
        let misplaced = check_keys(self.document, ground, case);
        if !misplaced.is_empty() {
            return Err(misplaced);
        }
        let subject = match ground {
            Ground::Rules => self.own_rules(case).map(|subject| (subject, None)),
            Ground::At(stage) => self.at_stage(at.span, stage, case).map_err(|finding| vec![finding]),
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
        let refusals: Vec<Finding> = refusals.map(refusal_finding).collect();
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let chain = Chain::compile(rules, dialect).map_err(|error| vec![unusable(error.span, &error)])?;
        Ok(Subject { stage: Running::Rules(chain), steps: places(self.source, self.lines, rules) })
    }

    fn at_stage(&mut self, at: Span, stage: Stage, case: &TestCase) -> Result<Resolved, Finding> {
        let Some(path) = case.config.spanned().or(self.default.spanned()) else {
            return Err(broken(at, "this test names no configuration")
                .with_help("write `config: prometheus.yml` at the top of the file, or into the test"));
        };
        let configuration = self.configurations.get(path)?;
        match stage {
            Stage::Target | Stage::Metric => of_job(at, stage, case, &configuration),
            Stage::Write => self.of_write(at, case, &configuration).map(|subject| (subject, None)),
            Stage::Alert => self.of_alert(at, case, &configuration).map(|subject| (subject, None)),
        }
    }

    fn of_write(
        &self,
        at: Span,
        case: &TestCase,
        configuration: &Rc<Configuration>,
    ) -> Result<Subject, Finding> {
        let remote = remote(at, case, configuration)?;
        let global = configuration.global();
        let external = external_labels(global, |name| self.material.variable(name));
        let stage = WriteStage::new(remote, global, external, Wrapper::default());
        let stage = stage.map_err(|error| unusable(at, &error))?;
        let steps = configuration.main.places(remote.write_relabel_configs.items());
        Ok(Subject { stage: Running::Write(stage), steps })
    }

    fn of_alert(
        &self,
        at: Span,
        case: &TestCase,
        configuration: &Rc<Configuration>,
    ) -> Result<Subject, Finding> {
        let path = &configuration.main.source.path;
        let Some(alerting) = configuration.main.config.alerting.value() else {
            return Err(broken(stage_span(at, case), format!("{path} has no `alerting`")));
        };
        let global = configuration.global();
        let external = external_labels(global, |name| self.material.variable(name));
        let stage = AlertStage::new(alerting, global, external, Wrapper::default());
        let stage = stage.map_err(|error| unusable(at, &error))?;
        let manager = manager(path, case, alerting)?;
        let own = manager.and_then(|manager| alerting.alertmanagers.values().nth(manager));
        let own = own.map_or(&[][..], |manager| manager.alert_relabel_configs.items());
        let mut steps = configuration.main.places(alerting.alert_relabel_configs.items());
        steps.extend(configuration.main.places(own));
        Ok(Subject { stage: Running::Alert(stage, manager), steps })
    }
}

fn of_job(
    at: Span,
    stage: Stage,
    case: &TestCase,
    configuration: &Configuration,
) -> Result<Resolved, Finding> {
    let Some(name) = case.job.spanned() else {
        return Err(broken(
            stage_span(at, case),
            format!("the stage `{stage}` belongs to a job, and none is named"),
        )
        .with_help("add `job`, with the name of a job of the configuration"));
    };
    let (file, job) = configuration.job(name)?;
    let global = configuration.global();
    let targets = || TargetStage::new(job, global, Wrapper::default()).map_err(|error| unusable(at, &error));
    if stage == Stage::Target {
        let found: Vec<_> = static_targets(&job.static_configs).collect();
        let inputs = (!found.is_empty()).then(|| Inputs::found(found));
        let steps = file.places(job.relabel_configs.items());
        return Ok((Subject { stage: Running::Target(targets()?), steps }, inputs));
    }
    let samples = SampleStage::new(job, global, Wrapper::default()).map_err(|error| unusable(at, &error))?;
    let target = match case.target.value() {
        Some(given) => given_target(given, job)?,
        None => first_target(job, &targets()?),
    };
    let steps = file.places(job.metric_relabel_configs.items());
    Ok((Subject { stage: Running::Metric(samples, target), steps }, None))
}

/// The labels of the job's first static target that is kept; of a job without one the job's name alone.
fn first_target(job: &ScrapeConfig, stage: &TargetStage) -> Labels {
    let outcomes =
        static_targets(&job.static_configs).map(|target| stage.run(&stage.discovered(&target.labels)));
    let mut active = outcomes.filter_map(|outcome| match outcome {
        TargetOutcome::Active(target) => Some(target.public_labels()),
        TargetOutcome::Dropped { .. } | TargetOutcome::Failed { .. } => None,
    });
    active.next().unwrap_or_else(|| Labels::from_iter([("job", job.name())]))
}

/// The labels that a test gives the target, with the job's name unless it says otherwise.
fn given_target(given: &LabelSet, job: &ScrapeConfig) -> Result<Labels, Finding> {
    let is_internal = |name: &Spanned<LabelName>| name.value().is_some_and(|name| name.starts_with("__"));
    if let Some((name, _)) = given.entries().iter().find(|(name, _)| is_internal(name)) {
        return Err(broken(name.span, "labels that begin with `__` are on no series").with_help(
            "write the labels as the target has them behind its own relabeling: `job`, `instance`, …",
        ));
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
) -> Result<&'c RemoteWriteConfig, Finding> {
    let path = &configuration.main.source.path;
    let remotes: Vec<&RemoteWriteConfig> = configuration.main.config.remote_write.values().collect();
    let Some(wanted) = case.remote_write.spanned() else {
        return match remotes[..] {
            [] => Err(broken(stage_span(at, case), format!("{path} has no `remote_write`"))),
            [only] => Ok(only),
            _ => Err(broken(stage_span(at, case), format!("{path} has {} of `remote_write`", remotes.len()))
                .with_help(
                    "add `remote_write` to the test: the `name` of one, or its number counted from 1",
                )),
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
    })
}

/// The set of Alertmanagers whose own steps run too, from 0.
fn manager(path: &str, case: &TestCase, alerting: &AlertingConfig) -> Result<Option<usize>, Finding> {
    let Some(wanted) = case.alertmanager.spanned() else { return Ok(None) };
    let number = wanted.value().map_or(0, |number| number.0);
    let count = alerting.alertmanagers.values().count();
    match usize::try_from(number).ok().and_then(|number| number.checked_sub(1)) {
        Some(manager) if manager < count => Ok(Some(manager)),
        _ => Err(broken(wanted.span, format!("there is no set of Alertmanagers {number} in {path}"))
            .with_help(format!("they are counted from 1, and there are {count}"))),
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

fn unusable(span: Span, error: &Unusable) -> Finding {
    broken(span, "these rules cannot be run").with_label(error.to_string())
}

fn stage_span(at: Span, case: &TestCase) -> Span {
    case.stage.span().unwrap_or(at)
}
