//! Labels and counts in words.

use crate::config::is_legacy_label_name;
use crate::yaml::go_quote;

/// One label: `path="/"`.
pub(super) fn label_line(name: &str, value: &str) -> String {
    if is_legacy_label_name(name) {
        format!("{name}={}", go_quote(value))
    } else {
        format!("{}={}", go_quote(name), go_quote(value))
    }
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
    fn counts_are_told_in_words() {
        assert_eq!(of_all("kept", 0, 1, 1), "it was not kept, expected to be");
        assert_eq!(of_all("dropped", 1, 0, 1), "it was dropped, expected not to be");
        assert_eq!(of_all("kept", 2, 3, 5), "2 of 5 were kept, expected 3");
    }
}
