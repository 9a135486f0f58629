//! A filter that has nothing left to do behind another one on the same value.

use crate::finding::{Safety, short};
use crate::rules::filters::{Compare, Filter, each_filter};
use crate::rules::proof::{are_disjoint, is_subset};
use crate::rules::step::{nth, pattern, sources};
use crate::rules::{Chain, Cx, Repair, Run, Stage};
use crate::yaml::edit;

pub(in crate::rules) const RUN: Run = Run::Chain(check);

fn check(cx: &mut Cx<'_>, chain: Chain<'_>) {
    each_filter(chain, |filter, before| {
        // Metrics that are gone have a rule of their own.
        let is_sample = matches!(chain.stage, Stage::Metric | Stage::Write);
        if is_sample && sources(filter.step) == ["__name__"] {
            return Compare::NoLonger;
        }
        let Some(earlier) = before.iter().find(|earlier| leaves_nothing_to_do(earlier, filter)) else {
            return Compare::Further;
        };
        let (words, label) = match (earlier.keeps, filter.keeps) {
            (true, true) => ("all that gets here passes", "lets pass at least what that one keeps"),
            (true, false) => ("nothing that gets here is dropped", "drops nothing of what that one keeps"),
            _ => ("all that this drops is dropped before", "drops no more than that one"),
        };
        let finding = cx
            .finding(filter.span, format!("{words}: {} has seen to it", nth(earlier.position)))
            .with_label(label)
            .with_related(earlier.span, format!("{} {}", verb(earlier), short(pattern(earlier.step))))
            .with_note("this step does nothing; proved for all values")
            .with_help("remove it, or correct the regex if another was meant")
            .with_job(chain.job.map(|job| job.name()));
        let repair = remove(cx, chain, filter.position);
        cx.report_with(finding, repair);
        Compare::NoLonger
    });
}

fn verb(filter: &Filter<'_>) -> &'static str {
    if filter.keeps { "keeps only" } else { "drops" }
}

fn leaves_nothing_to_do(earlier: &Filter<'_>, later: &Filter<'_>) -> bool {
    let (a, b) = (pattern(earlier.step), pattern(later.step));
    match (earlier.keeps, later.keeps) {
        (true, true) => is_subset(a, b),
        (true, false) => are_disjoint(a, b),
        (false, false) => is_subset(b, a),
        (false, true) => false,
    }
}

/// Unsafe: nothing changes, but another regex may have been meant, which is easier to see while the step is there.
fn remove(cx: &Cx<'_>, chain: Chain<'_>, position: usize) -> Option<Repair> {
    let plan = edit::remove_item(cx.document, chain.list?, chain.steps[position].node)?;
    Some(Repair { title: format!("remove {}", nth(position)), safety: Safety::Unsafe, plan })
}
