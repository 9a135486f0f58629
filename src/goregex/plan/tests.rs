use std::fs;
use std::sync::Arc;

use super::*;
use crate::goregex::generate::{Dice, texts};
use crate::goregex::{Captures, Matcher, parse_anchored};

/// Holds what a pattern's plan says of texts against the engine; false if the pattern has no plan.
fn agrees(pattern: &str, texts: &[String]) -> bool {
    let ast = Arc::new(parse_anchored(pattern).unwrap());
    let Some(plan) = Plan::of(&ast) else { return false };
    let planned = plan.tells_groups().then(|| Matcher::new(Arc::clone(&ast)).unwrap());
    let engine = Matcher::without_plan(ast).unwrap();
    let (mut expected, mut got) = (Captures::new(), Captures::new());
    for text in texts {
        let matches = engine.captures(text, &mut expected);
        assert_eq!(plan.is_match(text), matches, "{pattern} {text:?}");
        if let Some(planned) = &planned {
            assert_eq!(planned.captures(text, &mut got), matches, "{pattern} {text:?}");
            assert_eq!(got, expected, "{pattern} {text:?}");
        }
    }
    true
}

#[test]
fn generated_patterns() {
    let atoms =
        ["a", "b", "ab", "é", ".*", ".+", ".*?", ".+?", "[ab]", "(?i)k", "a.*", "(.*)", "(a|b|)", "b$", "^a"];
    let texts = texts(&['a', 'b', 'é', 'K'], 5);
    let mut dice = Dice::new(3);
    let planned =
        (0..3000).filter(|_| agrees(&dice.pattern(&atoms, &["?", "??", "{1}", "{0,1}"], 2), &texts)).count();
    assert!(planned > 1000, "{planned}");
}

#[test]
fn recorded_patterns() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/conformance");
    let mut planned = 0;
    for file in ["regex.jsonl", "regex-basic.jsonl"] {
        for line in fs::read_to_string(format!("{folder}/{file}")).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let subjects: Vec<String> = serde_json::from_value(case["subjects"].clone()).unwrap_or_default();
            planned += u32::from(case["ok"] == true && agrees(case["re"].as_str().unwrap(), &subjects));
        }
    }
    assert!(planned > 300, "{planned}");
}

#[test]
fn what_has_a_plan() {
    let plan = |pattern: &str| Plan::of(&parse_anchored(pattern).unwrap());
    for pattern in [
        "",
        "(.*)",
        ".+",
        "a",
        "a|b",
        "(a|b)_(c|d)",
        "pre_(.+)",
        ".*_(bucket|sum|count)",
        "(.*)-(.*)-(.*)",
        ".*a.*",
        "shard-[0-9]",
        "(?i)true",
        "(.*?)(_total)?",
        "^(a|b)$",
    ] {
        assert!(plan(pattern).is_some_and(|plan| plan.tells_groups()), "{pattern}");
    }
    let alternatives = (0..5000).map(|number| format!("pod-{number}")).collect::<Vec<_>>().join("|");
    let many = plan(&format!("({alternatives})")).unwrap();
    assert!(many.is_match("pod-4999") && !many.is_match("pod-5000"));
    for pattern in [
        "a+",
        r"\d+",
        "a)|(?:b",
        "[a-z]",
        "(a|b|c|d|e)(a|b|c|d|e)(a|b|c|d|e)",
        "(a|b|c|d|e).*",
        ".*.*",
        r"a\b",
        "(?-s).*",
    ] {
        assert!(plan(pattern).is_none(), "{pattern}");
    }
    assert!(!plan("(.*)a(.*)(b|c)").unwrap().tells_groups(), "which gap takes what depends on both");
    assert!(!plan("(.*)a(.*?)").unwrap().tells_groups());
}

#[test]
fn gaps_take_as_much_or_as_little_as_they_can() {
    let groups = |pattern: &str, text: &str| {
        let matcher = Matcher::new(Arc::new(parse_anchored(pattern).unwrap())).unwrap();
        let mut captures = Captures::new();
        assert!(matcher.captures(text, &mut captures));
        (1..captures.len()).map(|group| text[captures.get(group).unwrap()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(groups("(.*)-(.*)-(.*)", "a-b-c-d"), ["a-b", "c", "d"]);
    assert_eq!(groups("(.*?)-(.*?)-(.*?)", "a-b-c-d"), ["a", "b", "c-d"]);
    assert_eq!(groups("(.+)(_sum|_x_sum)", "a_x_sum"), ["a_x", "_sum"]);
    assert_eq!(groups("(.+?)(_sum|_x_sum)", "a_x_sum"), ["a", "_x_sum"]);
    assert_eq!(groups("(a|ab)(.*)", "abc"), ["a", "bc"]);
}
