//! Prometheus 3 writes whole numbers in `le` and `quantile` as floats before relabeling: `1` becomes `1.0`
//! (model/textparse, `normalizeFloatsInLabelValues`).

use crate::config::{Action, RelabelConfig};
use crate::finding::{Safety, short};
use crate::rules::proof::{common_text, matches, quoted};
use crate::rules::step::{pattern, readable, separator, sources};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit::set_scalar;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    if !matches!(chain.stage, Stage::Metric | Stage::Write) || cx.target_version.major() < 3 {
        return;
    }
    for (_, _, step, action) in readable(chain.steps) {
        let Some(span) = step.regex.span() else { continue };
        if !matches!(action, Action::Keep | Action::Drop | Action::Replace) {
            continue;
        }
        let Some((number, value)) =
            whole_numbers(step).find_map(|(_, number)| Some((number, dead_value(step, number)?)))
        else {
            continue;
        };
        let finding = cx
            .finding(span, format!("Prometheus 3 writes the bound {} as {}", short(number), short(&format!("{number}.0"))))
            .with_label(format!("matches {}, but not {}", short(&value), short(&format!("{value}.0"))))
            .with_note("before relabeling, whole numbers in `le` and `quantile` become floats, so this never matches them")
            .with_help(format!("write `{number}(\\.0)?` to match it in Prometheus 2 and 3"))
            .with_job(chain.job.map(|job| job.name()));
        let repair = repair(cx, step);
        cx.report_with(finding, repair);
    }
}

/// A value that the regex matches and that ends in this whole number, where it matches no such float.
fn dead_value(step: &RelabelConfig, number: &str) -> Option<String> {
    let labels = sources(step);
    let at = labels.iter().position(|label| matches!(*label, "le" | "quantile"))?;
    // The float has to be put in its place: it is the last value, as nearly always.
    if at + 1 != labels.len() {
        return None;
    }
    let regex = pattern(step);
    let value = if labels.len() == 1 {
        (matches(regex, number) == Some(true)).then(|| number.to_owned())?
    } else {
        common_text(regex, &format!(".*{}{}", quoted(separator(step)), quoted(number)))?
    };
    (matches(regex, &format!("{value}.0")) == Some(false)).then_some(value)
}

/// The whole numbers that stand in the regex as such, and where.
fn whole_numbers(step: &RelabelConfig) -> impl Iterator<Item = (usize, &str)> {
    let is_other = |c: char| !c.is_ascii_digit() && c != '.' && c != '\\';
    let mut at = 0;
    let words = pattern(step).split_inclusive(is_other).map(move |piece| {
        let start = at;
        at += piece.len();
        (start, piece.trim_end_matches(is_other))
    });
    words.filter(|(_, word)| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Lets each dead bound match the float too. The group has no number, so that references stay right.
fn repair(cx: &Cx<'_>, step: &RelabelConfig) -> Option<Repair> {
    let regex = step.regex.spanned().filter(|regex| !regex.borrowed)?;
    let old = pattern(step);
    let stands_alone = |start: usize, end: usize| {
        let (before, behind) = (&old[..start], &old[end..]);
        (before.is_empty() || before.ends_with(['(', '|', ':', '^']) || before.ends_with(separator(step)))
            && (behind.is_empty() || behind.starts_with([')', '|', '$']))
    };
    let mut new = String::new();
    let mut copied = 0;
    for (start, number) in whole_numbers(step) {
        let end = start + number.len();
        if stands_alone(start, end) && dead_value(step, number).is_some() {
            new.push_str(&old[copied..end]);
            new.push_str("(?:\\.0)?");
            copied = end;
        }
    }
    new.push_str(&old[copied..]);
    let plan = set_scalar(cx.document, regex.node, &new).filter(|_| copied > 0)?;
    let title = "match whole numbers as floats too: `(?:\\.0)?`".to_owned();
    Some(Repair { title, safety: Safety::Unsafe, plan })
}
