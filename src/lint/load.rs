//! Prometheus's own objections as findings.

use super::regex::regex_finding;
use crate::config::Refusal;
use crate::finding::{Finding, Severity};
use crate::yaml::{DecodeError, Document, ErrorKind, SyntaxError};

/// A syntax error as a finding: a load finding, or a limit of our own where Prometheus would go on.
pub(super) fn syntax_finding(error: &SyntaxError) -> Finding {
    let Some(text) = &error.prometheus else {
        return Finding::new("unreadable-yaml", Severity::Error, error.span, "scrapelint cannot read this YAML")
            .with_label(error.problem.clone())
            .with_note("Prometheus may read it all the same; nothing in this file was checked");
    };
    let message = format!("not YAML: {}", error.problem);
    Finding::new("syntax-error", Severity::Error, error.span, message)
        .with_note(format!("Prometheus stops at the first such error and prints: {text}"))
        .with_help(syntax_help(&error.problem))
}

/// What usually lies behind libyaml's words.
fn syntax_help(problem: &str) -> String {
    let help = match problem {
        "found character that cannot start any token" => {
            "indent with spaces, never with tabs, and quote a value that begins with @, ` or %"
        }
        "mapping values are not allowed in this context" => {
            "check the indentation of this line, and quote a value that holds `: `"
        }
        "did not find expected key" | "did not find expected '-' indicator" => {
            "check the indentation here and on the line above: keys of one section, and dashes of one list, stand in one column"
        }
        "could not find expected ':'" => "a key needs a colon and a space behind it; check the indentation of the line above",
        "found unknown escape character" => {
            "in double quotes a backslash begins an escape: put a regular expression into single quotes"
        }
        "found unexpected end of stream" => "a quote that was opened is never closed",
        "did not find expected ',' or ']'" => "close the list with `]`, and quote an item that holds `?`, `,`, `[` or `{`",
        "did not find expected ',' or '}'" => "close the mapping with `}`, and quote a value that holds `?`, `,`, `[` or `{`",
        problem if problem.starts_with("unknown anchor") => {
            "a value that begins with `*` is an alias: quote it if it is meant as text"
        }
        _ => "check quotes, brackets and indentation around this place",
    };
    help.to_owned()
}

/// A value or key that does not decode, as a finding.
pub(super) fn decode_finding(document: &Document<'_>, error: &DecodeError) -> Finding {
    let finding =
        |rule, message: String| Finding::new(rule, Severity::Error, error.span, message);
    match &error.kind {
        ErrorKind::UnknownKey { key, known } => {
            let mut finding = finding("unknown-key", format!("`{key}` is not a key of this section"));
            let near = nearest(key, known);
            finding = finding.with_label(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "Prometheus knows no such key here".to_owned(),
            });
            let help = match (near, moved_key(key)) {
                (_, Some(moved)) => moved.to_owned(),
                (Some(near), None) => format!("write `{near}`"),
                (None, None) => "remove the key, or look for the section it belongs to".to_owned(),
            };
            finding.with_help(help)
        }
        ErrorKind::DuplicateKey { key, first } => finding("duplicate-key", format!("`{key}` is set twice"))
            .with_label("set again here")
            .with_related(*first, "first set here")
            .with_help("keep one of them"),
        ErrorKind::WrongType { found } => {
            let wanted = wanted(error.go_type);
            finding("wrong-type", format!("{} where {wanted} is needed", found_words(found)))
                .with_label(format!("{wanted} is needed here"))
                .with_help(type_help(found, error.go_type, document.scalar(error.node)))
        }
        ErrorKind::BadValue => {
            if let Some(found) = regex_finding(document, error) {
                return found;
            }
            let (rule, help) = bad_value(&error.text);
            let found = finding(rule, headline(&error.text));
            if help.is_empty() { found } else { found.with_help(help) }
        }
        ErrorKind::Undecodable => {
            let problem = error.text.strip_prefix("yaml: ").unwrap_or(&error.text);
            finding("undecodable-yaml", headline(problem))
        }
    }
}

/// An objection of a check as a finding.
pub(super) fn refusal_finding(refusal: Refusal) -> Finding {
    let message = refusal.headline.unwrap_or_else(|| headline(&refusal.text));
    let mut finding = Finding::new(refusal.rule, Severity::Error, refusal.span, message).with_label(refusal.label);
    for (span, text) in refusal.related {
        finding = finding.with_related(span, text);
    }
    finding.help = refusal.help;
    finding
}

