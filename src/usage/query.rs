//! Queries in PromQL.

use promql_parser::label::{MatchOp, Matcher, Matchers};
use promql_parser::parser::{Expr, LabelModifier, VectorSelector, parse};

use super::need::{NameIs, Need, Needs};
use super::template::{Piece, STAND_IN, Variables, as_regex, pieces, stand_in};
use super::words::needs_of_words;
use crate::goregex::escaped;

/// What a query reads.
pub(super) struct Read {
    pub(super) needs: Needs,
    /// Whether it could not be read as PromQL, so that it reads whatever it could name.
    pub(super) is_guessed: bool,
}

/// Longer and more deeply nested queries are not parsed, whose tree would be too deep.
const LONGEST: usize = 8 << 10;
const MOST_OPERATORS: usize = 1000;
/// How often a query is read with other things in the place of its variables.
const MOST_ATTEMPTS: usize = 64;

/// What a query reads.
pub(super) fn read(text: &str, variables: &Variables) -> Read {
    let operators = text.bytes().filter(|byte| b"-+*/%^({[".contains(byte)).count();
    if text.len() <= LONGEST && operators <= MOST_OPERATORS {
        let draft = Draft::of(text, variables);
        if let Some(expression) = draft.attempts().find_map(|query| parse(&query).ok()) {
            return Read { needs: needs_of(&expression, &draft.values), is_guessed: false };
        }
    }
    Read { needs: needs_of_words(text, variables), is_guessed: true }
}

/// A query with places for what its variables may be.
struct Draft<'t> {
    parts: Vec<Part<'t>>,
    /// The values of its variables, where they are known.
    values: Vec<Option<Vec<String>>>,
}

enum Part<'t> {
    Text(&'t str),
    /// What may stand in the place of a variable, the likeliest first.
    Any(Vec<String>),
}

impl<'t> Draft<'t> {
    fn of(text: &'t str, variables: &Variables) -> Self {
        let pieces = pieces(text);
        let mut draft = Self { parts: Vec::new(), values: Vec::new() };
        let mut place = Surroundings::default();
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => {
                    place.pass(text);
                    draft.parts.push(Part::Text(text));
                }
                Piece::Variable(name) => {
                    let next = match pieces.get(at + 1) {
                        Some(Piece::Text(next)) => next,
                        _ => "",
                    };
                    let values = variables.get(*name).cloned();
                    let choices = choices(name, values.as_deref(), &place, next, draft.values.len());
                    draft.values.push(values);
                    draft.parts.push(Part::Any(choices));
                    place.pass("x");
                }
            }
        }
        draft
    }

    /// The query with the likeliest in all places, then with something else in one of them, then in two.
    fn attempts(&self) -> impl Iterator<Item = String> {
        let others: Vec<(usize, usize)> = self
            .parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| match part {
                Part::Any(choices) => Some((1..choices.len()).map(move |choice| (at, choice))),
                Part::Text(_) => None,
            })
            .flatten()
            .collect();
        let pairs: Vec<[(usize, usize); 2]> = others
            .iter()
            .enumerate()
            .flat_map(|(at, &one)| others[at + 1..].iter().map(move |&other| [one, other]))
            .filter(|[one, other]| one.0 != other.0)
            .take(MOST_ATTEMPTS)
            .collect();
        let single = others.into_iter().map(|other| vec![other]);
        let chosen = std::iter::once(Vec::new()).chain(single).chain(pairs.into_iter().map(Vec::from));
        chosen.take(MOST_ATTEMPTS).map(|chosen| self.with(&chosen))
    }

    fn with(&self, chosen: &[(usize, usize)]) -> String {
        let text = |(at, part): (usize, &Part<'_>)| match part {
            Part::Text(text) => (*text).to_owned(),
            Part::Any(choices) => {
                let choice = chosen.iter().find(|(other, _)| *other == at).map_or(0, |(_, choice)| *choice);
                choices[choice].clone()
            }
        };
        self.parts.iter().enumerate().map(text).collect()
    }
}

/// What stands around a variable.
#[derive(Default)]
struct Surroundings {
    quote: Option<char>,
    brackets: u32,
    is_in_braces: bool,
    last_word: String,
}

