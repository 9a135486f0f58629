//! Generated histograms and filters: those that are said to lose their last bucket are those that a plain way finds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use scrapelint::evidence::lost_bounds;
use scrapelint::relabel::Passage;

use super::choices::Choices;
use super::generated::compile;
use super::naive::{self, Rule};

fn filter(choices: &mut Choices<'_>) -> Rule {
    let sources = [&["le"][..], &["__name__", "le"], &["method", "le"], &["method"]][choices.below(4)];
    let patterns = [".*Inf", "0.5", "get;.*", ".+;0.5|.*Inf", "h_bucket;.*", "[01].*", "post|put;.Inf"];
    Rule {
        action: ["drop", "drop", "keep"][choices.below(3)],
        source_labels: sources.iter().map(|&name| name.to_owned()).collect(),
        regex: Some(patterns[choices.below(patterns.len())].to_owned()),
        ..Rule::default()
    }
}

#[test]
fn lost_last_buckets_are_those_that_a_plain_way_finds() {
    let mut count = 0;
    for seed in 0..600 {
        let mut choices = Choices::new(&[], seed);
        let rules: Vec<Rule> = (0..1 + choices.below(3)).map(|_| filter(&mut choices)).collect();
        let mut text = String::new();
        let mut fates: BTreeMap<(&str, &str), BTreeMap<&str, Option<usize>>> = BTreeMap::new();
        for _ in 0..choices.below(20) {
            let name = ["h_bucket", "g_bucket"][choices.below(2)];
            let method = ["get", "post", "put"][choices.below(3)];
            let bound = ["0.5", "1.0", "+Inf"][choices.below(3)];
            _ = writeln!(text, "{name}{{method=\"{method}\",le=\"{bound}\"}} 1");
            let labels = [("__name__", name), ("method", method), ("le", bound)];
            let labels = labels.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            fates.entry((name, method)).or_default().insert(bound, naive::run(&rules, &labels).1);
        }
        let mut expected: BTreeMap<usize, u64> = BTreeMap::new();
        for buckets in fates.values() {
            let others: BTreeSet<_> = buckets.iter().filter(|(bound, _)| **bound != "+Inf").collect();
            if let Some(Some(step)) = buckets.get("+Inf")
                && others.iter().any(|(_, dropped)| dropped.is_none())
            {
                *expected.entry(*step).or_default() += 1;
            }
        }
        let found = lost_bounds(&Passage::Rules(compile(&rules)), &text);
        let found: BTreeMap<usize, u64> = found.iter().map(|lost| (lost.step, lost.histograms)).collect();
        assert_eq!(found, expected, "seed {seed}\n{rules:#?}\n{text}");
        count += expected.len();
    }
    assert!(count > 50, "{count}");
}
