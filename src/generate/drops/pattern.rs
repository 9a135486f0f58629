//! Regexes that match some names and no others.

use std::collections::BTreeMap;

use crate::goregex::escaped;

/// A regex, as Prometheus anchors it, for just these names: factored at `_` where that makes it a good deal shorter.
pub(super) fn exactly(names: &[&str]) -> String {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    let plain = names.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("|");
    let factored = factored(&names);
    if factored.len() * 5 <= plain.len() * 4 { factored } else { plain }
}

/// A regex for all names that begin so.
pub(super) fn beginning(prefix: &str) -> String {
    format!("{}.*", escaped(prefix))
}

/// What all have in common in front or at the end is written once; so is what some begin with.
fn factored(names: &[&str]) -> String {
    let suffix = common_suffix(names);
    let heads: Vec<&str> = names.iter().map(|name| &name[..name.len() - suffix.len()]).collect();
    let heads = if suffix.is_empty() { names } else { &heads[..] };
    let inner = alternatives(heads, 0);
    match suffix {
        "" => inner,
        _ if heads.len() == 1 => inner + &escaped(suffix),
        _ => format!("({inner}){}", escaped(suffix)),
    }
}

/// Parentheses within parentheses are hard to read.
const DEEPEST: usize = 2;

fn alternatives(names: &[&str], depth: usize) -> String {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        groups.entry(first_word(name)).or_default().push(name);
    }
    let regex = |group: Vec<&str>| match &group[..] {
        [_, _, ..] if depth < DEEPEST => with_prefix(&group, depth),
        _ => group.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("|"),
    };
    groups.into_values().map(regex).collect::<Vec<_>>().join("|")
}

/// `prefix_(a|b)` for names that begin with the same word.
fn with_prefix(names: &[&str], depth: usize) -> String {
    let prefix = common_prefix(names);
    let rests: Vec<&str> = names.iter().map(|name| &name[prefix.len()..]).collect();
    if prefix.is_empty() || rests.iter().any(|rest| rest.is_empty()) {
        return names.iter().map(|name| escaped(name)).collect::<Vec<_>>().join("|");
    }
    format!("{}({})", escaped(prefix), alternatives(&rests, depth + 1))
}

fn first_word(name: &str) -> &str {
    name.split_inclusive('_').next().unwrap_or(name)
}

/// The longest common beginning that ends with `_`.
fn common_prefix<'n>(names: &[&'n str]) -> &'n str {
    let Some((&first, rest)) = names.split_first() else { return "" };
    let length = rest.iter().fold(first.len(), |length, name| {
        first.bytes().zip(name.bytes()).take(length).take_while(|(a, b)| a == b).count()
    });
    let bytes = &first.as_bytes()[..length];
    bytes.iter().rposition(|&byte| byte == b'_').map_or("", |at| &first[..=at])
}

/// The longest common end that begins with `_` and leaves something of each name.
fn common_suffix<'n>(names: &[&'n str]) -> &'n str {
    let Some((&first, rest)) = names.split_first() else { return "" };
    if rest.is_empty() {
        return "";
    }
    let length = rest.iter().fold(first.len() - 1, |length, name| {
        let same = first.bytes().rev().zip(name.bytes().rev().take(name.len() - 1)).take(length);
        same.take_while(|(a, b)| a == b).count()
    });
    let start = first.len() - length;
    let bytes = &first.as_bytes()[start..];
    bytes.iter().position(|&byte| byte == b'_').map_or("", |at| &first[start + at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goregex::{Matcher, parse_shared};

    #[test]
    fn what_is_common_is_written_once() {
        for (names, regex) in [
            (&["up"][..], "up"),
            (&["a_total", "b_total"], "(a|b)_total"),
            (&["http.server.duration"], r"http\.server\.duration"),
            (
                &["http_requests_created", "http_request_duration_created", "tasks_created"],
                "(http_(request_duration|requests)|tasks)_created",
            ),
            (
                &["latency_seconds_bucket", "latency_seconds_sum", "latency_seconds_count"],
                "latency_seconds_(bucket|count|sum)",
            ),
            (&["process_cpu", "process_cpu_seconds"], "process_cpu|process_cpu_seconds"),
            (
                &["process_open_fds", "process_max_fds", "process_cpu_seconds_total", "python_info"],
                "process_(cpu_seconds_total|max_fds|open_fds)|python_info",
            ),
            (&["naïve_größe", "naïve_zahl_x"], "naïve_größe|naïve_zahl_x"),
        ] {
            assert_eq!(exactly(names), regex);
        }
    }

    #[test]
    fn nothing_else_is_matched() {
        let words = ["a", "b_c", "total", "x.y", "bucket", "c"];
        let mut all = Vec::new();
        for one in words {
            for other in words {
                all.extend([
                    format!("{one}_{other}"),
                    format!("{one}_{other}_{one}"),
                    format!("{other}{one}"),
                ]);
            }
        }
        all.sort();
        all.dedup();
        // Every choice that some arithmetic makes.
        for seed in 1..400usize {
            let is_chosen = |at: usize| (at * seed + at * at) % 7 < 1 + seed % 4;
            let chosen: Vec<&str> =
                all.iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, name)| &**name).collect();
            if chosen.is_empty() {
                continue;
            }
            let regex = exactly(&chosen);
            let matcher = Matcher::new(parse_shared(&regex).unwrap()).unwrap();
            for name in &all {
                assert_eq!(matcher.is_match(name), chosen.contains(&&**name), "{name} and {regex}");
            }
        }
    }
}
