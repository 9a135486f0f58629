//! Values that their type refuses.

use super::Words;
use super::choice::unknown_choice;
use super::decode::Decoding;
use super::duration::invalid_duration;
use super::shown::short;
use super::size::invalid_size;
use crate::yaml::DecodeError;

/// The rule of a value that its type refuses, by Prometheus's words for it, and what to say.
pub(super) fn bad_value(decoding: &Decoding<'_>, error: &DecodeError) -> (&'static str, Words) {
    let text = error.text.as_str();
    let name = decoding.name(error.node);
    let value = decoding.document.scalar(error.node).unwrap_or("");
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    if starts(&[
        "empty duration string",
        "not a valid duration string",
        "unknown unit",
        "duration out of range",
    ]) {
        ("invalid-duration", invalid_duration(&name, value, text))
    } else if text.starts_with("units: ") {
        ("invalid-size", invalid_size(&name, value, text))
    } else if text.starts_with("parse ") {
        ("invalid-url", invalid_url(&name, text))
    } else if text.ends_with("is not a valid label name") {
        ("invalid-label-name", empty_label_name(&name))
    } else {
        ("unknown-choice", unknown_choice(text).unwrap_or_else(|| fallback(&name, value)))
    }
}

fn empty_label_name(name: &str) -> Words {
    Words::new(
        format!("{name} holds an empty label name"),
        "no name",
        "write the label's name, or remove the item",
    )
}

fn fallback(name: &str, value: &str) -> Words {
    Words::new(
        format!("{name} cannot be {}", short(value)),
        "not a value that Prometheus takes here",
        "see the documentation of this key for the words it takes, in this very spelling",
    )
}

/// Go's objection to a URL, without what it quotes: that may be a password.
pub(super) fn invalid_url(name: &str, text: &str) -> Words {
    let problems = [
        ("missing ']' in host", "an IPv6 address is not closed", "close the address: `http://[::1]:9090`"),
        ("invalid port", "the port is not a number", "write the port in digits: `http://host:9090`"),
        ("missing protocol scheme", "the scheme is missing", "begin with `http://` or `https://`"),
        (
            "first path segment in URL cannot contain colon",
            "the scheme is missing",
            "begin with `http://` or `https://`",
        ),
        ("invalid URL escape", "`%` without two hex digits", "write `%25` for a percent sign"),
        (
            "invalid userinfo",
            "a character that no user or password may have",
            "use `basic_auth` instead of a password in the URL",
        ),
        (
            "invalid control character",
            "it holds a control character",
            "write the URL on one line, without tabs",
        ),
        (
            "in host name",
            "the host holds a character that none can",
            "remove spaces and other special characters",
        ),
    ];
    let known = problems.iter().find(|(go, ..)| text.contains(go));
    let (problem, help) = known.map_or(
        ("Go cannot read it", "write the whole URL with its scheme: `http://host:port/path`"),
        |(_, problem, help)| (*problem, *help),
    );
    Words::new(format!("{name} is not a URL: {problem}"), problem, help)
}
