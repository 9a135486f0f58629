//! Generated chains and label sets: the engine, its memory and the trace agree with the plain implementation.

use std::collections::BTreeMap;

use scrapelint::config::RelabelConfig;
use scrapelint::relabel::{Chain, Dialect, Labels, Outcome};
use scrapelint::yaml::{Field, Spanned, decode, parse};

use super::naive::{self, Rule};

/// Numbers that look random (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) == 0).then(|| make(self))
    }
}

const NAMES: &[&str] = &["__name__", "a", "b", "ab", "abc", "job", "instance", "__tmp_x", "exported_a"];
const VALUES: &[&str] = &["", "a", "b", "ab", "aab", "a;b", "x-1", "x-22", "10", "0", "web:8080", "A\nb"];
const PATTERNS: &[&str] = &[
    "",
    ".*",
    "(.+)",
    "(.*)",
    "a",
    "a|b|ab",
    "(a)(b)?",
    "a.*",
    ".+b",
    "(a*)(.*)",
    "x-([0-9]+)",
    "([^;]*);(.*)",
    "(?i:A)(.*)",
    "(.*)-(?P<n>[0-9]+)",
    "a(b|bc)?",
    "__tmp_(.*)",
    "(.*):([0-9]+)",
    "[a-z_]+",
    "exported_(.+)",
];
const TEMPLATES: &[&str] =
    &["", "x", "$1", "${1}_y", "$2", "${n}", "a$1", "$$", "$1$2", "b", "$0", "$", "job"];
const ACTIONS: &[&str] = &[
    "replace",
    "replace",
    "replace",
    "keep",
    "drop",
    "keepequal",
    "dropequal",
    "hashmod",
    "labelmap",
    "labeldrop",
    "labelkeep",
    "lowercase",
    "uppercase",
];

fn rule(random: &mut Random) -> Rule {
    let action = random.of(ACTIONS);
    let mut rule = Rule { action, ..Rule::default() };
    if !matches!(action, "labelmap" | "labeldrop" | "labelkeep") {
        rule.source_labels = (0..random.below(4)).map(|_| random.of(NAMES).to_owned()).collect();
    }
    if !matches!(action, "keepequal" | "dropequal") {
        rule.regex = random.maybe(|random| random.of(PATTERNS).to_owned());
    }
    match action {
        "replace" => {
            rule.separator = random.maybe(|random| random.of(&["", "-", ";"]).to_owned());
            rule.target_label = Some(random.of(&["a", "b", "c", "a$1", "${1}", "$0"]).to_owned());
            rule.replacement = random.maybe(|random| random.of(TEMPLATES).to_owned());
        }
        "labelmap" => rule.replacement = Some(random.of(&["$1", "c", "a$1", "x_$0"]).to_owned()),
        "hashmod" => rule.modulus = Some(1 + random.below(5) as u64),
        _ => {}
    }
    if matches!(action, "keepequal" | "dropequal" | "hashmod" | "lowercase" | "uppercase") {
        rule.target_label = Some(random.of(NAMES).to_owned());
    }
    rule
}

fn labels(random: &mut Random) -> BTreeMap<String, String> {
    (0..random.below(6)).map(|_| (random.of(NAMES).to_owned(), random.of(VALUES).to_owned())).collect()
}

fn compile(rules: &[Rule]) -> Chain {
    let text = serde_json::Value::from_iter(rules.iter().map(Rule::to_json)).to_string();
    let (document, error) = parse(&text);
    assert!(error.is_none(), "{text}");
    let decoded = decode::<Field<Vec<Spanned<RelabelConfig>>>>(&document).expect("a list");
    Chain::compile(decoded.value.items(), Dialect::default())
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn engine_and_trace_agree_with_the_plain_implementation() {
    for seed in 0..3000 {
        let mut random = Random(seed);
        let rules: Vec<Rule> = (0..1 + random.below(6)).map(|_| rule(&mut random)).collect();
        let chain = compile(&rules);
        // One relabeler for all, so that what it remembers is used.
        let mut relabeler = chain.relabeler();
        for _ in 0..20 {
            let labels = labels(&mut random);
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
