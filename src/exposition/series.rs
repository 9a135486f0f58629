//! Series and labels as people type them.

use super::cursor::{Cursor, Name};
use super::float;
use super::problem::{Problem, shown};
use crate::relabel::Labels;
use crate::source::Span;

const METRIC_NAME: &str = "__name__";

/// Reads one series as it is typed on a command line or copied from a query or a scrape: `up{job="node"}`,
/// `{__name__="up", job="node"}`, `{"my.metric", "a.b"="c"}`. Values stand in double quotes, single quotes or backquotes
/// and have Go's escapes. A sample's value and timestamp may follow, and count for nothing.
///
/// The labels hold the metric's name as `__name__`.
///
/// ```
/// use scrapelint::exposition::parse_series;
///
/// let labels = parse_series(r#"http_requests_total{code="200"}"#).unwrap();
/// assert_eq!(labels.to_string(), r#"{__name__="http_requests_total", code="200"}"#);
/// let problem = parse_series("up{job=~\"node|app\"}").unwrap_err();
/// assert_eq!(problem.message, "a series has one value for each label, given with `=`, not a matcher `=~`");
/// ```
pub fn parse_series(text: &str) -> Result<Labels, Problem> {
    let mut cursor = Cursor::new(text);
    let mut labels = Labels::new();
    cursor.skip_whitespace();
    let start = cursor.at;
    let name = cursor.name(Name::Metric);
    if !name.is_empty() {
        labels.set(METRIC_NAME, name);
        cursor.skip_whitespace();
        if !matches!(cursor.peek(), None | Some(b'{')) && cursor.at == start + name.len() {
            let what = "`{` or the end after the metric's name (other names are written `{\"my.metric\"}`)";
            return Err(Problem::expected(what, text, cursor.at));
        }
    }
    if cursor.take(b'{') {
        cursor.typed_braces(&mut labels)?;
    }
    if !labels.contains(METRIC_NAME) {
        if cursor.at == start {
            return Err(Problem::expected("a metric's name or `{`", text, start));
        }
        let span = Span::new(start, cursor.at);
        return Err(Problem::new(
            span,
            "the series has no name: it stands before `{`, or as `__name__` within",
        ));
    }
    let rest = text[cursor.at..].trim_start();
    let is_value = |word: &str| float::parse(word).is_ok();
    if rest.split_whitespace().count() <= 2 && rest.split_whitespace().all(is_value) {
        return Ok(labels);
    }
    Err(Problem::expected("the end of the series", text, text.len() - rest.len()))
}

/// Reads labels as they are typed on a command line: `job=node,instance=a:9100`. A value reaches up to the next comma, or
/// stands in quotes and has Go's escapes. The whole may stand in braces, as label sets are printed.
///
/// ```
/// use scrapelint::exposition::parse_label_list;
///
/// let labels = parse_label_list(r#"job=node, path="/a,b""#).unwrap();
/// assert_eq!(labels.to_string(), r#"{job="node", path="/a,b"}"#);
/// assert_eq!(parse_label_list(&labels.to_string()).unwrap(), labels);
/// ```
pub fn parse_label_list(text: &str) -> Result<Labels, Problem> {
    let mut cursor = Cursor::new(text);
    let mut labels = Labels::new();
    let mut names = Vec::new();
    cursor.skip_whitespace();
    let is_braced = cursor.take(b'{');
    loop {
        cursor.skip_whitespace();
        let start = cursor.at;
        let is_over = if is_braced { cursor.peek() == Some(b'}') } else { cursor.peek().is_none() };
        if is_over {
            break;
        }
        let name = cursor.typed_name()?;
        cursor.skip_whitespace();
        if !cursor.take(b'=') {
            return Err(Problem::expected("`=` after the label name", text, cursor.at));
        }
        let span = Span::new(start, cursor.at - 1);
        cursor.skip_whitespace();
        let value = match cursor.peek() {
            Some(b'"' | b'\'' | b'`') => cursor.go_quoted()?,
            _ => cursor.bare_value(is_braced),
        };
        names.push((name.clone(), span));
        labels.set(name, value);
        cursor.skip_whitespace();
        if !cursor.take(b',') && !matches!(cursor.peek(), None | Some(b'}')) {
            return Err(Problem::expected("`,` between labels", text, cursor.at));
        }
    }
    if is_braced {
        cursor.take(b'}');
        cursor.skip_whitespace();
    }
    if cursor.peek().is_some() {
        return Err(Problem::expected("the end of the labels", text, cursor.at));
    }
    unrepeated(names)?;
    Ok(labels)
}

