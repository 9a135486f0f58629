//! Secrets that stand in the configuration itself. Their values are in no message.

use crate::config::{Key, ValueType, is_secret_key, keys};
use crate::rules::placeholder::stands_for_secret;
use crate::rules::{Cx, Run};
use crate::yaml::{Document, NodeId, Value};

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if crate::config::secrets(document).is_empty() {
        return;
    }
    keys(document, |key| match key.value_type() {
        ValueType::Secret => check_secret(cx, &key),
        ValueType::Url => check_url(cx, &key),
        _ if matches!(key.name, "params" | "headers" | "http_headers") => check_map(cx, &key),
        _ => {}
    });
}

fn check_secret(cx: &mut Cx<'_>, key: &Key) {
    if is_literal(cx.document, key.value) {
        let help = match key.file_key() {
            Some(file) => {
                format!("write the secret into a file that only Prometheus can read, and name it in `{file}`")
            }
            None => "have the secret filled in when the configuration is deployed".to_owned(),
        };
        report(cx, key.value, &format!("`{}` holds a secret in plain text", key.name), &help);
    }
}

fn check_url(cx: &mut Cx<'_>, key: &Key) {
    let Some(url) = cx.document.scalar(key.value) else { return };
    let Some((_, rest)) = url.split_once("://") else { return };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let password =
        authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).map(|(_, password)| password);
    if password.is_some_and(|password| !stands_for_secret(password)) {
        let help = "write user and password under `basic_auth`, with the password in a file";
        report(cx, key.value, &format!("the URL of `{}` holds a password in plain text", key.name), help);
    }
}

/// Parameters and headers whose names say that they are secrets.
fn check_map(cx: &mut Cx<'_>, key: &Key) {
    let document = cx.document;
    let Value::Mapping(pairs) = document.value(key.value) else { return };
    for (name, value) in pairs.iter() {
        let Some(name) = document.scalar(name).filter(|name| is_secret_name(name)) else { continue };
        let values = match document.value(value) {
            Value::Sequence(items) => items.to_vec(),
            Value::Mapping(_) => {
                match document.entry(value, "values").map(|(_, values)| document.value(values)) {
                    Some(Value::Sequence(items)) => items.to_vec(),
                    _ => continue,
                }
            }
            _ => vec![value],
        };
        if let Some(&literal) = values.iter().find(|&&value| is_literal(document, value)) {
            let help = match key.name {
                "http_headers" => "write the secret into a file, and name it under `files` of this header",
                _ => {
                    "use `authorization` with a `credentials_file`, or a header under `http_headers` with `files`"
                }
            };
            report(cx, literal, &format!("`{name}` in `{}` holds a secret in plain text", key.name), help);
        }
    }
}

fn is_secret_name(name: &str) -> bool {
    !name.eq_ignore_ascii_case("key") && is_secret_key(name)
}

fn is_literal(document: &Document<'_>, node: NodeId) -> bool {
    document.scalar(node).is_some_and(|text| !document.is_null(node) && !stands_for_secret(text))
}

fn report(cx: &mut Cx<'_>, node: NodeId, message: &str, help: &str) {
    let finding = cx
        .finding(cx.document.span(node), message)
        .with_label("stands in the configuration as it is")
        .with_note("whoever can read this file, its repository or a backup of either has the secret")
        .with_help(help);
    cx.report(finding);
}
