use std::sync::Arc;

use super::*;
use crate::goregex::generate::{Dice, texts};
use crate::goregex::{Matcher, parse_anchored};

fn language(pattern: &str) -> Language {
    Language::of(&parse_anchored(pattern).unwrap()).unwrap()
}

/// A pattern's language and which of some texts it matches.
struct Known {
    pattern: String,
    matcher: Matcher,
    language: Language,
    matched: Vec<bool>,
}

impl Known {
    fn new(pattern: String, texts: &[String]) -> Self {
        let ast = Arc::new(parse_anchored(&pattern).unwrap());
        let language = Language::of(&ast).unwrap();
        let matcher = Matcher::new(ast).unwrap();
        let matched = texts.iter().map(|text| matcher.is_match(text)).collect();
        Self { pattern, matcher, language, matched }
    }
}

/// Holds an answer against all short texts: `wanted` tells whether one is what the answer's search looked for.
fn assert_answer(question: &str, answer: &Answer, shortest: Option<&str>, wanted: impl Fn(&str) -> bool) {
    match (answer, shortest) {
        (Answer::Yes, found) => assert_eq!(found, None, "{question}"),
        (Answer::No(witness), found) => {
            assert!(wanted(witness), "{question} {witness:?}");
            assert!(
                found.is_none_or(|found| witness.len() <= found.len()),
                "{question} {witness:?} {found:?}"
            );
        }
        (Answer::Unknown, _) => panic!("{question} unknown"),
    }
}

#[test]
fn answers_agree_with_all_short_texts() {
    let atoms = [
        "a",
        "b",
        "ab",
        "é",
        ".",
        "[^a]",
        ".*",
        "[ab]*",
        r"\b",
        r"\B",
        "(?m:^)",
        "(?m:$)",
        r"\n",
        "$",
        "^",
        "a)|(?:b",
        "(?i)a",
        r"\x{D800}",
    ];
    let texts = texts(&['a', 'b', 'é', '\n'], 4);
    let mut dice = Dice::new(7);
    let patterns: Vec<Known> = (0..120)
        .map(|_| dice.pattern(&atoms, &["*", "+", "?", "{2}", "{0}"], 2))
        .filter(|pattern| parse_anchored(pattern).is_ok())
        .map(|pattern| Known::new(pattern, &texts))
        .collect();
    let shortest = |wanted: &dyn Fn(usize) -> bool| {
        (0..texts.len()).filter(|&at| wanted(at)).map(|at| texts[at].as_str()).min_by_key(|text| text.len())
    };
    for (at, one) in patterns.iter().enumerate() {
        let matches = |text: &str| one.matcher.is_match(text);
        let question = format!("{:?} empty?", one.pattern);
        assert_answer(&question, &one.language.is_empty(), shortest(&|at| one.matched[at]), matches);
        let question = format!("{:?} everything?", one.pattern);
        let answer = one.language.matches_everything();
        assert_answer(&question, &answer, shortest(&|at| !one.matched[at]), |text| !matches(text));
        for other in patterns.iter().skip(at % 7).step_by(7) {
            let also = |text: &str| other.matcher.is_match(text);
            let question = format!("{:?} and {:?} disjoint?", one.pattern, other.pattern);
            let found = shortest(&|at| one.matched[at] && other.matched[at]);
            let answer = one.language.is_disjoint_from(&other.language);
            assert_answer(&question, &answer, found, |text| matches(text) && also(text));
            let question = format!("{:?} within {:?}?", one.pattern, other.pattern);
            let found = shortest(&|at| one.matched[at] && !other.matched[at]);
            let answer = one.language.is_subset_of(&other.language);
            assert_answer(&question, &answer, found, |text| matches(text) && !also(text));
        }
    }
}

#[test]
fn examples_are_short_and_readable() {
    for (pattern, example) in [
        ("", ""),
        (".*", ""),
        (".+", "a"),
        ("[^a]", "b"),
        (r"\W", "-"),
        (r"\d{3}-x", "000-x"),
        ("(foo|ba)r", "bar"),
        ("[A-Z]+", "A"),
        ("[^[:ascii:]]", "à"),
        (r"\p{Greek}", "Ͱ"),
        ("(?i)ROUTE", "route"),
        (r".\b.", "a-"),
        ("a)|(?:b", "a"),
    ] {
        assert_eq!(language(pattern).example().as_deref(), Some(example), "{pattern}");
    }
    for pattern in ["a$b", r"\x{D800}", r"[^\x00-\x{10FFFF}]", r"a\bb"] {
        assert_eq!(language(pattern).example(), None, "{pattern}");
        assert_eq!(language(pattern).is_empty(), Answer::Yes, "{pattern}");
    }
}

#[test]
fn several_patterns_together() {
    let [all, go, process, rest] = ["(go|process)_.*", "go_.*", "process_.*", "process_cpu.*"].map(language);
    assert_eq!(Language::search(&[&all], &[&go, &process]), Search::Nothing);
    assert_eq!(Language::search(&[&all], &[&go, &rest]), Search::Found("process_".to_owned()));
    assert_eq!(Language::search(&[], &[]), Search::Found(String::new()));
    assert_eq!(all.contains(&go), Answer::Yes);
    assert_eq!(language("(.*)").matches_everything(), Answer::Yes);
    assert_eq!(language(".+").matches_everything(), Answer::No(String::new()));
    assert_eq!(language("a*|[^a].*|a.*").matches_everything(), Answer::Yes);
    assert_eq!(language("(?-s).*").matches_everything(), Answer::No("\n".to_owned()));
}

#[test]
fn what_is_too_large_is_unknown() {
    let [hard, hard_too] = ["(a|b)*a(a|b){20}", "(a|b)*b(a|b){20}"].map(language);
    assert_eq!(hard.is_subset_of(&hard), Answer::Unknown);
    assert_eq!(hard_too.is_subset_of(&hard), Answer::Unknown);
    // One state of each is enough to tell what they share.
    assert_eq!(hard.is_disjoint_from(&hard_too), Answer::Yes);
    assert!(Language::of(&parse_anchored(r"\pL{1000}").unwrap()).is_none());
    let sums: Vec<String> = (0..40).map(|at| format!(".*x{at}.*y{at}.*")).collect();
    assert_eq!(language(&sums.join("|")).is_subset_of(&language("[a-w].*")), Answer::No("x0y0".to_owned()));
    assert_eq!(language(".*").is_subset_of(&language(&sums.join("|"))), Answer::No(String::new()));
}

#[test]
fn answers_are_never_late() {
    let repeated = |part: &str, times: usize| part.repeat(times);
    for pattern in [
        repeated("a?", 5000),
        repeated("(a|ab)*", 3000),
        repeated(".*a", 2000),
        repeated("a.{0,50}|", 500),
        repeated("(?:.*x.*y.*|a)", 100),
        repeated(r"\b.*\B(?m:^|$)", 200),
        repeated(r"(\pL|\pN)*", 20),
    ] {
        let Some(language) = Language::of(&parse_anchored(&pattern).unwrap()) else { continue };
        let begun = std::time::Instant::now();
        _ = language.is_empty();
        _ = language.matches_everything();
        _ = language.is_subset_of(&language);
        _ = language.is_disjoint_from(&language);
        assert!(begun.elapsed().as_secs() < 20, "{pattern:.20}");
    }
}
