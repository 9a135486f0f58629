//! Generated chains and label sets: the engine, its memory and the trace agree with the plain implementation.

use scrapelint::config::RelabelConfig;
use scrapelint::relabel::{Chain, Dialect, Labels, Outcome};
use scrapelint::yaml::{Field, Spanned, decode, parse};

use super::choices::{Choices, labels, rule};
use super::naive::{self, Rule};

pub(crate) fn compile(rules: &[Rule]) -> Chain {
    let text = serde_json::Value::from_iter(rules.iter().map(Rule::to_json)).to_string();
    let (document, error) = parse(&text);
    assert!(error.is_none(), "{text}");
    let decoded = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document).expect("a list");
    Chain::compile(decoded.value.items(), Dialect::default())
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn engine_and_trace_agree_with_the_plain_implementation() {
    for seed in 0..1500 {
        let mut choices = Choices::new(&[], seed);
        let rules: Vec<Rule> = (0..1 + choices.below(6)).map(|_| rule(&mut choices)).collect();
        let chain = compile(&rules);
        // One relabeler for all, so that what it remembers is used.
        let mut relabeler = chain.relabeler();
        for _ in 0..12 {
            let labels = labels(&mut choices);
            let expected = match naive::run(&rules, &labels) {
                (labels, None) => Outcome::Kept(Labels::from_iter(labels)),
                (labels, Some(step)) => Outcome::Dropped { step, labels: Labels::from_iter(labels) },
            };
            let pairs = || labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let told = || format!("seed {seed}\n{rules:#?}\n{labels:?}");
            assert_eq!(relabeler.relabel(pairs()).to_outcome(), expected, "{}", told());
            assert_eq!(chain.trace(&Labels::from_iter(pairs())).outcome, expected, "{}", told());
        }
    }
}

#[test]
fn labels_without_end_are_read_without_being_remembered() {
    let rules = [
        Rule {
            action: "replace",
            source_labels: vec!["id".to_owned(), "zone".to_owned()],
            regex: Some("(.*)-(.*);(.*)".to_owned()),
            target_label: Some("shard".to_owned()),
            replacement: Some("$2-$3".to_owned()),
            ..Rule::default()
        },
        Rule {
            action: "drop",
            source_labels: vec!["shard".to_owned()],
            regex: Some("7-a".to_owned()),
            ..Rule::default()
        },
    ];
    let chain = compile(&rules);
    let ids: Vec<String> = (0..100_000).map(|number| format!("{number}-{}", number % 10)).collect();
    let series = ids.iter().map(|id| [("id", id.as_str()), ("zone", "a")]);
    let (mut kept, mut dropped) = (0, 0);
    chain.relabeler().apply(series, |relabeled| match relabeled.dropped_by() {
        None => {
            let labels = relabeled.to_labels();
            let (_, digit) = labels.get("id").split_once('-').expect("a dash");
            assert_eq!(labels.get("shard"), format!("{digit}-a"));
            kept += 1;
        }
        Some(step) => {
            assert_eq!(step, 1);
            dropped += 1;
        }
    });
    assert_eq!((kept, dropped), (90_000, 10_000));
}
