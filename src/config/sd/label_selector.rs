//! Kubernetes' selectors of labels (k8s.io/apimachinery, pkg/labels/selector.go and pkg/util/validation).

use super::selector::{check_label_value, check_qualified_name};
use crate::yaml::go_quote;

/// `labels.Parse`: requirements such as `k`, `!k`, `k=v`, `k!=v`, `k>1`, `k in (a,b)` and `k notin (a,b)`.
pub(super) fn check_labels(selector: &str) -> Result<(), String> {
    let mut parser = Parser { tokens: tokens(selector), at: 0 };
    loop {
        match parser.peek() {
            (Token::Identifier, _) | (Token::Symbol, "!") => {}
            (Token::End, _) => return Ok(()),
            (_, found) => {
                return Err(format!("found '{found}', expected: !, identifier, or 'end of string'"));
            }
        }
        parser.requirement().map_err(|problem| format!("unable to parse requirement: {problem}"))?;
        match parser.next() {
            (Token::End, _) => return Ok(()),
            (Token::Symbol, ",") => {}
            (_, found) => return Err(format!("found '{found}', expected: ',' or 'end of string'")),
        }
        if !matches!(parser.peek(), (Token::Identifier, _) | (Token::Symbol, "!")) {
            return Err(format!("found '{}', expected: identifier after ','", parser.peek().1));
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// A key, a value, or one of the words `in` and `notin`.
    Identifier,
    /// An operator, a parenthesis or a comma.
    Symbol,
    End,
}

fn tokens(selector: &str) -> Vec<(Token, &str)> {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let is_special = |c: char| "=!(),><".contains(c);
    let mut tokens = Vec::new();
    let mut rest = selector.trim_start_matches(is_blank);
    while !rest.is_empty() {
        let (kind, length) = if rest.starts_with(is_special) {
            let double = ["==", "!="].iter().any(|symbol| rest.starts_with(symbol));
            (Token::Symbol, 1 + usize::from(double))
        } else {
            (Token::Identifier, rest.find(|c| is_blank(c) || is_special(c)).unwrap_or(rest.len()))
        };
        tokens.push((kind, &rest[..length]));
        rest = rest[length..].trim_start_matches(is_blank);
    }
    tokens
}

struct Parser<'t> {
    tokens: Vec<(Token, &'t str)>,
    at: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> (Token, &'t str) {
        self.tokens.get(self.at).copied().unwrap_or((Token::End, ""))
    }

    fn next(&mut self) -> (Token, &'t str) {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<(), String> {
        let negated = self.peek().1 == "!";
        if negated {
            self.next();
        }
        let (kind, key) = self.next();
        if kind != Token::Identifier {
            return Err(format!("found '{key}', expected: identifier"));
        }
        check_qualified_name(key).map_err(|problem| invalid("<nil>", key, &problem))?;
        if negated || matches!(self.peek(), (Token::End, _) | (Token::Symbol, ",")) {
            return Ok(());
        }
        let mut values = match self.next().1 {
            "in" | "notin" => self.values()?,
            operator @ ("=" | "==" | "!=" | ">" | "<") => {
                let value = self.exact_value()?;
                if matches!(operator, ">" | "<") && value.parse::<i64>().is_err() {
                    let problem = "for 'Gt', 'Lt' operators, the value must be an integer";
                    return Err(invalid("values[0]", value, problem));
                }
                vec![value]
            }
            found => return Err(format!("found '{found}', expected: in, notin, =, ==, !=, gt, lt")),
        };
        values.sort_unstable();
        values.dedup();
        let problems = values.iter().enumerate().filter_map(|(at, value)| {
            let problem = check_label_value(value).err()?;
            Some(invalid(&format!("values[{at}][{key}]"), value, &problem))
        });
        let problems: Vec<String> = problems.collect();
        match problems.as_slice() {
            [] => Ok(()),
            [problem] => Err(problem.clone()),
            problems => Err(format!("[{}]", problems.join(", "))),
        }
    }

    /// The list behind `in` and `notin`.
    fn values(&mut self) -> Result<Vec<&'t str>, String> {
        let (_, found) = self.next();
        if found != "(" {
            return Err(format!("found '{found}' expected: '('"));
        }
        match self.peek() {
            (Token::Identifier, _) | (Token::Symbol, ",") => self.identifiers(),
            (Token::Symbol, ")") => {
                self.next();
                Ok(vec![""])
            }
            (_, found) => Err(format!("found '{found}', expected: ',', ')' or identifier")),
        }
    }

    /// Values up to the closing parenthesis; nothing between two commas is the empty value.
    fn identifiers(&mut self) -> Result<Vec<&'t str>, String> {
        let mut values = Vec::new();
        loop {
            match self.next() {
                (Token::Identifier, value) => {
                    values.push(value);
                    match self.peek().1 {
                        "," => {}
                        ")" => break,
                        found => return Err(format!("found '{found}', expected: ',' or ')'")),
                    }
                }
                (Token::Symbol, ",") => {
                    if values.is_empty() {
                        values.push("");
                    }
                    match self.peek().1 {
                        ")" => {
                            values.push("");
                            break;
                        }
                        "," => {
                            self.next();
                            values.push("");
                        }
                        _ => {}
                    }
                }
                (_, found) => return Err(format!("found '{found}', expected: ',', or identifier")),
            }
        }
        self.next();
        Ok(values)
    }

    fn exact_value(&mut self) -> Result<&'t str, String> {
        match self.peek() {
            (Token::End, _) | (Token::Symbol, ",") => Ok(""),
            (Token::Identifier, value) => {
                self.next();
                Ok(value)
            }
            (_, found) => Err(format!("found '{found}', expected: identifier")),
        }
    }
}

/// `field.Invalid` of a text.
fn invalid(field: &str, value: &str, problem: &str) -> String {
    format!("{field}: Invalid value: {}: {problem}", go_quote(value))
}

#[cfg(test)]
mod tests {
    use super::check_labels;

    #[test]
    fn selectors_are_accepted() {
        for selector in [
            "",
            " ",
            "a",
            "!a",
            "a=",
            "a==b,c!=d",
            "a in (b, c), !d",
            "a in (,)",
            "a>5",
            "x.io/in notin ()",
            "in in (in)",
        ] {
            assert_eq!(check_labels(selector), Ok(()), "{selector}");
        }
    }

    #[test]
    fn selectors_are_refused_in_kubernetes_words() {
        for (selector, problem) in [
            ("a,", "found '', expected: identifier after ','"),
            ("(a", "found '(', expected: !, identifier, or 'end of string'"),
            ("a=b c", "found 'c', expected: ',' or 'end of string'"),
            ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
            ("a in b", "unable to parse requirement: found 'b' expected: '('"),
            ("a in (b", "unable to parse requirement: found '', expected: ',' or ')'"),
            ("!=a", "found '!=', expected: !, identifier, or 'end of string'"),
            (
                "/a",
                "unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be non-empty",
            ),
            (
                "a > b",
                "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
            ),
        ] {
            assert_eq!(check_labels(selector), Err(problem.to_owned()), "{selector}");
        }
    }
}
