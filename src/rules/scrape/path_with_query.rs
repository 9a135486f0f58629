//! `__metrics_path__` becomes the path of the URL (scrape/target.go, `URL`): a `?` in it is sent as `%3F`.

use crate::finding::{Fix, Safety};
use crate::rules::{Cx, Job, Run};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(path) = job.config.metrics_path.spanned() else { return };
    let Some((before, query)) = path.value().and_then(|path| path.split_once('?')) else { return };
    let shown = path.value().map_or("", |path| path);
    let finding = cx
        .finding(path.span, "metrics_path holds a query, which Prometheus does not send as one")
        .with_label(format!("requested as `{}`", shown.replace('?', "%3F")))
        .with_note("the target answers for a path that it does not have, usually with 404, and the scrape fails")
        .with_help("give the query under `params`")
        .with_fix(move_query(cx, job, before, query))
        .with_job(Some(job.config.name()));
    cx.report(finding);
}

/// Moves the query to `params`, where the job has none yet.
fn move_query(cx: &Cx<'_>, job: Job<'_>, path: &str, query: &str) -> Option<Fix> {
    let spanned = job.config.metrics_path.spanned()?;
    if spanned.borrowed || job.at.borrowed || job.config.params.is_present() || path.is_empty() {
        return None;
    }
    let mut params: Vec<(&str, Vec<&str>)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // Escapes and placeholders would have to be undone; left to a person.
        if name.is_empty() || pair.contains(['%', '+', '$', '{', '?', '#']) {
            return None;
        }
        match params.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => params.push((name, vec![value])),
        }
    }
    if params.is_empty() {
        return None;
    }
    let lines: Vec<String> = params
        .iter()
        .map(|(name, values)| {
            let values: Vec<String> = values.iter().map(|value| edit::quote(value)).collect();
            format!("{}: [{}]", edit::quote(name), values.join(", "))
        })
        .collect();
    let mut edits = edit::replace_scalar(cx.document, spanned.node, path)?;
    edits.extend(edit::insert_block(cx.document, job.at.node, spanned.key, "params", &lines)?);
    Some(edit::fix("move the query to `params`".to_owned(), Safety::Safe, edits))
}
