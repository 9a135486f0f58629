//! Generated dumps and chains: the series that are said to become the same are those that a plain comparison of all
//! label sets, step by step, finds.

use std::collections::{BTreeMap, BTreeSet};

use scrapelint::config::{GlobalConfig, Mode, load};
use scrapelint::evidence::{Merge, observe};
use scrapelint::goregex::Wrapper;
use scrapelint::relabel::{Labels, Passage, SampleStage};

use super::choices::{Choices, labels, rule};
use super::generated::compile;
use super::naive::{self, Rule};

type LabelMap = BTreeMap<String, String>;

/// A sample: its labels as the target wrote them, empty ones too.
fn sample(choices: &mut Choices<'_>) -> LabelMap {
    let mut labels = labels(choices);
    labels.insert("__name__".to_owned(), ["m", "n", "ab"][choices.below(3)].to_owned());
    labels
}

fn line(labels: &LabelMap) -> String {
    let rest = labels.iter().filter(|(name, _)| *name != "__name__");
    let rest: Vec<String> =
        rest.map(|(name, value)| format!("{name}=\"{}\"", value.replace('\n', "\\n"))).collect();
    format!("{}{{{}}} 1\n", labels["__name__"], rest.join(","))
}

/// What is lost, by the step, from 0, that is responsible; `None` stands before all steps.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lost {
    samples: u64,
    metrics: BTreeSet<String>,
}

/// Compares each sample with all before it. `begin` gives the labels before the first step.
fn plain(
    rules: &[Rule],
    dump: &[LabelMap],
    begin: impl Fn(&LabelMap) -> LabelMap,
) -> (BTreeMap<Option<usize>, Lost>, u64) {
    let ways: Vec<Option<Vec<LabelMap>>> = dump
        .iter()
        .map(|labels| {
            let start = begin(labels);
            let way: Vec<_> = (0..=rules.len()).map(|count| naive::run(&rules[..count], &start)).collect();
            let is_kept = way.iter().all(|(_, dropped)| dropped.is_none()) && !way[rules.len()].0.is_empty();
            is_kept.then(|| way.into_iter().map(|(labels, _)| labels).collect())
        })
        .collect();
    let bare = |labels: &LabelMap| -> LabelMap {
        labels.iter().filter(|(_, value)| !value.is_empty()).map(|(a, b)| (a.clone(), b.clone())).collect()
    };
    let (mut lost, mut repeated) = (BTreeMap::<Option<usize>, Lost>::new(), 0);
    for (at, way) in ways.iter().enumerate() {
        let Some(way) = way else { continue };
        let before = || ways[..at].iter().enumerate().filter_map(|(other, way)| Some((other, way.as_ref()?)));
        let is_same = |(other, end): (usize, &Vec<LabelMap>)| {
            bare(&dump[other]) == bare(&dump[at]) && end.last() == way.last()
        };
        if before().any(is_same) {
            repeated += 1;
            continue;
        }
        let place = (0..way.len()).find(|&place| before().any(|(_, other)| other[place] == way[place]));
        if let Some(place) = place {
            let lost = lost.entry(place.checked_sub(1)).or_default();
            lost.samples += 1;
            lost.metrics.insert(dump[at]["__name__"].clone());
        }
    }
    (lost, repeated)
}

fn agrees(rules: &[Rule], dump: &[LabelMap], passage: &Passage, told: &str) -> usize {
    let text: String = dump.iter().map(line).collect();
    let observation = observe(passage, &text, |_, _| ());
    let begin = |labels: &LabelMap| {
        let exposed: Vec<(&str, &str)> =
            labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let start = match passage {
            Passage::Metric(stage, target) => stage.merge(exposed, target),
            _ => exposed.into_iter().collect(),
        };
        start.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let (lost, repeated) = plain(rules, dump, begin);
    let found: BTreeMap<Option<usize>, (u64, usize)> =
        observation.merges.iter().map(|merge| (merge.step, (merge.lost, merge.metrics))).collect();
    let expected: BTreeMap<Option<usize>, (u64, usize)> =
        lost.iter().map(|(step, lost)| (*step, (lost.samples, lost.metrics.len()))).collect();
    assert_eq!(found, expected, "{told}\n{text}");
    assert_eq!(observation.repeated, repeated, "{told}\n{text}");
    assert_eq!(observation.samples, dump.len() as u64, "{told}\n{text}");
    for Merge { first, second, becomes, .. } in &observation.merges {
        assert_ne!(first, second, "{told}\n{text}");
        for labels in [first, second] {
            let pairs: LabelMap =
                labels.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            let (end, dropped) = naive::run(rules, &begin(&pairs));
            assert_eq!((Labels::from_iter(end), dropped), (becomes.clone(), None), "{told}\n{text}");
        }
    }
    observation.merges.len()
}

#[test]
fn collisions_are_those_of_a_plain_comparison() {
    let (mut of_rules, mut of_jobs) = (0, 0);
    for seed in 0..1200 {
        let mut choices = Choices::new(&[], seed);
        let rules: Vec<Rule> = (0..choices.below(5)).map(|_| rule(&mut choices)).collect();
        let dump: Vec<LabelMap> = (0..choices.below(40)).map(|_| sample(&mut choices)).collect();
        let told = format!("seed {seed}\n{rules:#?}");
        of_rules += agrees(&rules, &dump, &Passage::Rules(compile(&rules)), &told);
        // The order in which `labelmap` takes the labels of a target is not for the plain way.
        if rules.iter().any(|rule| rule.action == "labelmap") {
            continue;
        }
        let steps: Vec<String> = rules.iter().map(|rule| rule.to_json().to_string()).collect();
        let text = format!(
            "scrape_configs: [{{job_name: web, honor_labels: {}, metric_relabel_configs: [{}]}}]",
            choices.below(2) == 0,
            steps.join(", ")
        );
        let (document, _) = scrapelint::yaml::parse(&text);
        let config = load(&document, Mode::Server).config;
        let job = config.jobs().next().expect("a job");
        let stage = SampleStage::new(job, &GlobalConfig::default(), Wrapper::Prometheus3);
        let Ok(stage) = stage else { continue };
        let target = Labels::from_iter([("job", "web"), ("instance", "i:1"), ("a", "ab")]);
        of_jobs += agrees(&rules, &dump, &Passage::Metric(stage, target), &told);
    }
    assert!(of_rules > 120 && of_jobs > 120, "{of_rules} and {of_jobs} merges");
}