impl Surroundings {
    fn pass(&mut self, text: &str) {
        let mut is_escaped = false;
        for c in text.chars() {
            match self.quote {
                Some(_) if is_escaped => is_escaped = false,
                Some('"' | '\'') if c == '\\' => is_escaped = true,
                Some(quote) if quote == c => self.quote = None,
                Some(_) => {}
                None => match c {
                    '"' | '\'' | '`' => self.quote = Some(c),
                    '[' => self.brackets += 1,
                    ']' => self.brackets = self.brackets.saturating_sub(1),
                    '{' => self.is_in_braces = true,
                    '}' => self.is_in_braces = false,
                    _ => {}
                },
            }
            match c {
                c if c.is_alphanumeric() => self.last_word.push(c),
                c if c.is_whitespace() => {}
                _ => self.last_word.clear(),
            }
        }
    }
}

/// What may stand in the place of a variable.
fn choices(
    name: &str,
    values: Option<&[String]>,
    place: &Surroundings,
    next: &str,
    number: usize,
) -> Vec<String> {
    const DURATION: &str = "5m";
    const NUMBER: &str = "5";
    let name_or_regex = stand_in(number);
    let is_duration = matches!(name, "__rate_interval" | "__interval" | "__range")
        || place.brackets > 0
        || place.last_word.ends_with("offset");
    let is_number = matches!(name, "__interval_ms" | "__range_s" | "__range_ms" | "__from" | "__to")
        || values.is_some_and(|values| values.iter().all(|value| value.trim().parse::<f64>().is_ok()));
    let is_unit = next.starts_with(['s', 'm', 'h', 'd', 'w', 'y']);
    let follows = next.trim_start();
    let is_called = follows.starts_with('(') || follows.starts_with("by") || follows.starts_with("without");
    let some = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    if place.quote.is_some() {
        return vec![name_or_regex];
    }
    match () {
        () if is_duration && is_unit => some(&[NUMBER]),
        () if is_duration => some(&[DURATION, NUMBER]),
        () if is_number => some(&[NUMBER]),
        () if is_called => vec!["sum".to_owned(), "rate".to_owned(), name_or_regex],
        () if place.is_in_braces => vec![format!("{name_or_regex}=\"\""), name_or_regex],
        () => vec![name_or_regex, NUMBER.to_owned(), DURATION.to_owned()],
    }
}

/// Goes through a tree without calling itself.
fn needs_of(expression: &Expr, values: &[Option<Vec<String>>]) -> Needs {
    let mut needs = Needs::default();
    let mut left = vec![expression];
    while let Some(expression) = left.pop() {
        match expression {
            Expr::Aggregate(it) => {
                left.push(&it.expr);
                left.extend(it.param.as_deref());
                add_labels(it.modifier.as_ref(), &mut needs);
            }
            Expr::Unary(it) => left.push(&it.expr),
            Expr::Binary(it) => {
                left.extend([&*it.lhs, &*it.rhs]);
                if let Some(modifier) = &it.modifier {
                    add_labels(modifier.matching.as_ref(), &mut needs);
                    needs.labels.extend(modifier.card.labels().into_iter().flat_map(|it| it.labels.clone()));
                }
            }
            Expr::Paren(it) => left.push(&it.expr),
            Expr::Subquery(it) => left.push(&it.expr),
            Expr::Call(it) => left.extend(it.args.args.iter().map(|argument| &**argument)),
            // Functions such as `label_replace` name labels so.
            Expr::StringLiteral(it) => _ = needs.labels.insert(it.val.clone()),
            Expr::VectorSelector(it) => add_selector(it, values, &mut needs),
            Expr::MatrixSelector(it) => add_selector(&it.vs, values, &mut needs),
            Expr::NumberLiteral(_) | Expr::Extension(_) => {}
        }
    }
    needs
}

fn add_labels(modifier: Option<&LabelModifier>, needs: &mut Needs) {
    needs.labels.extend(modifier.into_iter().flat_map(|it| it.labels().labels.clone()));
}

fn add_selector(selector: &VectorSelector, values: &[Option<Vec<String>>], needs: &mut Needs) {
    let Matchers { matchers, or_matchers } = &selector.matchers;
    let alternatives: Vec<&[Matcher]> = match &or_matchers[..] {
        [] => vec![matchers],
        some => some.iter().map(|some| &some[..]).collect(),
    };
    for matchers in alternatives {
        let named = selector.name.iter().filter_map(|name| name_is(name, values));
        let matching = matchers.iter().filter(|it| it.name == "__name__");
        let conditions = named.chain(matching.filter_map(|matcher| condition(matcher, values)));
        needs.metrics.push(Need::Named(conditions.collect()));
        needs.labels.extend(matchers.iter().map(|matcher| matcher.name.clone()));
    }
}

