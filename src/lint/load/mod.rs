//! Prometheus's own objections as findings, in our words: headline, place, what Prometheus says, what to write instead.

mod choice;
mod decode;
mod duration;
mod fixed_words;
mod key;
mod mend;
mod refusal;
mod refusal_words;
mod shown;
mod size;
mod syntax;
mod undecodable;
mod value;
mod wrong_type;

pub(crate) use decode::Decoding;
pub(crate) use mend::Mending;
pub(crate) use refusal::refusal_finding;
pub(crate) use syntax::syntax_finding;

use crate::finding::{Finding, Severity};
use crate::source::Span;

/// What is said of one objection.
struct Words {
    headline: String,
    label: String,
    help: String,
}

impl Words {
    fn new(headline: impl Into<String>, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self { headline: headline.into(), label: label.into(), help: help.into() }
    }

    fn finding(self, rule: &'static str, span: Span, prometheus: &str) -> Finding {
        Finding::new(rule, Severity::Error, span, self.headline)
            .with_label(self.label)
            .with_note(refused(prometheus))
            .with_help(self.help)
    }
}

/// The longest headline.
const LONGEST: usize = 80;

/// Texts of Prometheus above this length are not repeated: they hold a value that is as long.
const LONG_TEXT: usize = 600;

/// What Prometheus does with a file it objects to.
fn refused(prometheus: &str) -> String {
    if prometheus.starts_with("panic:") {
        return "Prometheus crashes when it reads this".to_owned();
    }
    if prometheus.len() > LONG_TEXT {
        return "Prometheus does not start with it".to_owned();
    }
    format!("Prometheus does not start with it: {}", prometheus.replace('\n', "; "))
}

/// Words of a list for a sentence: `a`, `b` or `c`.
fn alternatives(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
        None => String::new(),
    }
}
