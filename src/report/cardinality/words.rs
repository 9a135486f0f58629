//! Numbers and values as they are shown.

use super::model::DumpCardinality;
use crate::cardinality::{Count, MetricLabel, MetricSeries};
use crate::report::words::harmless;

/// Which labels make how many series: `user 1,500 × le 15`, and which come with the values of one before them.
pub(super) fn shape(metric: &MetricSeries) -> String {
    const SHOWN: usize = 4;
    let mut labels: Vec<_> = metric.labels.iter().filter(|label| label.distinct.value > 1).collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.distinct.value));
    let is_unique =
        |label: &MetricLabel| label.distinct.value == metric.series && label.series == metric.series;
    let words = labels.iter().take(SHOWN).enumerate().map(|(at, label)| {
        let mut before = labels[..at].iter();
        let sayer = before.find(|other| is_unique(other) || label.determined_by.contains(&other.label));
        let by = sayer.map_or_else(String::new, |sayer| format!(" (by {})", harmless(&sayer.label)));
        format!("{} {}{by}", harmless(&label.label), grouped(label.distinct))
    });
    let words: Vec<String> = words.collect();
    let more = labels.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" × {more} more") } else { String::new() };
    words.join(" × ") + &more
}

pub(in crate::report) fn quoted(value: &str) -> String {
    format!("{:?}", shortened(value, 40))
}

pub(super) fn shortened(text: &str, width: usize) -> String {
    let text = harmless(text);
    match text.char_indices().nth(width) {
        None => text.into_owned(),
        Some(_) => {
            let end = text.char_indices().nth(width - 1).map_or(text.len(), |(end, _)| end);
            format!("{}…", &text[..end])
        }
    }
}

pub(in crate::report) fn percent(part: u64, whole: u64) -> String {
    let percent = part as f64 * 100.0 / whole.max(1) as f64;
    if percent > 0.0 && percent < 0.5 { "<1 %".to_owned() } else { format!("{percent:.0} %") }
}

/// `12,345`
pub(in crate::report) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

pub(super) fn grouped(count: Count) -> String {
    count.to_string().replace(&count.value.to_string(), &number(count.value))
}

pub(super) fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let mut size = bytes as f64 / 1024.0;
    let mut unit = UNITS[0];
    for next in &UNITS[1..] {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = next;
    }
    if size < 10.0 { format!("{size:.1} {unit}") } else { format!("{size:.0} {unit}") }
}

/// What a dump is called.
pub(super) fn title(dump: &DumpCardinality) -> String {
    if dump.path == "-" { "standard input".to_owned() } else { harmless(&dump.path).into_owned() }
}
