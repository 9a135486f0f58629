//! `__metrics_path__` becomes the path of the URL (scrape/target.go, `URL`): a `?` in it is sent as `%3F`.

use crate::finding::Safety;
use crate::rules::{Cx, Job, Repair, Run};
use crate::yaml::edit::{self, Place, Tree};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let Some(path) = job.config.metrics_path.spanned() else { return };
    let Some((before, query)) = path.value().and_then(|path| path.split_once('?')) else { return };
    let finding = cx
        .finding(path.span, "metrics_path holds a query, which Prometheus does not send as one")
        .with_label(format!("requested as `{before}%3F…`"))
        .with_note(
            "the target is asked for a path that it does not have: most answer 404, and every scrape fails",
        )
        .with_help("keep the path here, and give the query under `params`")
        .with_job(Some(job.config.name()));
    cx.report_with(finding, move_query(cx, job, before, query));
}

/// Moves the query to `params`, where the job has none yet. Safe: the scrape cannot have worked.
fn move_query(cx: &Cx<'_>, job: Job<'_>, path: &str, query: &str) -> Option<Repair> {
    let spanned = job.config.metrics_path.spanned()?;
    if spanned.borrowed || job.at.borrowed || job.config.params.is_present() || path.is_empty() {
        return None;
    }
    let mut params: Vec<(String, Vec<Tree>)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        // Escapes and placeholders would have to be undone; left to a person.
        if name.is_empty() || pair.contains(['%', '+', '$', '{', '?', '#']) {
            return None;
        }
        match params.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value.into()),
            None => params.push((name.to_owned(), vec![value.into()])),
        }
    }
    if params.is_empty() {
        return None;
    }
    let params = Tree::Map(params.into_iter().map(|(name, values)| (name, Tree::List(values))).collect());
    let path = edit::set_scalar(cx.document, spanned.node, path)?;
    let params =
        edit::insert_entry(cx.document, job.at.node, Place::after_any([spanned.key]), "params", &params)?;
    Some(Repair {
        title: "move the query to `params`".to_owned(),
        safety: Safety::Safe,
        plan: path.and(params)?,
    })
}
