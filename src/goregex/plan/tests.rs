use std::sync::Arc;

use super::*;
use crate::goregex::{Captures, Matcher, parse_anchored};

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
