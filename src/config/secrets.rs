//! Where secrets stand, so that they are never shown.
//!
//! Found by name over the whole tree rather than in the typed configuration: a secret under a key that is misspelt or
//! unknown is a secret all the same.

use std::collections::HashMap;

use memchr::memmem::Finder;

use crate::source::Span;
use crate::yaml::{Document, NodeId, Value};

/// Keys whose values are secrets wherever they stand (`config.Secret` in Prometheus's structs).
const SECRET_KEYS: [&str; 6] =
    ["key", "proxy_connect_header", "secrets", "credentials", "consumer_key", "private_key"];

/// The places of all values that must not be shown: sorted, not overlapping.
///
/// These are the values of secret-typed keys, of keys named like secrets, and the user information of URLs.
pub fn secrets(document: &Document<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut marked = vec![false; document.nodes().len()];
    // The same few keys stand in every job.
    let mut known: HashMap<&str, bool> = HashMap::new();
    let schemes = Finder::new("://");
    for node in document.nodes() {
        match document.value(node) {
            Value::Mapping(pairs) => {
                for (key, value) in pairs.iter() {
                    let Some(name) = document.scalar(key) else { continue };
                    // A section, but for those who write a token into it.
                    let misplaced = name == "authorization" && document.scalar(value).is_some();
                    if misplaced || *known.entry(name).or_insert_with(|| is_secret_key(name)) {
                        mark(document, value, &mut marked, &mut found);
                    }
                }
            }
            Value::Scalar(..) => found.extend(user_information(document, node, &schemes)),
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    merge(found)
}

/// Whether a key names a secret rather than a file, a reference or a place to get one.
pub(crate) fn is_secret_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    if SECRET_KEYS.contains(&key.as_str()) {
        return true;
    }
    let elsewhere = ["_file", "_path", "_ref", "_url", "_id", "_key_id", "_limit", "_paths", "_files"];
    if elsewhere.iter().any(|suffix| key.ends_with(suffix)) {
        return false;
    }
    [
        "password",
        "passwd",
        "secret",
        "token",
        "credential",
        "passphrase",
        "apikey",
        "api_key",
        "api-key",
        "authorization",
    ]
    .iter()
    .any(|word| key.contains(word))
        && key != "authorization"
        || key.ends_with("service_account_key")
        || key.ends_with("certificate_key")
}

/// Marks every scalar of a subtree. Keys stay readable. What was marked before is not gone through again.
fn mark(document: &Document<'_>, node: NodeId, marked: &mut [bool], found: &mut Vec<Span>) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut marked[node.index()], true) {
            continue;
        }
        match document.value(node) {
            Value::Scalar(..) => {
                let span = document.span(node);
                if !span.is_empty() {
                    found.push(span);
                }
            }
            Value::Sequence(items) => open.extend(items),
            Value::Mapping(pairs) => open.extend(pairs.iter().map(|(_, value)| value)),
            Value::Alias(target) => open.extend(target),
        }
    }
}

/// `user:password` of `scheme://user:password@host`.
fn user_information(document: &Document<'_>, node: NodeId, schemes: &Finder<'_>) -> Option<Span> {
    let span = document.span(node);
    let text = &document.text()[span.range()];
    let start = schemes.find(text.as_bytes())? + 3;
    let authority = &text[start..];
    let authority = &authority[..authority.find(['/', '?', '#', ' ', '"', '\'']).unwrap_or(authority.len())];
    let length = authority.rfind('@')?;
    let from = span.start as usize + start;
    (length > 0).then(|| Span::new(from, from + length))
}

fn merge(sorted: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn secrets_are_found_by_key_and_in_urls() {
        let text = "remote_write:\n- url: http://u:p4ss@host/x\n  basic_auth: {username: u, password: hunter2, password_file: f}\n  http_headers:\n    X-Api-Key: {values: [abc]}\n  passwort_secret: x\n";
        let (document, _) = parse(text);
        let found: Vec<&str> = secrets(&document).into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["u:p4ss", "hunter2", "abc", "x"]);
    }
}
