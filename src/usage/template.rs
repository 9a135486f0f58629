//! Variables of Grafana in queries: `$name`, `${name:format}`, `[[name]]`.

use std::collections::BTreeMap;

/// What is known of the variables of a dashboard: the values that are written down in it.
pub(super) type Variables = BTreeMap<String, Vec<String>>;

/// A piece of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// The name of a variable.
    Variable(&'t str),
}

/// The pieces of a query as Grafana sees them.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find(['$', '[']) {
        at += found;
        match variable(&text[at..]) {
            Some((name, length)) => {
                if from < at {
                    pieces.push(Piece::Text(&text[from..at]));
                }
                pieces.push(Piece::Variable(name));
                at += length;
                from = at;
            }
            None => at += 1,
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// The variable that a text begins with, and how long it is.
fn variable(text: &str) -> Option<(&str, usize)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if let Some(rest) = text.strip_prefix("${") {
        let end = rest.find('}')?;
        let name = rest[..end].split(['.', ':']).next().unwrap_or_default();
        return (!name.is_empty() && name.chars().all(is_word)).then_some((name, end + 3));
    }
    if let Some(rest) = text.strip_prefix("[[") {
        let end = rest.find("]]")?;
        let name = rest[..end].split([':', '.']).next().unwrap_or_default();
        return (!name.is_empty() && name.chars().all(is_word)).then_some((name, end + 4));
    }
    let rest = text.strip_prefix('$')?;
    let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
    (end > 0).then(|| (&rest[..end], end + 1))
}

/// What stands for a variable in a name until it is known what the query makes of it.
pub(super) const STAND_IN: &str = "grafana0variable0";

/// The text of a stand-in for the variable of this number.
pub(super) fn stand_in(number: usize) -> String {
    format!("{STAND_IN}{number}end")
}

/// A name or regex with stand-ins as a regex: what may stand there in their place. `text` makes a regex of the rest.
pub(super) fn as_regex(
    word: &str,
    values: &[Option<Vec<String>>],
    text: impl Fn(&str) -> String,
) -> Option<String> {
    let mut parts = word.split(STAND_IN);
    let mut regex = text(parts.next().unwrap_or_default());
    let mut has_any = false;
    for part in parts {
        let (number, rest) = part.split_once("end")?;
        let number: usize = number.parse().ok()?;
        has_any = true;
        match values.get(number).and_then(Option::as_ref) {
            Some(known) => {
                let known: Vec<String> = known.iter().map(|value| crate::goregex::escaped(value)).collect();
                regex += &format!("({})", known.join("|"));
            }
            None => regex += ".*",
        }
        regex += &text(rest);
    }
    has_any.then_some(regex)
}

#[cfg(test)]
mod tests {
    use super::Piece::{Text, Variable};
    use super::*;

    #[test]
    fn variables_are_found_as_grafana_finds_them() {
        for (text, expected) in [
            ("up", vec![Text("up")]),
            ("rate(a[$__rate_interval])", vec![Text("rate(a["), Variable("__rate_interval"), Text("])")]),
            (
                r#"a{b=~"${c:regex}|[[d]]|$"}"#,
                vec![Text(r#"a{b=~""#), Variable("c"), Text("|"), Variable("d"), Text(r#"|$"}"#)],
            ),
            ("x_${y.z:raw}_total", vec![Text("x_"), Variable("y"), Text("_total")]),
            ("a[5m] $ ${ [[", vec![Text("a[5m] $ ${ [[")]),
            ("[[a:csv]]", vec![Variable("a")]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn what_a_variable_may_be_becomes_a_regex() {
        let values = [None, Some(vec!["a.b".to_owned(), "c".to_owned()])];
        let word = format!("x_{}_{}", stand_in(0), stand_in(1));
        assert_eq!(as_regex(&word, &values, str::to_owned).as_deref(), Some(r"x_.*_(a\.b|c)"));
        assert_eq!(as_regex("plain", &values, str::to_owned), None);
    }
}
