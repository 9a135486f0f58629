use std::fs;

use super::*;
use crate::goregex::generate::{Dice, texts};
use crate::goregex::{Template, parse_anchored};

/// How many patterns were matched by what.
#[derive(Debug, Default)]
struct Tally {
    planned: u32,
    two_pass: u32,
    regex: u32,
}

impl Tally {
    /// Holds what a pattern makes of texts against what Rust's engine alone makes of them.
    fn compare(&mut self, pattern: &str, texts: &[String]) {
        let ast = Arc::new(parse_anchored(pattern).unwrap());
        let plain = Matcher::plain(Arc::clone(&ast)).unwrap();
        let matcher = Matcher::new(ast).unwrap();
        let (mut expected, mut got) = (Captures::new(), Captures::new());
        for text in texts {
            let matches = plain.captures(text, &mut expected);
            assert_eq!(matcher.is_match(text), matches, "{pattern} {text:?}");
            assert_eq!(matcher.captures(text, &mut got), matches, "{pattern} {text:?}");
            assert_eq!(got.slots, expected.slots, "{pattern} {text:?}");
        }
        *match &matcher.engine {
            None => &mut self.planned,
            Some(Engine::TwoPass(_)) => &mut self.two_pass,
            Some(Engine::Regex(_)) => &mut self.regex,
        } += 1;
    }
}

#[test]
fn generated_patterns() {
    let texts = texts(&['a', 'b', 'é', 'K'], 4);
    let mut dice = Dice::new(3);
    let mut tally = Tally::default();
    let atoms =
        ["a", "b", "ab", "é", ".*", ".+", ".*?", ".+?", "[ab]", "(?i)k", "a.*", "(.*)", "(a|b|)", "b$", "^a"];
    for _ in 0..1000 {
        tally.compare(&dice.pattern(&atoms, &["?", "??", "{1}", "{0,1}"], 2), &texts);
    }
    assert!(tally.planned > 300, "{tally:?}");
    let atoms = [
        "a", "b", "ab", "é", ".", "[^a]", "[ab]*?", ".*", r"\pL+", "(?i)k", "^", "$", r"\b", "a)|(?:b", "()",
    ];
    let repetitions = ["*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}?", "{0}"];
    for _ in 0..1000 {
        let pattern = dice.pattern(&atoms, &repetitions, 3);
        if parse_anchored(&pattern).is_ok() {
            tally.compare(&pattern, &texts);
        }
    }
    assert!(tally.two_pass > 400 && tally.regex > 100, "{tally:?}");
}

#[test]
fn recorded_patterns() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/conformance");
    let mut tally = Tally::default();
    for file in ["regex.jsonl", "regex-basic.jsonl"] {
        for line in fs::read_to_string(format!("{folder}/{file}")).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            if case["ok"] == true {
                let subjects: Vec<String> = serde_json::from_value(case["subjects"].clone()).unwrap();
                tally.compare(case["re"].as_str().unwrap(), &subjects);
            }
        }
    }
    assert!(tally.planned > 300 && tally.two_pass > 1000 && tally.regex > 100, "{tally:?}");
}

#[test]
fn every_match_is_replaced() {
    let replaced = |pattern: &str, text: &str, template: &str| {
        let matcher = Matcher::new(Arc::new(parse_anchored(pattern).unwrap())).unwrap();
        let mut out = String::new();
        matcher.replace_all(text, &Template::parse(template), &mut Captures::new(), &mut out);
        out
    };
    assert_eq!(replaced("a(.*)", "abc", "<$1>"), "<bc>");
    assert_eq!(replaced("b(.*)", "abc", "<$1>"), "abc");
    assert_eq!(replaced("(.*)", "", "<$1>"), "<>");
    // The first alternative is held at the start only, the last at the end only, the middle one nowhere.
    assert_eq!(replaced("a)|x(y)|(?:b", "axyaxyb", "<$1>"), "<><y>a<y><>");
    assert_eq!(replaced(")|x*|(?:y", "axxb", "-"), "-a-b-");
    assert_eq!(replaced(")|x*|(?:y", "éxé", "-"), "-é-é-");
}

#[test]
fn matchers_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let matcher = Matcher::new(Arc::new(parse_anchored(r"\bx").unwrap())).unwrap();
    shared(&matcher);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(matcher.is_match("x")));
        }
    });
}

#[test]
fn time_does_not_grow_out_of_proportion() {
    let long = 20_000;
    for pattern in [
        "a?".repeat(long),
        format!("(?i){}", "ab1".repeat(long)),
        format!("{}({}z)", "ab".repeat(long), "z|".repeat(long)),
        format!("{}({}z)", "()".repeat(long), "z|".repeat(long)),
        "(a|b)".repeat(long),
        "[ab]".repeat(long),
        "a.*".repeat(long),
        r"\pL".repeat(long),
        "|".repeat(long),
    ] {
        let begun = std::time::Instant::now();
        _ = Matcher::new(Arc::new(parse_anchored(&pattern).unwrap()));
        assert!(begun.elapsed().as_secs() < 5, "{pattern:.20}");
    }
}

#[test]
fn what_is_too_large_is_said() {
    let of = |pattern: &str| Matcher::new(Arc::new(parse_anchored(pattern).unwrap()));
    assert_eq!(of(r"\pL{1000}").unwrap_err(), TooLarge);
    assert_eq!(of(&r"\pL{1,5}x".repeat(100)).unwrap_err(), TooLarge);
    assert!(of(r"\pL{20}").unwrap().is_match("abcdefghijklmnopqrsß"));
    assert!(of(&"[0-9]{1000}".repeat(3)).unwrap().is_match(&"7".repeat(3000)));
    let nested = format!("{}a{}", "(".repeat(998), ")".repeat(998));
    assert!(of(&nested).unwrap().is_match("a"));
}
