//! Relabeling once more, in the plainest way, to compare the real one with: Rust's regular expressions, lists of labels.
//! For patterns that mean the same to Go and Rust.

use std::cell::RefCell;
use std::collections::BTreeMap;

use md5::{Digest, Md5};
use regex::{Captures, Regex};

/// A rule, as it would be written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rule {
    pub(crate) action: &'static str,
    pub(crate) source_labels: Vec<String>,
    pub(crate) separator: Option<String>,
    pub(crate) regex: Option<String>,
    pub(crate) modulus: Option<u64>,
    pub(crate) target_label: Option<String>,
    pub(crate) replacement: Option<String>,
}

impl Rule {
    /// The rule as JSON, which is YAML.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let mut rule = serde_json::Map::new();
        rule.insert("action".into(), self.action.into());
        if !self.source_labels.is_empty() {
            rule.insert("source_labels".into(), self.source_labels.clone().into());
        }
        let texts = [
            ("separator", &self.separator),
            ("regex", &self.regex),
            ("target_label", &self.target_label),
            ("replacement", &self.replacement),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                rule.insert(key.into(), text.as_str().into());
            }
        }
        if let Some(modulus) = self.modulus {
            rule.insert("modulus".into(), modulus.into());
        }
        rule.into()
    }
}

/// Labels as Prometheus's builder holds them: what there was, and what has been set and removed since.
struct Builder {
    base: BTreeMap<String, String>,
    removed: Vec<String>,
    added: Vec<(String, String)>,
}

impl Builder {
    fn get(&self, name: &str) -> String {
        if let Some((_, value)) = self.added.iter().find(|(added, _)| added == name) {
            return value.clone();
        }
        if self.removed.iter().any(|removed| removed == name) {
            return String::new();
        }
        self.base.get(name).cloned().unwrap_or_default()
    }

    fn set(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            self.added.retain(|(added, _)| added != name);
            self.removed.push(name.to_owned());
        } else if let Some(at) = self.added.iter().position(|(added, _)| added == name) {
            self.added[at].1 = value.to_owned();
        } else {
            self.added.push((name.to_owned(), value.to_owned()));
        }
    }

    fn all(&self) -> Vec<(String, String)> {
        let is_touched =
            |name: &String| self.removed.contains(name) || self.added.iter().any(|(added, _)| added == name);
        let base = self.base.iter().filter(|(name, _)| !is_touched(name));
        let base = base.map(|(name, value)| (name.clone(), value.clone()));
        base.chain(self.added.iter().cloned()).collect()
    }
}

/// The labels behind all rules, or before the rule that drops them and that rule's number.
pub(crate) fn run(
    rules: &[Rule],
    labels: &BTreeMap<String, String>,
) -> (BTreeMap<String, String>, Option<usize>) {
    let base = labels.iter().filter(|(_, value)| !value.is_empty());
    let base = base.map(|(name, value)| (name.clone(), value.clone())).collect();
    let mut builder = Builder { base, removed: Vec::new(), added: Vec::new() };
    for (at, rule) in rules.iter().enumerate() {
        if !step(rule, &mut builder) {
            return (builder.all().into_iter().collect(), Some(at));
        }
    }
    (builder.all().into_iter().collect(), None)
}

/// False if the labels are dropped.
fn step(rule: &Rule, builder: &mut Builder) -> bool {
    let values: Vec<String> = rule.source_labels.iter().map(|name| builder.get(name)).collect();
    let value = values.join(rule.separator.as_deref().unwrap_or(";"));
    let regex = compiled(rule.regex.as_deref().unwrap_or("(.*)"));
    let replacement = rule.replacement.as_deref().unwrap_or("$1");
    let target = rule.target_label.as_deref().unwrap_or_default();
    match rule.action {
        "keep" => return regex.is_match(&value),
        "drop" => return !regex.is_match(&value),
        "keepequal" => return builder.get(target) == value,
        "dropequal" => return builder.get(target) != value,
        "replace" => {
            if let Some(captures) = regex.captures(&value) {
                let target = expand(target, &captures);
                if !target.is_empty() {
                    builder.set(&target, &expand(replacement, &captures));
                }
            }
        }
        "hashmod" => {
            let hash: [u8; 16] = Md5::digest(value.as_bytes()).into();
            let number = u64::from_be_bytes(hash[8..].try_into().expect("8 bytes"));
            builder.set(target, &(number % rule.modulus.unwrap_or(1)).to_string());
        }
        "lowercase" => builder.set(target, &value.to_ascii_lowercase()),
        "uppercase" => builder.set(target, &value.to_ascii_uppercase()),
        "labelmap" => {
            for (name, value) in builder.all() {
                if let Some(captures) = regex.captures(&name) {
                    builder.set(&expand(replacement, &captures), &value);
                }
            }
        }
        "labeldrop" | "labelkeep" => {
            for (name, _) in builder.all() {
                if regex.is_match(&name) == (rule.action == "labeldrop") {
                    builder.set(&name, "");
                }
            }
        }
        other => unreachable!("{other}"),
    }
    true
}

/// Compiling takes longer than all the rest, and the same patterns come again and again.
fn compiled(pattern: &str) -> Regex {
    thread_local!(static KNOWN: RefCell<BTreeMap<String, Regex>> = RefCell::default());
    KNOWN.with_borrow_mut(|known| {
        let new = || Regex::new(&format!("^(?s:{pattern})$")).expect("a pattern that Rust takes");
        known.entry(pattern.to_owned()).or_insert_with(new).clone()
    })
}

/// Fills in `$1`, `${1}`, `$name` and `$$`; anything else behind a dollar leaves it as it is.
fn expand(template: &str, captures: &Captures<'_>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('$') {
        out += before;
        if let Some(behind) = behind.strip_prefix('$') {
            out.push('$');
            rest = behind;
            continue;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (name, behind_name) = match behind.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some((name, behind)) => (name, behind),
            None => behind.split_at(behind.find(|c| !is_word(c)).unwrap_or(behind.len())),
        };
        if name.is_empty() || !name.chars().all(is_word) {
            out.push('$');
            rest = behind;
            continue;
        }
        let is_number =
            name.bytes().all(|byte| byte.is_ascii_digit()) && (name == "0" || !name.starts_with('0'));
        let group = match name.parse::<usize>() {
            Ok(number) if is_number => captures.get(number),
            _ => captures.name(name),
        };
        out += group.map_or("", |group| group.as_str());
        rest = behind_name;
    }
    out + rest
}
