//! `bearer_token` and `bearer_token_file` are turned into `authorization` when they are read (prometheus/common,
//! config/http_config.go, `Validate`).

use crate::config::{Key, keys};
use crate::finding::Safety;
use crate::rules::{Cx, Repair, Run};
use crate::yaml::edit::{self, Place, Tree};

pub(in crate::rules) const RUN: Run = Run::Document(check);

fn check(cx: &mut Cx<'_>) {
    let document = cx.document;
    if !document
        .nodes()
        .any(|node| document.scalar(node).is_some_and(|text| text.starts_with("bearer_token")))
    {
        return;
    }
    keys(document, |key| {
        let new = match key.name {
            "bearer_token" => "credentials",
            "bearer_token_file" => "credentials_file",
            _ => return,
        };
        let is_blank =
            document.scalar(key.value).is_none_or(|text| text.is_empty() || document.is_null(key.value));
        if is_blank {
            return;
        }
        let finding = cx
            .finding(document.span(key.node), format!("`{}` is deprecated", key.name))
            .with_label(format!("is now `{new}` under `authorization`"))
            .with_note("it works as before; the documentation names it no more, and it may go one day")
            .with_help(format!("write `authorization:` with `{new}:` below it"));
        cx.report_with(finding, rewrite(cx, &key));
    });
}

/// The secret itself is left to a person: a repair that carries one could not be shown.
fn rewrite(cx: &Cx<'_>, key: &Key) -> Option<Repair> {
    let document = cx.document;
    let file = document.scalar(key.value).filter(|_| key.name == "bearer_token_file")?;
    // Prometheus refuses two of these, in other words for each pair.
    let others = ["authorization", "basic_auth", "bearer_token", "oauth2"];
    let is_alone = others.iter().all(|other| document.entry(key.mapping, other).is_none());
    if !is_alone || document.has_merge(key.mapping) || document.is_anchored(key.mapping) {
        return None;
    }
    let authorization = Tree::Map(vec![("credentials_file".to_owned(), file.into())]);
    let insert =
        edit::insert_entry(document, key.mapping, Place::After(key.node), "authorization", &authorization)?;
    let plan = edit::remove_entry(document, key.mapping, key.node)?.and(insert)?;
    Some(Repair { title: "write `authorization`".to_owned(), safety: Safety::Safe, plan })
}
