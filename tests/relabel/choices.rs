//! Generated rules and label sets, by a seed or by the bytes of a fuzzer.

use std::collections::BTreeMap;

use super::naive::Rule;

/// Choices made by bytes, and by numbers that look random once there are no more (splitmix64).
pub(crate) struct Choices<'b> {
    bytes: &'b [u8],
    state: u64,
}

impl<'b> Choices<'b> {
    /// Choices made by bytes first.
    pub(crate) fn new(bytes: &'b [u8], seed: u64) -> Self {
        Self { bytes, state: seed }
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        if let Some((&first, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return usize::from(first) % end;
        }
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
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

/// A rule that Prometheus takes.
pub(crate) fn rule(choices: &mut Choices<'_>) -> Rule {
    let action = choices.of(ACTIONS);
    let mut rule = Rule { action, ..Rule::default() };
    if !matches!(action, "labelmap" | "labeldrop" | "labelkeep") {
        rule.source_labels = (0..choices.below(4)).map(|_| choices.of(NAMES).to_owned()).collect();
    }
    if !matches!(action, "keepequal" | "dropequal") {
        rule.regex = choices.maybe(|choices| choices.of(PATTERNS).to_owned());
    }
    match action {
        "replace" => {
            rule.separator = choices.maybe(|choices| choices.of(&["", "-", ";"]).to_owned());
            rule.target_label = Some(choices.of(&["a", "b", "c", "a$1", "${1}", "$0"]).to_owned());
            rule.replacement = choices.maybe(|choices| choices.of(TEMPLATES).to_owned());
        }
        "labelmap" => rule.replacement = Some(choices.of(&["$1", "c", "a$1", "x_$0"]).to_owned()),
        "hashmod" => rule.modulus = Some(1 + choices.below(5) as u64),
        _ => {}
    }
    if matches!(action, "keepequal" | "dropequal" | "hashmod" | "lowercase" | "uppercase") {
        rule.target_label = Some(choices.of(NAMES).to_owned());
    }
    rule
}

/// A label set.
pub(crate) fn labels(choices: &mut Choices<'_>) -> BTreeMap<String, String> {
    (0..choices.below(6)).map(|_| (choices.of(NAMES).to_owned(), choices.of(VALUES).to_owned())).collect()
}
