//! A `match[]` that selects all series of another Prometheus.

use crate::finding::short;
use crate::rules::proof::is_subset;
use crate::rules::{Cx, Job, Run};

pub(in crate::rules) const RUN: Run = Run::Job(check);

fn check(cx: &mut Cx<'_>, job: Job<'_>) {
    let config = job.config;
    if config.metrics_path.text().trim_end_matches('/') != "/federate" {
        return;
    }
    let Some(selectors) = config.params.value().and_then(|params| params.get("match[]")?.value()) else {
        return;
    };
    for at in selectors.iter().filter(|at| !at.elsewhere) {
        let Some(selector) = at.value().filter(|selector| selects_everything(selector)) else { continue };
        let finding = cx
            .finding(at.span, format!("{} fetches every series of another Prometheus", short(selector)))
            .with_label("matches all series there")
            .with_note(
                "each scrape carries all of it in one response: it is slow, breaks off when it grows, and doubles what is stored",
            )
            .with_help("fetch what recording rules have aggregated: `{__name__=~\"job:.*\"}`; for all of it, use remote write")
            .with_job(Some(config.name()));
        cx.report(finding);
    }
}

/// Whether a selector of one matcher takes in every name, or every job.
fn selects_everything(selector: &str) -> bool {
    let Some(inner) = selector.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return false;
    };
    let inner = inner.trim().trim_end_matches(',').trim_end();
    let end = inner.find(['=', '!', '~', ' ']).unwrap_or(inner.len());
    let (label, rest) = inner.split_at(end);
    if !matches!(label, "__name__" | "job") {
        return false;
    }
    let rest = rest.trim_start();
    let operator = &rest[..rest.find(['"', '\'', '`', ' ']).unwrap_or(rest.len())];
    let value = rest[operator.len()..].trim();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'));
    let inner = quote.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    let Some(value) = inner.filter(|value| !value.contains(['"', '\'', '`', '\\'])) else { return false };
    match operator {
        "=~" => is_subset(".+", value),
        "!=" => value.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_of_everything_are_told_from_others() {
        for selector in ["{__name__=~\".+\"}", "{ job =~ '.*', }", "{__name__!=\"\"}", "{job=~\"(.+)\"}"] {
            assert!(selects_everything(selector), "{selector}");
        }
        for selector in
            ["{__name__=~\"job:.*\"}", "{job=\"\"}", "up", "{job=~\".+\",env=\"x\"}", "{env=~\".+\"}", "{}"]
        {
            assert!(!selects_everything(selector), "{selector}");
        }
    }
}
