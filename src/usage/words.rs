//! The words of a query that cannot be read: whatever it could name.

use super::need::{Need, Needs};
use super::template::{Piece, Variables, pieces};
use crate::goregex::escaped;

/// Everything that a text could name. Where it asks for names by a condition of its own, that is every metric.
pub(super) fn needs_of_words(text: &str, variables: &Variables) -> Needs {
    let mut needs = Needs::default();
    if text.contains("__name__") {
        needs.metrics.push(Need::all());
    }
    let pieces = pieces(text);
    let (mut word, mut place) = (Word::default(), Place::default());
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => {
                for c in text.chars() {
                    // A metric of UTF-8 may have any character but quotes.
                    if c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '-') {
                        word.text(c);
                    } else {
                        word.end(&mut needs);
                    }
                    place.pass(c);
                }
            }
            Piece::Variable(name) => {
                let next = match pieces.get(at + 1) {
                    Some(Piece::Text(next)) => next.trim_start(),
                    _ => "",
                };
                let is_other = place.has_no_metrics() || next.starts_with('(') || name.starts_with("__");
                word.variable(variables.get(*name), is_other);
            }
        }
    }
    word.end(&mut needs);
    needs
}

/// Where in a query something stands.
#[derive(Default)]
struct Place {
    quote: Option<char>,
    is_escaped: bool,
    brackets: u32,
    braces: u32,
}

impl Place {
    fn pass(&mut self, c: char) {
        match (self.quote, c) {
            (Some(_), _) if self.is_escaped => self.is_escaped = false,
            (Some('"' | '\''), '\\') => self.is_escaped = true,
            (Some(quote), c) if quote == c => self.quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => self.quote = Some(c),
            (None, '[') => self.brackets += 1,
            (None, ']') => self.brackets = self.brackets.saturating_sub(1),
            (None, '{') => self.braces += 1,
            (None, '}') => self.braces = self.braces.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether no metric's name stands here, unless more than a variable does: in matchers and durations.
    fn has_no_metrics(&self) -> bool {
        self.quote.is_some() || self.brackets > 0 || self.braces > 0
    }
}

/// A word as it is read.
#[derive(Default)]
struct Word {
    plain: String,
    regex: String,
    has_variable: bool,
    /// Whether nothing but a variable was read that names no metric: a function, a duration.
    is_other: bool,
}

impl Word {
    fn text(&mut self, c: char) {
        self.plain.push(c);
        self.regex.push_str(&escaped(c.encode_utf8(&mut [0; 4])));
    }

    fn variable(&mut self, values: Option<&Vec<String>>, is_other: bool) {
        self.has_variable = true;
        self.is_other |= is_other;
        match values {
            Some(values) => {
                let values: Vec<String> = values.iter().map(|value| escaped(value)).collect();
                self.regex += &format!("({})", values.join("|"));
            }
            None => self.regex += ".*",
        }
    }

    fn end(&mut self, needs: &mut Needs) {
        let Self { plain, regex, has_variable, is_other } = std::mem::take(self);
        match has_variable {
            true if !is_other || !plain.is_empty() => needs.metrics.push(Need::matching(&regex)),
            true => {}
            false if plain.is_empty() => {}
            false => {
                // `a-b` may be a difference, and `a.b` a name.
                for part in plain.split(['-', '.']).filter(|part| !part.is_empty()) {
                    needs.metrics.push(Need::name(part));
                    needs.labels.insert(part.to_owned());
                }
                if plain.contains(['-', '.']) {
                    needs.metrics.push(Need::name(&plain));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_could_be_named_is_read() {
        let variables: Variables = [("what".to_owned(), vec!["in".to_owned(), "out".to_owned()])].into();
        for (text, named, not_named) in [
            ("a_total / b_$x_total", &["a_total", "b_7_total"][..], &["c"][..]),
            ("b_${x}_total", &["b_7_total"], &["b_total"]),
            ("b_${what}_total", &["b_in_total"], &["b_7_total"]),
            ("rate(a{job=\"$job\"}[$__rate_interval]) !!", &["a"], &["b"]),
            ("$f(rate(a[${range}])) by !!", &["a"], &["b"]),
            ("sum($metric) !!", &["b"], &[]),
            ("{__name__=~\"b.*\"} !!", &["anything"], &[]),
            ("{\"http.server\"} - a-b !!", &["http.server", "a", "b"], &["c"]),
        ] {
            let needs = needs_of_words(text, &variables);
            let is_named = |name: &&str| needs.metrics.iter().any(|need| need.is_met(name, |_| false));
            assert!(named.iter().all(&is_named), "{text}");
            assert!(!not_named.iter().any(is_named), "{text}");
        }
    }
}
