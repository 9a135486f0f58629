//! Relabel tests of what is generated.

use super::append::NewStep;
use super::drops::{Kind, Proposal};
use super::job_tests::TargetTest;
use super::make::Made;
use super::trial::Trial;
use crate::yaml::Tree;
use crate::yaml::emit::{Layout, block};

/// What generated tests run.
pub enum Subject<'a> {
    /// The steps alone, each with tests of its own.
    Steps,
    /// The job that the steps were added to.
    Job {
        /// The configuration, relative to the file of tests.
        config: &'a str,
    },
}

/// Tests of steps that were added to a job, or are to be.
pub fn step_tests(trial: &Trial<'_>, proposals: &[&Proposal], subject: &Subject<'_>) -> String {
    let dropped = |name: &str| {
        proposals.iter().any(|it| it.kind != Kind::Label && it.metrics.iter().any(|metric| metric == name))
    };
    let mut tests = Vec::new();
    for (at, proposal) in proposals.iter().enumerate() {
        let expect = match proposal.kind {
            Kind::Label => vec![entry("kept", true), entry("lacks", list(&label(&proposal.step)))],
            _ => {
                let number = matches!(subject, Subject::Steps).then_some(1);
                let number = number.unwrap_or((trial.steps() + at + 1) as u64);
                vec![entry("dropped", true), entry("dropped_by", number)]
            }
        };
        let series = examples(trial, proposal.metrics.iter().map(|name| &**name), subject);
        tests.push(test(&name(at, proposal), subject, trial, Some(proposal), &series, expect));
        if let (Subject::Steps, false) = (subject, proposal.kind == Kind::Label) {
            let series =
                examples(trial, neighbours(trial, proposal, |name| proposal_drops(proposal, name)), subject);
            let name = format!("{}: others stay", name(at, proposal));
            if !series.is_empty() {
                tests.push(test(&name, subject, trial, Some(proposal), &series, vec![entry("kept", true)]));
            }
        }
    }
    if matches!(subject, Subject::Job { .. }) {
        let others = proposals.iter().flat_map(|proposal| neighbours(trial, proposal, dropped));
        let series = examples(trial, others, subject);
        if !series.is_empty() {
            tests.push(test("others stay", subject, trial, None, &series, vec![entry("kept", true)]));
        }
    }
    file(tests, subject)
}

/// Tests that dumps pass the limits of a job.
pub fn limit_tests(job: &str, config: &str, dumps: &[String]) -> String {
    file(dumps.iter().map(|dump| limit_test(job, dump)).collect(), &Subject::Job { config })
}

fn limit_test(job: &str, dump: &str) -> Tree {
    Tree::Map(vec![
        entry("name", format!("{dump} is within the limits").as_str()),
        entry("stage", "metric"),
        entry("job", job),
        entry("metrics", dump),
        entry("expect", Tree::Map(vec![entry("kept", true)])),
    ])
}

/// Tests of jobs that were made: of what relabeling does to their targets, and that dumps pass the limits. Nothing where there is
/// neither.
pub fn job_tests(made: &[Made], config: &str, dumps: &[String]) -> Option<String> {
    let mut tests = Vec::new();
    for Made { job, tests: of_targets, .. } in made {
        // A name is given once in a file.
        let of = if made.len() == 1 { String::new() } else { format!("{}: ", job.name()) };
        tests.extend(of_targets.iter().map(|test| target_test(&of, job.name(), test)));
        tests.extend(dumps.iter().map(|dump| limit_test(job.name(), dump)));
    }
    (!tests.is_empty()).then(|| file(tests, &Subject::Job { config }))
}

fn target_test(of: &str, job: &str, test: &TargetTest) -> Tree {
    let name = format!("{of}{}", test.name);
    let mut keys = vec![entry("name", name.as_str()), entry("stage", "target"), entry("job", job)];
    keys.extend(test.labels.clone().map(|labels| entry("labels", labels)));
    keys.push(entry("expect", Tree::Map(test.expect.clone())));
    Tree::Map(keys)
}

fn proposal_drops(proposal: &Proposal, name: &str) -> bool {
    proposal.metrics.iter().any(|metric| metric == name)
}

fn name(at: usize, proposal: &Proposal) -> String {
    format!("{}. {}", at + 1, proposal.title)
}

fn entry(key: &str, value: impl Into<Tree>) -> (String, Tree) {
    (key.to_owned(), value.into())
}

fn list(texts: &[String]) -> Tree {
    Tree::List(texts.iter().map(|text| text.as_str().into()).collect())
}

/// The label that a step takes away.
fn label(step: &NewStep) -> Vec<String> {
    let Tree::Map(keys) = &step.step else { return Vec::new() };
    let value = |name: &str| keys.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    match value("target_label").or_else(|| value("regex")) {
        Some(Tree::Scalar(label)) => vec![label.replace('\\', "")],
        _ => Vec::new(),
    }
}

/// Series of a test.
const MOST: usize = 6;

/// A series of each metric.
fn examples<'n>(
    trial: &Trial<'_>,
    metrics: impl Iterator<Item = &'n str>,
    subject: &Subject<'_>,
) -> Vec<String> {
    let mut series = Vec::new();
    for name in metrics {
        let Some(origin) = trial.origins.get(name) else { continue };
        let example = match subject {
            Subject::Steps => &origin.stored,
            Subject::Job { .. } => &origin.exposed,
        };
        if series.len() < MOST && !series.contains(example) {
            series.push(example.clone());
        }
    }
    series
}

/// Metrics that stand beside those of a proposal in the alphabet, and are kept: the likeliest to be met by mistake.
fn neighbours<'t>(
    trial: &'t Trial<'_>,
    proposal: &Proposal,
    is_dropped: impl Fn(&str) -> bool,
) -> impl Iterator<Item = &'t str> {
    let names: Vec<&str> = trial.origins.keys().map(|name| &**name).collect();
    let is_of = |at: &usize| proposal_drops(proposal, names[*at]);
    let edges: Vec<usize> = (0..names.len()).filter(is_of).collect();
    let mut beside: Vec<usize> = edges
        .iter()
        .flat_map(|&at| [at.checked_sub(1), Some(at + 1)])
        .flatten()
        .filter(|&at| at < names.len() && !names[at].is_empty() && !is_dropped(names[at]))
        .collect();
    beside.sort_unstable();
    beside.dedup();
    beside.into_iter().map(move |at| names[at])
}

fn test(
    name: &str,
    subject: &Subject<'_>,
    trial: &Trial<'_>,
    proposal: Option<&Proposal>,
    series: &[String],
    expect: Vec<(String, Tree)>,
) -> Tree {
    let mut keys = vec![entry("name", name)];
    match (subject, proposal) {
        (Subject::Steps, Some(proposal)) => {
            keys.push(entry("rules", Tree::List(vec![proposal.step.step.clone()])));
        }
        _ => keys.extend([entry("stage", "metric"), entry("job", trial.job())]),
    }
    keys.push(entry("series", list(series)));
    keys.push(entry("expect", Tree::Map(expect)));
    Tree::Map(keys)
}

fn file(tests: Vec<Tree>, subject: &Subject<'_>) -> String {
    let mut keys = Vec::new();
    if let Subject::Job { config } = subject {
        keys.push(entry("config", *config));
    }
    keys.push(entry("tests", Tree::List(tests)));
    let layout = Layout { scalar_lists: crate::yaml::emit::ScalarLists::Block, ..Layout::default() };
    let lines = block(&Tree::Map(keys), layout).join("\n");
    format!("# Run by `scrapelint test`.\n{lines}\n")
}
