//! Text that is no YAML.

use super::shown::short;
use super::{Words, refused};
use crate::finding::{Finding, Severity};
use crate::yaml::SyntaxError;

/// A syntax error as a finding: a load finding, or a limit of our own where Prometheus would go on.
pub(crate) fn syntax_finding(error: &SyntaxError) -> Finding {
    let Some(text) = &error.prometheus else {
        return Finding::new(
            "unreadable-yaml",
            Severity::Error,
            error.span,
            "scrapelint cannot read this YAML",
        )
        .with_label(error.problem.clone())
        .with_note("Prometheus may read it all the same; nothing in this file was checked")
        .with_help("write this place in plainer YAML: fewer levels, no custom tags or directives");
    };
    let Words { headline, label, help } = words(&error.problem);
    Finding::new("syntax-error", Severity::Error, error.span, headline)
        .with_label(label)
        .with_note(format!("{}; nothing below this place was checked", refused(text)))
        .with_help(help)
}

/// What usually lies behind libyaml's words.
fn words(problem: &str) -> Words {
    let (headline, label, help) = match problem {
        "found character that cannot start any token" => (
            "not YAML: no value can begin with this character",
            "a tab, `@`, a backtick or `%`",
            "indent with spaces, never with tabs, and quote a value that begins with `@`, a backtick or `%`",
        ),
        "found a tab character that violates indentation"
        | "found a tab character where an indentation space is expected" => (
            "not YAML: indented with a tab",
            "a tab stands here",
            "indent with spaces only; most editors can turn tabs into spaces",
        ),
        "mapping values are not allowed in this context" => (
            "not YAML: a colon where no key can stand",
            "read as `key: value` here",
            "check the indentation of this line and the one above, and quote a value that holds `: `",
        ),
        "mapping keys are not allowed in this context" => (
            "not YAML: a key where none can stand",
            "read as a key here",
            "check the indentation, and quote a value that begins with `?`",
        ),
        "block sequence entries are not allowed in this context" => (
            "not YAML: a list item where none can stand",
            "read as a list item here",
            "put the first `-` on a line of its own, below its key",
        ),
        "did not find expected key" => (
            "not YAML: wrong indentation, or a quote or bracket that ends too early",
            "a key was expected here",
            "check the indentation here and on the line above: all keys of one section stand in one column",
        ),
        "did not find expected '-' indicator" => (
            "not YAML: this line is neither in the list above nor behind it",
            "a `-` was expected here",
            "check the indentation: all dashes of one list stand in one column, and its keys deeper than they",
        ),
        "could not find expected ':'" => (
            "not YAML: a key without a colon",
            "no `:` follows",
            "write `key: value` with a space behind the colon, and indent the lines of a longer text",
        ),
        "found unknown escape character" => (
            r"not YAML: unknown escape in double quotes",
            "a backslash and a character that YAML does not know after it",
            r"put a regular expression in single quotes, or double the backslash: `\\d`",
        ),
        "found unexpected end of stream" => (
            "not YAML: a quote is opened and never closed",
            "the file ends before the quote does",
            "close the quote where the value ends; a quote within single quotes is written twice: `it''s`",
        ),
        "did not find expected ',' or ']'" => (
            "not YAML: a list in brackets is not closed",
            "`,` or `]` was expected here",
            "close the list with `]`, and quote an item that holds `?`, `,`, `[` or `{`",
        ),
        "did not find expected ',' or '}'" => (
            "not YAML: a mapping in braces is not closed",
            "`,` or `}` was expected here",
            "close the mapping with `}`, and quote a value that holds `?`, `,`, `[` or `{`",
        ),
        "did not find expected node content" => (
            "not YAML: a value is missing, or a bracket is opened and never closed",
            "a value was expected here",
            "quote a value that begins with `[`, `{`, `]`, `}` or `,`",
        ),
        "control characters are not allowed" => (
            "not YAML: the file holds control characters",
            "not a character of text",
            "remove it; a file saved as UTF-16 or copied from a terminal holds such characters",
        ),
        "found incompatible YAML document" | "found unknown directive name" => (
            "not YAML: a directive that Prometheus does not know",
            "lines that begin with `%` are for the YAML parser itself",
            "remove the line",
        ),
        _ => return other(problem),
    };
    Words::new(headline, label, help)
}

fn other(problem: &str) -> Words {
    if let Some(name) =
        problem.strip_prefix("unknown anchor '").and_then(|rest| rest.strip_suffix("' referenced"))
    {
        return Words::new(
            format!("not YAML: alias {} names no anchor", short(&format!("*{name}"))),
            "a value that begins with `*` is an alias",
            "quote the value if it is meant as text or regular expression, or define the anchor above this line",
        );
    }
    Words::new(
        format!("not YAML: {}", short_problem(problem)),
        "the parser stopped here",
        "check quotes, brackets and indentation around this place",
    )
}

fn short_problem(problem: &str) -> String {
    match problem.char_indices().nth(66) {
        Some((at, _)) => format!("{}…", &problem[..at]),
        None => problem.to_owned(),
    }
}
