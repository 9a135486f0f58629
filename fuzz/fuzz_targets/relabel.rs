//! Any chain of rules does to any labels what a plain second implementation does.
#![no_main]

#[path = "../../tests/relabel/choices.rs"]
mod choices;
#[path = "../../tests/relabel/naive.rs"]
mod naive;

use libfuzzer_sys::fuzz_target;
use scrapelint::config::RelabelConfig;
use scrapelint::relabel::{Chain, Dialect, Labels, Outcome};
use scrapelint::yaml::{Field, Spanned, decode, parse};

use choices::{Choices, labels, rule};
use naive::Rule;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes, 0);
    let rules: Vec<Rule> = (0..1 + choices.below(6)).map(|_| rule(&mut choices)).collect();
    let text = serde_json::Value::from_iter(rules.iter().map(Rule::to_json)).to_string();
    let (document, _) = parse(&text);
    let decoded = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document).expect("a list");
    let chain = Chain::compile(decoded.value.items(), Dialect::default()).expect("rules that Prometheus takes");
    let mut relabeler = chain.relabeler();
    for _ in 0..4 {
        let labels = labels(&mut choices);
        let expected = match naive::run(&rules, &labels) {
            (labels, None) => Outcome::Kept(Labels::from_iter(labels)),
            (labels, Some(step)) => Outcome::Dropped { step, labels: Labels::from_iter(labels) },
        };
        let pairs = || labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        assert_eq!(relabeler.relabel(pairs()).to_outcome(), expected, "{rules:#?} {labels:?}");
        assert_eq!(chain.trace(&Labels::from_iter(pairs())).outcome, expected, "{rules:#?} {labels:?}");
    }
});
