//! Label sets and counts in words.

use crate::config::is_legacy_label_name;
use crate::relabel::Labels;
use crate::yaml::go_quote;

const METRIC_NAME: &str = "__name__";

/// A label set as Prometheus shows a series: the metric's name before the braces, where it can stand there.
pub(super) fn named(labels: &Labels) -> String {
    let name = labels.get(METRIC_NAME);
    let is_plain = !name.is_empty() && name.split(':').all(|part| part.is_empty() || is_metric_part(part));
    if !is_plain || name.starts_with(|c: char| c.is_ascii_digit()) {
        return labels.to_string();
    }
    let mut others = labels.clone();
    others.remove(METRIC_NAME);
    if others.is_empty() { name.to_owned() } else { format!("{name}{others}") }
}

fn is_metric_part(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// One label: `path="/"`.
pub(super) fn label_line(name: &str, value: &str) -> String {
    if is_legacy_label_name(name) {
        format!("{name}={}", go_quote(value))
    } else {
        format!("{}={}", go_quote(name), go_quote(value))
    }
}

/// `1 series`, `2 label sets`.
pub(super) fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// How many of all were kept or dropped, and how many should have been.
pub(super) fn of_all(done: &str, got: u64, wanted: u64, all: u64) -> String {
    match (all, got) {
        (1, 0) => format!("it was not {done}, expected to be"),
        (1, _) => format!("it was {done}, expected not to be"),
        (_, 1) => format!("1 of {all} was {done}, expected {wanted}"),
        _ => format!("{got} of {all} were {done}, expected {wanted}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_are_shown_as_prometheus_shows_them() {
        let shown = |labels: &[(&str, &str)]| named(&labels.iter().copied().collect());
        assert_eq!(shown(&[("__name__", "a:b"), ("x", "1")]), r#"a:b{x="1"}"#);
        assert_eq!(shown(&[("__name__", "up")]), "up");
        assert_eq!(shown(&[("__name__", "a.b")]), r#"{__name__="a.b"}"#);
        assert_eq!(shown(&[("__name__", "1a")]), r#"{__name__="1a"}"#);
        assert_eq!(shown(&[("job", "a")]), r#"{job="a"}"#);
    }

    #[test]
    fn counts_are_told_in_words() {
        assert_eq!(of_all("kept", 0, 1, 1), "it was not kept, expected to be");
        assert_eq!(of_all("dropped", 1, 0, 1), "it was dropped, expected not to be");
        assert_eq!(of_all("kept", 2, 3, 5), "2 of 5 were kept, expected 3");
    }
}