/// The first line of Prometheus's text, for a headline.
fn headline(text: &str) -> String {
    let line = text.lines().next().unwrap_or(text);
    match line.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// The key that was likely meant.
fn nearest(key: &str, known: &'static [&'static str]) -> Option<&'static str> {
    let distance = |candidate: &str| strsim::damerau_levenshtein(key, candidate);
    let near = known.iter().map(|candidate| (distance(candidate), *candidate)).min()?;
    (near.0 <= 1 + key.len() / 5).then_some(near.1)
}

/// Keys that had another name, another place, or belong to another program.
fn moved_key(key: &str) -> Option<&'static str> {
    Some(match key {
        "target_groups" => "write `static_configs`: this is its name since Prometheus 0.20",
        "scrape_classic_histograms" => "write `always_scrape_classic_histograms`: the key was renamed in Prometheus 3.0",
        "http_config" => "write the keys of `http_config` directly into this section",
        "max_retries" => "remove it: Prometheus retries for as long as it takes since 2.11",
        "metric_relabelings" | "metricRelabelings" => "write `metric_relabel_configs`",
        "relabelings" => "write `relabel_configs`",
        "pipeline_stages" => "this is a key of Promtail",
        _ => return None,
    })
}

fn found_words(tag: &str) -> &'static str {
    match tag {
        "!!seq" => "a list",
        "!!map" => "a mapping",
        "!!bool" => "a boolean",
        "!!int" => "a number",
        "!!float" => "a number with a fraction",
        "!!null" => "nothing",
        "!!timestamp" => "a date",
        _ => "text",
    }
}

/// A Go type in words.
fn wanted(go_type: &str) -> &'static str {
    match go_type {
        "bool" => "`true` or `false`",
        "int" | "int64" => "a whole number",
        "uint" | "uint64" => "a whole number of 0 or more",
        "float64" => "a number",
        "[]string" | "model.LabelNames" => "a list of strings",
        "string" | "model.LabelValue" | "config.Secret" | "config.ScrapeProtocol" => "a string",
        "map[string]string" | "model.LabelSet" => "a mapping of names to strings",
        "url.Values" | "config.ProxyHeader" => "a mapping of names to lists",
        name if name.starts_with("[]") || name.ends_with("Configs") => "a list",
        _ => "a section",
    }
}

fn type_help(found: &str, go_type: &str, text: Option<&str>) -> String {
    match (found, go_type, text) {
        ("!!str", "bool", Some("true" | "false")) => "remove the quotes".to_owned(),
        ("!!str", "int" | "uint" | "uint64" | "int64" | "float64", Some(text)) if text.parse::<f64>().is_ok() => {
            "remove the quotes".to_owned()
        }
        ("!!str" | "!!int" | "!!bool" | "!!float", "[]string" | "model.LabelNames", Some(text)) if text.len() < 60 => {
            format!("write a list: `[{text}]`")
        }
        ("!!map", name, _) if name.starts_with("[]") => "begin each item with `- `".to_owned(),
        ("!!seq", "string", _) => "give one value instead of a list".to_owned(),
        ("!!seq", ..) => "remove the dashes: this section is one mapping".to_owned(),
        _ => format!("give {}", wanted(go_type)),
    }
}

/// The rule for a value that its type refuses, by Prometheus's words, and what to write instead.
fn bad_value(text: &str) -> (&'static str, &'static str) {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    if starts(&["empty duration string", "not a valid duration string", "unknown unit", "duration out of range"]) {
        ("invalid-duration", "write a number and a unit (ms, s, m, h, d, w, y) without space or fraction: `15s`, `1m30s`")
    } else if starts(&["units: "]) {
        ("invalid-size", "write a number and a unit (B, KB, MB, GB, KiB, MiB, GiB, …) without space: `16MB`")
    } else if starts(&["parse "]) {
        ("invalid-url", "write the whole URL with its scheme: `http://host:port/path`")
    } else if text.ends_with("is not a valid label name") {
        ("invalid-label-name", "a label needs a name")
    } else {
        ("unknown-choice", "")
    }
}