fn name_is(name: &str, values: &[Option<Vec<String>>]) -> Option<NameIs> {
    match as_regex(name, values, escaped) {
        Some(regex) => NameIs::matching(&regex),
        None => Some(NameIs::Equal(name.to_owned())),
    }
}

/// A condition on the name; nothing where it cannot be told, so that more is kept.
fn condition(matcher: &Matcher, values: &[Option<Vec<String>>]) -> Option<NameIs> {
    let value = &matcher.value;
    let has_variable = value.contains(STAND_IN);
    match &matcher.op {
        MatchOp::Equal => name_is(value, values),
        MatchOp::NotEqual => (!has_variable).then(|| NameIs::NotEqual(value.clone())),
        MatchOp::Re(_) => {
            NameIs::matching(&as_regex(value, values, str::to_owned).unwrap_or_else(|| value.clone()))
        }
        MatchOp::NotRe(_) if has_variable => None,
        MatchOp::NotRe(_) => NameIs::not_matching(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let known = [("limit", vec!["5", "10"]), ("what", vec!["in", "out"])];
        let owned = |(name, values): (&str, Vec<&str>)| {
            (name.to_owned(), values.into_iter().map(str::to_owned).collect())
        };
        known.map(owned).into()
    }

    #[test]
    fn queries_of_dashboards_are_read() {
        for (query, named, not_named) in [
            ("sum by (job) (rate(a_total{job=~\"$job\"}[$__rate_interval]))", &["a_total"][..], &["b"][..]),
            ("increase(a[$__range]) / $__range_s + a offset $shift", &["a"], &["b"]),
            ("rate(a[${window}s:[[step]]])", &["a"], &["b"]),
            ("topk($n, a) > $limit", &["a"], &["b"]),
            ("$agg(a) by ($by)", &["a"], &["b"]),
            ("$f(a[5m])", &["a"], &["b"]),
            ("a{$filter, b=\"c\"}", &["a"], &["b"]),
            ("a{$label=\"x\"}", &["a"], &["b"]),
            ("a_${what}_total", &["a_in_total", "a_out_total"], &["a_x_total", "a_total"]),
            ("a_${x}_total", &["a_y_total"], &["b_y_total"]),
            ("sum($metric)", &["a", "b"], &[]),
            ("topk($n, $metric)", &["a", "b"], &[]),
            ("{__name__=~\"a_.*|b\", __name__!=\"a_c\"}", &["a_b", "b"], &["a_c", "c"]),
            ("{__name__=~\"a_[[x]]\"}", &["a_b"], &["b"]),
            ("{__name__=~\"a_$what\"}", &["a_in"], &["a_b"]),
            ("{job=\"x\"}", &["a"], &[]),
            ("a{b=\"1\" or c=\"2\"}", &["a"], &["b"]),
            ("{\"http.server\"}", &["http.server"], &["http_server"]),
            ("a * on (x) group_left (y) b # c", &["a", "b"], &["c", "x"]),
            ("histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m])))", &["a_bucket"], &["a_sum"]),
        ] {
            let read = read(query, &variables());
            assert!(!read.is_guessed, "{query}");
            let is_named = |name: &&str| read.needs.metrics.iter().any(|need| need.is_met(name, |_| false));
            assert!(named.iter().all(&is_named), "{query}");
            assert!(!not_named.iter().any(is_named), "{query}");
        }
    }

    #[test]
    fn labels_are_noted() {
        let query = "sum by (a) (x{b=\"1\"}) / on (c) group_left (d) label_replace(y, \"e\", \"$1\", \"f\", \"(.*)\")";
        let labels = read(query, &Variables::new()).needs.labels;
        for label in ["a", "b", "c", "d", "e", "f"] {
            assert!(labels.contains(label), "{label} of {labels:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_guessed() {
        let long = format!("a + {}", "b + ".repeat(5000));
        let deep = format!("{}a{}", "(".repeat(3000), ")".repeat(3000));
        for query in ["a +", "sum(a", "a b", &long, &deep, "topk($n, x, $m, $o) $p"] {
            let read = read(query, &variables());
            assert!(read.is_guessed, "{query}");
            assert!(
                query.starts_with("topk") || read.needs.metrics.iter().any(|it| it.is_met("a", |_| false))
            );
        }
    }
}
