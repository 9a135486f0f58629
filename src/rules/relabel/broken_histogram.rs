//! Without its bucket for `+Inf`, or without `le`, a classic histogram gives no quantiles (promql/quantile.go,
//! `bucketQuantile`: NaN unless the last bound is `+Inf`).

use crate::config::{Action, RelabelConfig};
use crate::evidence::{LostBound, lost_bounds};
use crate::finding::{long, plural, short};
use crate::rules::proof::{common_text, matches, quoted, text_beside};
use crate::rules::step::{pattern, readable, separator, sources};
use crate::rules::{Chain, Cx, Run, Stage};

pub(in crate::rules) const RUN: Run = Run::Chain(check);

/// The bounds of buckets but the last, as Prometheus 3 and client libraries write them.
const BOUND: &str = r"[0-9]+\.[0-9]+|[0-9]+";

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) {
        return;
    }
    let lost = lost_bounds_of(cx, chain);
    let mut buckets_are_gone = false;
    for (position, at, step, action) in readable(chain.steps) {
        let found = match action {
            Action::LabelDrop if !buckets_are_gone => without_bounds(step),
            Action::Drop | Action::Keep => without_infinity(step, action),
            _ => None,
        };
        buckets_are_gone |= action == Action::Drop
            && sources(step) == ["__name__"]
            && matches(pattern(step), "x_bucket") == Some(true);
        let found = found.or_else(|| lost.iter().find(|(lost, _)| lost.step == position).map(told));
        let Some((headline, label, note)) = found else { continue };
        let finding = cx
            .finding(step.regex.span().unwrap_or(at.span), headline)
            .with_label(label)
            .with_note(note)
            .with_help("drop all buckets of a histogram or some of the others, and leave the `le` of those that stay")
            .with_job(chain.job.map(|job| job.name()));
        cx.report(finding);
    }
}

/// What dumps of the job show, each with the dump's path.
fn lost_bounds_of(cx: &Cx<'_>, chain: Chain<'_>) -> Vec<(LostBound, String)> {
    let job = chain.job.filter(|_| chain.stage == Stage::Metric);
    let Some(evidence) = job.and_then(|job| cx.evidence.of(job)) else { return Vec::new() };
    let dumps = evidence.dumps.iter().map(|dump| &dump.source);
    let found = dumps.flat_map(|source| {
        let lost = lost_bounds(&evidence.passage, &source.text);
        lost.into_iter().map(|lost| (lost, source.path.clone()))
    });
    found.collect()
}

fn told((LostBound { histograms, lost, kept, .. }, path): &(LostBound, String)) -> Words {
    let bound = kept.get("le");
    (
        format!("the bucket for `+Inf` of {} is lost and others stay", plural(*histograms, "histogram")),
        format!("drops {} and leaves the bucket for {}", long(&lost.to_series()), short(bound)),
        format!("so it is in {path}; `histogram_quantile` gives NaN for a histogram without that bucket"),
    )
}

/// Headline, label and note.
type Words = (String, String, String);

/// A step that removes `le` or `quantile` from what has it.
fn without_bounds(step: &RelabelConfig) -> Option<Words> {
    // What removes all labels has a rule of its own.
    if matches(pattern(step), "__name__") != Some(false) {
        return None;
    }
    let label = ["le", "quantile"].into_iter().find(|label| matches(pattern(step), label) == Some(true))?;
    let what = if label == "le" { "buckets of each histogram" } else { "quantiles of each summary" };
    Some((
        format!("without `{label}` all {what} become one series"),
        format!("{} matches `{label}`", short(pattern(step))),
        "the first of them is stored under the name of all, the others are lost; nothing is added up"
            .to_owned(),
    ))
}

/// A step that takes the bucket for `+Inf` away and leaves another.
fn without_infinity(step: &RelabelConfig, action: Action) -> Option<Words> {
    let regex = pattern(step);
    let (name, lead) = match sources(step)[..] {
        ["le"] => (None, String::new()),
        ["__name__", "le"] => {
            let between = quoted(separator(step));
            let end = format!("{between}\\+Inf");
            let of_all = format!(
                "[a-z_:]+{}",
                if action == Action::Drop { end } else { format!("{between}({BOUND})") }
            );
            let value = common_text(regex, &of_all)?;
            let name = value.split(separator(step)).next()?.to_owned();
            let lead = format!("{name}{}", separator(step));
            (Some(name), lead)
        }
        _ => return None,
    };
    let takes_last = matches(regex, &format!("{lead}+Inf"))? == (action == Action::Drop);
    let bounds = format!("{}({BOUND})", quoted(&lead));
    let left = match action {
        Action::Drop => text_beside(&bounds, regex)?,
        _ => common_text(&bounds, regex)?,
    };
    let left = left.strip_prefix(&lead)?;
    let of = name.map_or_else(String::new, |name| format!(" of {}", short(&name)));
    takes_last.then(|| {
        (
            format!("the bucket for `+Inf`{of} is lost and others stay"),
            format!("takes `+Inf` and leaves {}", short(left)),
            "`histogram_quantile` gives NaN for a histogram without that bucket".to_owned(),
        )
    })
}