/// Complains of the first name that comes a second time.
fn unrepeated(mut names: Vec<(String, Span)>) -> Result<(), Problem> {
    names.sort();
    let repeated = names.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| &pair[1]);
    match repeated.min_by_key(|(_, span)| span.start) {
        Some((name, span)) => Err(Problem::new(*span, format!("the label {} comes twice", shown(name)))),
        None => Ok(()),
    }
}

impl Cursor<'_> {
    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Labels up to the closing brace; the opening one is gone past. A name that is known already is among the labels.
    fn typed_braces(&mut self, labels: &mut Labels) -> Result<(), Problem> {
        let mut names = Vec::new();
        let mut metric = labels.contains(METRIC_NAME);
        loop {
            self.skip_whitespace();
            let start = self.at;
            if self.take(b'}') {
                break;
            }
            let is_quoted = matches!(self.peek(), Some(b'"' | b'\'' | b'`'));
            let name = if is_quoted { self.go_quoted()? } else { self.name(Name::Label).to_owned() };
            if name.is_empty() && !is_quoted {
                return Err(Problem::expected("a label name or `}`", self.text, self.at));
            }
            let span = Span::new(start, self.at);
            self.skip_whitespace();
            let names_metric = is_quoted && matches!(self.peek(), Some(b',' | b'}'));
            let (name, value) = if names_metric {
                (METRIC_NAME.to_owned(), name)
            } else {
                self.equals_sign()?;
                self.skip_whitespace();
                if !matches!(self.peek(), Some(b'"' | b'\'' | b'`')) {
                    return Err(Problem::expected("a label value in quotes", self.text, self.at));
                }
                (name, self.go_quoted()?)
            };
            if name == METRIC_NAME && std::mem::replace(&mut metric, true) {
                let known = labels.get(METRIC_NAME);
                return Err(Problem::new(span, format!("the metric has a name already: {}", shown(known))));
            }
            names.push((name.clone(), span));
            labels.set(name, value);
            self.skip_whitespace();
            if !self.take(b',') && self.peek() != Some(b'}') {
                return Err(Problem::expected("`,` or `}` after the label value", self.text, self.at));
            }
        }
        unrepeated(names)
    }

    fn equals_sign(&mut self) -> Result<(), Problem> {
        let start = self.at;
        for matcher in ["=~", "!=", "!~"] {
            if self.take_text(matcher) {
                let message = format!(
                    "a series has one value for each label, given with `=`, not a matcher `{matcher}`"
                );
                return Err(Problem::new(Span::new(start, self.at), message));
            }
        }
        if self.take(b'=') {
            return Ok(());
        }
        Err(Problem::expected("`=` after the label name", self.text, self.at))
    }

    /// A label's name before `=`: in quotes, or whatever stands there.
    fn typed_name(&mut self) -> Result<String, Problem> {
        if let Some(b'"' | b'\'' | b'`') = self.peek() {
            return self.go_quoted();
        }
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest.find(['=', ',', '{', '}', '"', '\n']).unwrap_or(rest.len());
        let name = rest[..length].trim_end();
        if name.is_empty() {
            return Err(Problem::expected("a label, written name=value", self.text, start));
        }
        self.at += name.len();
        Ok(name.to_owned())
    }

    /// A value without quotes: up to the next comma, or to the brace around all labels.
    fn bare_value(&mut self, is_braced: bool) -> String {
        let rest = &self.text[self.at..];
        let ends: &[char] = if is_braced { &[',', '}'] } else { &[','] };
        let length = rest.find(ends).unwrap_or(rest.len());
        self.at += length;
        rest[..length].trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, parse_label_list, parse_series};
    use crate::relabel::Labels;

    fn told(text: &str, result: Result<Labels, Problem>) -> (String, String) {
        let problem = result.expect_err(text);
        (problem.message, text[problem.span.range()].to_owned())
    }

    #[test]
    fn series_as_they_are_typed() {
        for (text, labels) in [
            ("up", r#"{__name__="up"}"#),
            (" up { } ", r#"{__name__="up"}"#),
            ("job:up:sum{}", r#"{__name__="job:up:sum"}"#),
            ("up{job=\"a\"}", r#"{__name__="up", job="a"}"#),
            ("up{ job = \"a\" , b='c' ,\n d=`e\\n` , }", r#"{__name__="up", b="c", d="e\\n", job="a"}"#),
            ("{__name__=\"up\",job=\"a\"}", r#"{__name__="up", job="a"}"#),
            ("{\"my.metric\",\"a.b\"=\"c\"}", r#"{__name__="my.metric", "a.b"="c"}"#),
            ("{a=\"b\",\"my.metric\"}", r#"{__name__="my.metric", a="b"}"#),
            (r#"up{a="\"\t\x41\u00e9\U0001F600\101\\"}"#, r#"{__name__="up", a="\"\tAé😀A\\"}"#),
            ("up{a=\"é,}\"} 12.5", r#"{__name__="up", a="é,}"}"#),
            ("up 1 1520879607789\n", r#"{__name__="up"}"#),
            ("up{a=\"\"}", r#"{__name__="up"}"#),
        ] {
            assert_eq!(parse_series(text).unwrap().to_string(), labels, "{text}");
        }
        for (text, message, place) in [
            ("", "expected a metric's name or `{`, found the end of the text", ""),
            ("9up", "expected a metric's name or `{`, found `9`", "9"),
            ("{}", "the series has no name: it stands before `{`, or as `__name__` within", "{}"),
            (
                "my.metric{a=\"b\"}",
                "expected `{` or the end after the metric's name (other names are written `{\"my.metric\"}`), found `.`",
                ".",
            ),
            ("up{a=b}", "expected a label value in quotes, found `b`", "b"),
            (
                "up{a!=\"b\"}",
                "a series has one value for each label, given with `=`, not a matcher `!=`",
                "!=",
            ),
            ("up{a}", "expected `=` after the label name, found `}`", "}"),
            ("up{a=\"b\" c=\"d\"}", "expected `,` or `}` after the label value, found `c`", "c"),
            ("up{a=\"b\",a=\"c\"}", "the label `a` comes twice", "a"),
            ("up{a=\"\",a=\"c\"}", "the label `a` comes twice", "a"),
            ("up{\"b\"}", "the metric has a name already: `up`", "\"b\""),
            ("up{__name__=\"b\"}", "the metric has a name already: `up`", "__name__"),
            ("up{a=\"b}", "the quoted text that begins here has no closing quote", "\"b}"),
            (r#"up{a="\q"}"#, r"`\\q` is no escape; a backslash is written `\\`", r"\q"),
            (r#"up{a="\ud800"}"#, r"`\\ud800` is no escape; a backslash is written `\\`", r"\ud800"),
            (r#"up{a="\777"}"#, r"`\\777` is no escape; a backslash is written `\\`", r"\777"),
            (r#"up{a="\xé"}"#, r"`\\xé` is no escape; a backslash is written `\\`", r"\xé"),
            (
                r#"up{a="\xff"}"#,
                "the escapes in this quoted text come to bytes that are no UTF-8",
                r#""\xff""#,
            ),
            ("up{a=\"b\"", "expected `,` or `}` after the label value, found the end of the text", ""),
            ("up{a=\"b\"} x", "expected the end of the series, found `x`", "x"),
            ("up{a=\"b\"} 1 2 3", "expected the end of the series, found `1`", "1"),
        ] {
            assert_eq!(told(text, parse_series(text)), (message.to_owned(), place.to_owned()), "{text}");
        }
    }

    #[test]
    fn labels_as_they_are_typed() {
        for (text, labels) in [
            ("", "{}"),
            (" {} ", "{}"),
            ("job=node", r#"{job="node"}"#),
            ("job=node,instance=a:9100", r#"{instance="a:9100", job="node"}"#),
            (" job = my node , b = c=d ,", r#"{b="c=d", job="my node"}"#),
            ("a=\"b, \\\"c\\\"\",d='e'", r#"{a="b, \"c\"", d="e"}"#),
            ("service.name=x,\"a b\"=c", r#"{"a b"="c", "service.name"="x"}"#),
            ("a=,b=c}", r#"{b="c}"}"#),
            ("{job=\"node\", zone=eu-1}", r#"{job="node", zone="eu-1"}"#),
        ] {
            assert_eq!(parse_label_list(text).unwrap().to_string(), labels, "{text}");
        }
        assert_eq!(parse_label_list("a=O'Brien").unwrap().get("a"), "O'Brien");
        for (text, message, place) in [
            ("job", "expected `=` after the label name, found the end of the text", ""),
            ("=a", "expected a label, written name=value, found `=`", "="),
            ("a=b,,c=d", "expected a label, written name=value, found `,`", ","),
            ("a=\"b\"c", "expected `,` between labels, found `c`", "c"),
            ("a=\"b", "the quoted text that begins here has no closing quote", "\"b"),
            ("a=b,a=c", "the label `a` comes twice", "a"),
            ("{a=b", "expected a label, written name=value, found the end of the text", ""),
            ("{a=b} c", "expected the end of the labels, found `c`", "c"),
            ("a=\"b\"}", "expected a label, written name=value, found `}`", "}"),
        ] {
            assert_eq!(told(text, parse_label_list(text)), (message.to_owned(), place.to_owned()), "{text}");
        }
    }
}
